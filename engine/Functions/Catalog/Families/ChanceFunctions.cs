using Spindle.Columnar.Types;
using Spindle.Functions.Catalog.Binding;
using Spindle.Functions.Catalog.Coercion;
using Spindle.Plans.Expressions;

namespace Spindle.Functions.Catalog.Families;

/// <summary>Numbers, texts and orders by chance; a seed repeats them.</summary>
internal static class ChanceFunctions
{
    public static IReadOnlyList<FunctionEntry> Entries { get; } = new FamilyBuilder("math_funcs")
        .Scalar("rand, random", "A random number in [0, 1); the argument is the seed.", Signature.Of(Signature.MayLack(Accept.Long)), DataType.Double, Nulls.Never,
            FunctionTraits.Nondeterministic)
        .Scalar("randn", "A random number of the normal distribution; the argument is the seed.", Signature.Of(Signature.MayLack(Accept.Long)), DataType.Double, Nulls.Never,
            FunctionTraits.Nondeterministic)
        .Add("uniform", FunctionKind.Scalar, "A random number between two constants; the third argument is the seed.", Uniform, needsKernel: false)
        .Add("randstr", FunctionKind.Scalar, "A text of so many random letters and digits; the second argument is the seed.", RandomText)
        .Scalar("shuffle", "The array's elements in a random order; the second argument is the seed.", Signature.Of(Accept.Array, Signature.MayLack(Accept.Long)), Result.As(0),
            Nulls.FromArguments, FunctionTraits.Nondeterministic)
        .Entries;

    private static Expression Uniform(CallSite call)
    {
        var bound = ArgumentBinder.Bind(call, Signature.Of(Accept.Numeric, Accept.Numeric, Signature.MayLack(Accept.Long)));
        for (var i = 0; i < 2; i++)
            if (bound.Folded(i) is null)
                throw BindingErrors.NotConstant(bound, i, i == 0 ? "min" : "max");
        var type = CommonType.Wider(bound.TypeOf(0), bound.TypeOf(1)) ?? throw BindingErrors.NoCommonType(bound, [bound[0], bound[1]]);
        if (bound.Folded(0) is { Value: null } || bound.Folded(1) is { Value: null })
            return call.Named(Literal.Null(type), bound.Form);
        var (least, most) = (bound.Convert(bound[0], DataType.Double), bound.Convert(bound[1], DataType.Double));
        Expression chance = new Call("rand", "rand", bound.Arguments.Skip(2).ToValueList(), DataType.Double, false, FunctionTraits.Nondeterministic);
        var value = Arithmetic("+", least, Arithmetic("*", Arithmetic("-", most, least), chance));
        return call.Named(bound.Convert(value, type), bound.Form);

        Expression Arithmetic(string symbol, Expression left, Expression right) =>
            FunctionCatalog.BuiltIn.Find(symbol)!.Bind(new CallSite(symbol, [left, right], call.Session, call.Names, call.Origin));
    }

    private static Expression RandomText(CallSite call)
    {
        var bound = ArgumentBinder.Bind(call, Signature.Of(Signature.Constant(Accept.Int, "length"), Signature.MayLack(Accept.Long)));
        if (bound.Folded(0) is not { Value: int length })
            throw BindingErrors.Mismatch(bound, "UNEXPECTED_NULL", "the length must not be NULL.", ("exprName", "length"));
        if (length < 0)
            throw BindingErrors.Mismatch(bound, "VALUE_OUT_OF_RANGE", $"a text has no length of {length}.", ("exprName", "length"), ("valueRange", $"[0, {int.MaxValue}]"), ("currentValue", $"{length}"));
        return call.Named(new Call("randstr", "randstr", [Literal.Of(length), .. bound.Arguments.Skip(1)], DataType.String, false, FunctionTraits.Nondeterministic), bound.Form);
    }
}
