using Spindle.Columnar.Types;
using Spindle.Functions.Catalog.Binding;
using Spindle.Plans.Expressions;

namespace Spindle.Functions.Catalog.Families;

/// <summary>Functions of vectors: arrays of floats, which are never cast to. A null element makes the result null.</summary>
internal static class VectorFunctions
{
    private static readonly ArrayType Vector = new(DataType.Float);

    public static IReadOnlyList<FunctionEntry> Entries { get; } = new FamilyBuilder("vector_funcs")
        .Add("vector_inner_product", FunctionKind.Scalar, "The sum of the products of two vectors' elements.", call => Pair(call, "vector_inner_product"))
        .Add("vector_cosine_similarity", FunctionKind.Scalar, "The cosine of the angle between two vectors.", call => Pair(call, "vector_cosine_similarity"))
        .Add("vector_l2_distance", FunctionKind.Scalar, "The Euclidean distance of two vectors.", call => Pair(call, "vector_l2_distance"))
        .Add("vector_norm", FunctionKind.Scalar, "A vector's length: of degree 1, 2 (the default) or infinity.", call => Norm(call, "vector_norm", DataType.Float))
        .Add("vector_normalize", FunctionKind.Scalar, "The vector divided by its length.", call => Norm(call, "vector_normalize", new ArrayType(DataType.Float)))
        .Add("vector_sum", FunctionKind.Aggregate, "The sum of vectors, element by element.", call => Aggregate(call, "vector_sum"))
        .Add("vector_avg", FunctionKind.Aggregate, "The mean of vectors, element by element.", call => Aggregate(call, "vector_avg"))
        .Entries;

    private static Expression Pair(CallSite call, string id)
    {
        if (call.Count != 2)
            throw BindingErrors.WrongNumberOfArguments(call, "2");
        CheckVector(call, 0);
        CheckVector(call, 1);
        return Calls.Of(call, id, DataType.Float, true, FunctionTraits.CanRaise | FunctionTraits.NullIntolerant);
    }

    private static Expression Norm(CallSite call, string id, DataType result)
    {
        if (call.Count is 0 or > 2)
            throw BindingErrors.WrongNumberOfArguments(call, "[1, 2]");
        var full = call.Count == 2 ? call : call.With([call[0], Literal.Of(2f)]);
        CheckVector(full, 0);
        if (full.TypeOf(1) is not FloatType)
            throw BindingErrors.UnexpectedType(full, 1, "\"FLOAT\"");
        return Calls.Of(full, id, result, true, FunctionTraits.CanRaise | FunctionTraits.NullIntolerant);
    }

    private static Expression Aggregate(CallSite call, string id)
    {
        if (call.Count != 1)
            throw BindingErrors.WrongNumberOfArguments(call, "1");
        CheckVector(call, 0);
        return new AggregateCall(id, call.DisplayName, call.Arguments, call.Distinct, call.Filter, [], new ArrayType(DataType.Float), true, FunctionTraits.CanRaise) { Origin = call.Origin };
    }

    private static void CheckVector(CallSite call, int index)
    {
        if (call.TypeOf(index) is not ArrayType { Element: FloatType })
            throw BindingErrors.UnexpectedType(call, index, $"\"{Vector.Sql}\"");
    }
}
