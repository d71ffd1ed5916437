using Spindle.Columnar.Numerics;
using Spindle.Columnar.Types;
using Spindle.Functions.Catalog.Binding;
using Spindle.Functions.Catalog.Coercion;
using Spindle.Plans.Expressions;

namespace Spindle.Functions.Catalog.Families;

/// <summary>Functions over the rows of a group.</summary>
internal static class AggregateFunctions
{
    /// <summary>How many rows min_by and max_by may be asked for.</summary>
    private const int MostBy = 100_000;

    private static readonly Signature OneDouble = Signature.Of(Accept.Double);
    private static readonly Signature TwoDoubles = Signature.Of(Accept.Double, Accept.Double);
    private static readonly Signature OneBoolean = Signature.Of(Accept.Boolean);
    private static readonly Signature One = Signature.Of(Accept.Any);

    public static IReadOnlyList<FunctionEntry> Entries { get; } = new FamilyBuilder("agg_funcs")
        .Add("count", FunctionKind.Aggregate, "How many rows; of arguments, how many rows where none is null.", Count)
        .Add("sum", FunctionKind.Aggregate, "The sum; null for no value.", call => Sum(call, call.Session.Mode))
        .Add("try_sum", FunctionKind.Aggregate, "The sum, or null where it overflows.", call => Sum(call, EvaluationMode.Try), needsKernel: false)
        .Add("avg, mean", FunctionKind.Aggregate, "The mean; null for no value.", call => Average(call, call.Session.Mode))
        .Add("try_avg", FunctionKind.Aggregate, "The mean, or null where it overflows.", call => Average(call, EvaluationMode.Try), needsKernel: false)
        .Add("min", FunctionKind.Aggregate, "The least value.", call => Extreme(call, "min"))
        .Add("max", FunctionKind.Aggregate, "The greatest value.", call => Extreme(call, "max"))
        .Add("min_by", FunctionKind.Aggregate, "The first argument of the row whose second is least.", call => ExtremeBy(call, "min_by"))
        .Add("max_by", FunctionKind.Aggregate, "The first argument of the row whose second is greatest.", call => ExtremeBy(call, "max_by"))
        .Add("stddev_samp, stddev, std", FunctionKind.Aggregate, "The sample standard deviation; null for one value.", call => Make(call, "stddev_samp", OneDouble, Result.Is(DataType.Double)))
        .Add("stddev_pop", FunctionKind.Aggregate, "The population standard deviation.", call => Make(call, "stddev_pop", OneDouble, Result.Is(DataType.Double)))
        .Add("var_samp, variance", FunctionKind.Aggregate, "The sample variance; null for one value.", call => Make(call, "var_samp", OneDouble, Result.Is(DataType.Double)))
        .Add("var_pop", FunctionKind.Aggregate, "The population variance.", call => Make(call, "var_pop", OneDouble, Result.Is(DataType.Double)))
        .Add("corr", FunctionKind.Aggregate, "Pearson's correlation.", call => Make(call, "corr", TwoDoubles, Result.Is(DataType.Double)))
        .Add("covar_samp", FunctionKind.Aggregate, "The sample covariance.", call => Make(call, "covar_samp", TwoDoubles, Result.Is(DataType.Double)))
        .Add("covar_pop", FunctionKind.Aggregate, "The population covariance.", call => Make(call, "covar_pop", TwoDoubles, Result.Is(DataType.Double)))
        .Add("skewness", FunctionKind.Aggregate, "The skewness.", call => Make(call, "skewness", OneDouble, Result.Is(DataType.Double)))
        .Add("kurtosis", FunctionKind.Aggregate, "The excess kurtosis.", call => Make(call, "kurtosis", OneDouble, Result.Is(DataType.Double)))
        .Add("bool_and, every", FunctionKind.Aggregate, "True when every value is.", call => Make(call, "bool_and", OneBoolean, Result.Is(DataType.Boolean)))
        .Add("bool_or, some, any", FunctionKind.Aggregate, "True when one value is.", call => Make(call, "bool_or", OneBoolean, Result.Is(DataType.Boolean)))
        .Add("count_if", FunctionKind.Aggregate, "How many rows make the condition true.", call => Make(call, "count_if", OneBoolean, Result.Is(DataType.Long), nullable: false))
        .Add("first, first_value", FunctionKind.Aggregate, "The first value of the rows as they come.", call => Edge(call, "first"))
        .Add("last, last_value", FunctionKind.Aggregate, "The last value of the rows as they come.", call => Edge(call, "last"))
        .Add("any_value", FunctionKind.Aggregate, "Some value of the group.", call => Edge(call, "any_value"))
        .Add("collect_list, array_agg:collect_list", FunctionKind.Aggregate, "The values that are not null, as an array.",
            call => Make(call, "collect_list", One, c => new ArrayType(c.TypeOf(0), false), nullable: false))
        .Add("collect_set", FunctionKind.Aggregate, "The distinct values that are not null, as an array.",
            call => Make(call, "collect_set", One, c => new ArrayType(c.TypeOf(0), false), nullable: false))
        .Add("bit_and", FunctionKind.Aggregate, "Bitwise AND of the values.", call => Make(call, "bit_and", Signature.Of(Accept.Integral), Result.As(0)))
        .Add("bit_or", FunctionKind.Aggregate, "Bitwise OR of the values.", call => Make(call, "bit_or", Signature.Of(Accept.Integral), Result.As(0)))
        .Add("bit_xor", FunctionKind.Aggregate, "Bitwise exclusive OR of the values.", call => Make(call, "bit_xor", Signature.Of(Accept.Integral), Result.As(0)))
        .Entries;

    private static Expression Make(CallSite call, string id, Signature signature, Func<CallSite, DataType> result, bool nullable = true,
        FunctionTraits traits = FunctionTraits.None, EvaluationMode mode = EvaluationMode.Ansi)
    {
        var bound = ArgumentBinder.Bind(call, signature);
        return new AggregateCall(id, call.DisplayName, bound.Arguments, call.Distinct, call.Filter, call.WithinGroup, result(bound), nullable, traits, mode) { Origin = call.Origin };
    }

    private static Expression Count(CallSite call)
    {
        if (call.Count == 0)
            throw BindingErrors.WrongNumberOfArguments(call, "> 0");
        return Make(call, "count", new Signature([], Accept.Any), Result.Is(DataType.Long), nullable: false);
    }

    private static Expression Sum(CallSite call, EvaluationMode mode) => Make(call, "sum", Signature.Of(Accept.NumericOrAnsiInterval), bound => bound.TypeOf(0) switch
    {
        DecimalType d => TypeFamilies.Of(DecimalTypeRules.Sum(TypeFamilies.Shape(d))),
        IntegralType => DataType.Long,
        YearMonthIntervalType or DayTimeIntervalType => bound.TypeOf(0),
        _ => DataType.Double,
    }, traits: mode == EvaluationMode.Ansi ? FunctionTraits.CanRaise : FunctionTraits.None, mode: mode);

    internal static Expression Average(CallSite call, EvaluationMode mode) => Make(call, "avg", Signature.Of(Accept.NumericOrAnsiInterval), bound => bound.TypeOf(0) switch
    {
        DecimalType d => TypeFamilies.Of(DecimalTypeRules.Average(TypeFamilies.Shape(d))),
        YearMonthIntervalType => new YearMonthIntervalType(),
        DayTimeIntervalType => new DayTimeIntervalType(),
        _ => DataType.Double,
    }, traits: mode == EvaluationMode.Ansi ? FunctionTraits.CanRaise : FunctionTraits.None, mode: mode);

    private static Expression Extreme(CallSite call, string id)
    {
        var bound = Make(call, id, One, Result.As(0));
        return TypeFamilies.IsOrderable(bound.Type) ? bound : throw BindingErrors.NotOrderable(call, bound.Type);
    }

    private static Expression ExtremeBy(CallSite call, string id)
    {
        var bound = (AggregateCall)Make(call, id, Signature.Of(Accept.Any, Accept.Any, Signature.MayLack(Accept.Int)),
            c => c.Count == 3 ? new ArrayType(c.TypeOf(0)) : c.TypeOf(0));
        if (call.Count == 3)
        {
            if (!bound.Arguments[2].IsFoldable)
                throw BindingErrors.NotConstant(call, 2, "k");
            if (Conversion.LiteralOf(bound.Arguments[2]) is { Value: not (>= 1 and <= MostBy) })
            {
                throw BindingErrors.Mismatch(call, "VALUE_OUT_OF_RANGE", $"k must be from 1 to {MostBy}.", ("exprName", "`k`"), ("valueRange", $"[1, {MostBy}]"),
                    ("currentValue", $"{Conversion.LiteralOf(bound.Arguments[2])?.Value ?? 0}"));
            }
        }

        return TypeFamilies.IsOrderable(bound.Arguments[1].Type) ? bound : throw BindingErrors.NotOrderable(call, bound.Arguments[1].Type);
    }

    /// <summary>first, last and any_value: a second argument, or IGNORE NULLS, skips nulls. The kernel takes that as a literal second argument.</summary>
    private static Expression Edge(CallSite call, string id)
    {
        var bound = ArgumentBinder.Bind(call, Signature.Of(Accept.Any, Signature.Constant(Accept.Boolean, "ignoreNulls") with { IsOptional = true }));
        if (bound.Count > 1 && bound.ConstantOf(1) is null && bound[1] is Literal)
        {
            throw new Columnar.Errors.SpindleException(new Columnar.Errors.ErrorClass("_LEGACY_ERROR_TEMP_1210", ""), $"the second argument of {call.Name} says whether to skip nulls: it is true or false.",
                call.Origin, parameters: new Dictionary<string, string> { ["funcName"] = id });
        }

        var ignore = call.IgnoreNulls || (bound.Count > 1 && bound.ConstantOf(1) is true);
        var form = $"{call.DisplayName}({call.Names.Of(bound[0])})" + (call.IgnoreNulls ? " ignore nulls" : "");
        var made = new AggregateCall(id, call.DisplayName, [bound[0], Literal.Of(ignore)], call.Distinct, call.Filter, call.WithinGroup, bound.TypeOf(0), true, FunctionTraits.None)
        {
            Text = form,
        };
        return call.Named(made, form);
    }
}
