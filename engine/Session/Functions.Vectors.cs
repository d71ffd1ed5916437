namespace Spindle.Sql;

// Functions over vectors: arrays of FLOAT.
public static partial class Functions
{
    /// <summary>SQL's <c>vector_avg</c>.</summary>
    public static Column VectorAvg(Column col) => Call("vector_avg", col);

    /// <summary>SQL's <c>vector_cosine_similarity</c>.</summary>
    public static Column VectorCosineSimilarity(Column left, Column right) => Call("vector_cosine_similarity", left, right);

    /// <summary>SQL's <c>vector_inner_product</c>.</summary>
    public static Column VectorInnerProduct(Column left, Column right) => Call("vector_inner_product", left, right);

    /// <summary>SQL's <c>vector_l2_distance</c>.</summary>
    public static Column VectorL2Distance(Column left, Column right) => Call("vector_l2_distance", left, right);

    /// <summary>SQL's <c>vector_norm</c>.</summary>
    public static Column VectorNorm(Column vector, object? degree = null) => CallGiven("vector_norm", vector, degree);

    /// <summary>SQL's <c>vector_normalize</c>.</summary>
    public static Column VectorNormalize(Column vector, object? degree = null) => CallGiven("vector_normalize", vector, degree);

    /// <summary>SQL's <c>vector_sum</c>.</summary>
    public static Column VectorSum(Column col) => Call("vector_sum", col);
}
