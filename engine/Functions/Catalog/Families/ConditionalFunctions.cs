using Spindle.Columnar.Types;
using Spindle.Functions.Catalog.Binding;
using Spindle.Functions.Catalog.Coercion;
using Spindle.Functions.Catalog.Operators;
using Spindle.Plans.Expressions;

namespace Spindle.Functions.Catalog.Families;

/// <summary>Choices between values. Only the chosen branch is evaluated, so all become CASE or COALESCE.</summary>
internal static class ConditionalFunctions
{
    private static readonly Signature Two = Signature.Of(Accept.Any, Accept.Any);

    public static IReadOnlyList<FunctionEntry> Entries { get; } = new FamilyBuilder("conditional_funcs")
        .Add("coalesce", FunctionKind.Scalar, "The first argument that is not null.", call => CoalesceOf(AtLeast(call, 1)), needsKernel: false)
        .Add("nvl, ifnull", FunctionKind.Scalar, "The first argument, or the second where that is null.",
            call => call.Named(CoalesceOf(ArgumentBinder.Bind(call, Two)), call.Form), needsKernel: false)
        .Add("nvl2", FunctionKind.Scalar, "The second argument where the first is not null, else the third.", Nvl2, needsKernel: false)
        .Add("if, iff", FunctionKind.Scalar, "The second argument where the first is true, else the third.", If, needsKernel: false)
        .Add("nullif", FunctionKind.Scalar, "Null where both arguments are equal, else the first.", NullIf, needsKernel: false)
        .Add("nullifzero", FunctionKind.Scalar, "Null for zero, else the argument.", call => NullIfZero(call), needsKernel: false)
        .Add("zeroifnull", FunctionKind.Scalar, "Zero for null, else the argument.", call => ZeroIfNull(call), needsKernel: false)
        .Add("greatest", FunctionKind.Scalar, "The greatest argument, nulls aside.", call => Extreme(call, "greatest"))
        .Add("least", FunctionKind.Scalar, "The least argument, nulls aside.", call => Extreme(call, "least"))
        .Add("nanvl", FunctionKind.Scalar, "The second argument where the first is NaN.", NanVl, needsKernel: false, otherKernels: "isnan")
        .Entries;

    /// <summary>CASE over conditions and values in their common type.</summary>
    public static Expression CaseOf(CallSite call, IReadOnlyList<Expression> conditions, IReadOnlyList<Expression> values, Expression? otherwise)
    {
        var all = otherwise is null ? values : [.. values, otherwise];
        var common = CommonType.Wider(all.Select(v => v.Type)) ?? throw BindingErrors.NoCommonType(call, all);
        return new Case(conditions.ToValueList(), values.Select(v => call.Convert(v, common)).ToValueList(), otherwise is null ? null : call.Convert(otherwise, common))
        {
            Origin = call.Origin,
        };
    }

    public static Expression CoalesceOf(CallSite call)
    {
        var bound = ArgumentBinder.Unify(call);
        return new Coalesce(bound.Arguments) { Origin = call.Origin };
    }

    private static CallSite AtLeast(CallSite call, int count) =>
        call.Count >= count ? call : throw BindingErrors.WrongNumberOfArguments(call, $"> {count - 1}");

    private static Expression If(CallSite call)
    {
        call = ArgumentBinder.Bind(call, Signature.Of(Accept.Boolean, Accept.Any, Accept.Any));
        var form = $"(IF({string.Join(", ", call.Arguments.Select(call.Names.Of))}))";
        return call.Named(CaseOf(call, [call[0]], [call[1]], call[2]), form);
    }

    private static Expression Nvl2(CallSite call)
    {
        call = ArgumentBinder.Bind(call, Signature.Of(Accept.Any, Accept.Any, Accept.Any));
        return call.Named(CaseOf(call, [new IsNotNull(call[0])], [call[1]], call[2]), call.Form);
    }

    private static Expression NullIf(CallSite call)
    {
        call = ArgumentBinder.Bind(call, Two);
        var equal = PredicateOperators.Compare(call with { Name = "=" }, ComparisonOperator.Equal);
        return call.Named(new Case([equal], [Literal.Null(call.TypeOf(0))], call[0]), call.Form);
    }

    private static Expression NullIfZero(CallSite call)
    {
        call = ArgumentBinder.Bind(call, Signature.Of(Accept.Any));
        var equal = PredicateOperators.Compare(call.With([call[0], Literal.Of(0)]) with { Name = "=" }, ComparisonOperator.Equal);
        return call.Named(new Case([equal], [Literal.Null(call.TypeOf(0))], call[0]), call.Form);
    }

    private static Expression ZeroIfNull(CallSite call)
    {
        call = ArgumentBinder.Bind(call, Signature.Of(Accept.Any));
        return call.Named(CoalesceOf(call.With([call[0], Literal.Of(0)])), call.Form);
    }

    private static Expression NanVl(CallSite call)
    {
        var number = Accept.OneOf(Accept.Double, DataType.Float);
        var bound = ArgumentBinder.Unify(ArgumentBinder.Bind(call, Signature.Of(number, number)));
        var isNan = new Call("isnan", "isnan", [bound[0]], DataType.Boolean, false, FunctionTraits.None);
        return call.Named(new Case([isNan], [bound[1]], bound[0]), bound.Form);
    }

    private static Expression Extreme(CallSite call, string id)
    {
        // Text does not turn into numbers here: which of '10' and 9 is greater would hang on it.
        var types = AtLeast(call, 2).Arguments.Select(a => a.Type).ToList();
        DataType? common = types.Aggregate((DataType?)DataType.Null, (met, type) => met is null ? null : CommonType.Tightest(met, type));
        if (common is null)
            throw BindingErrors.NoCommonType(call, call.Arguments);
        var bound = call.With(call.Arguments.Select(a => call.Convert(a, common)));
        if (!TypeFamilies.IsOrderable(bound.TypeOf(0)))
            throw BindingErrors.NotOrderable(call, bound.TypeOf(0));
        return Calls.Of(bound, id, bound.TypeOf(0), bound.Arguments.All(a => a.Nullable), FunctionTraits.None);
    }
}
