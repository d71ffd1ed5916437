namespace Spindle.Sql;

// Functions over sketches: of distinct values, of keys with summaries, of quantiles.
public static partial class Functions
{
    /// <summary>SQL's <c>hll_sketch_agg</c>.</summary>
    public static Column HllSketchAgg(Column col, object? lgConfigK = null) => CallGiven("hll_sketch_agg", col, lgConfigK);

    /// <summary>SQL's <c>hll_union_agg</c>.</summary>
    public static Column HllUnionAgg(Column col, object? allowDifferentLgConfigK = null) => CallGiven("hll_union_agg", col, allowDifferentLgConfigK);

    /// <summary>SQL's <c>hll_sketch_estimate</c>.</summary>
    public static Column HllSketchEstimate(Column col) => Call("hll_sketch_estimate", col);

    /// <summary>SQL's <c>hll_union</c>.</summary>
    public static Column HllUnion(Column col1, Column col2, object? allowDifferentLgConfigK = null) => CallGiven("hll_union", col1, col2, allowDifferentLgConfigK);

    /// <summary>SQL's <c>theta_sketch_agg</c>.</summary>
    public static Column ThetaSketchAgg(Column col, object? lgNomEntries = null) => CallGiven("theta_sketch_agg", col, lgNomEntries);

    /// <summary>SQL's <c>theta_union_agg</c>.</summary>
    public static Column ThetaUnionAgg(Column col, object? lgNomEntries = null) => CallGiven("theta_union_agg", col, lgNomEntries);

    /// <summary>SQL's <c>theta_intersection_agg</c>.</summary>
    public static Column ThetaIntersectionAgg(Column col) => Call("theta_intersection_agg", col);

    /// <summary>SQL's <c>theta_sketch_estimate</c>.</summary>
    public static Column ThetaSketchEstimate(Column col) => Call("theta_sketch_estimate", col);

    /// <summary>SQL's <c>theta_union</c>.</summary>
    public static Column ThetaUnion(Column col1, Column col2, object? lgNomEntries = null) => CallGiven("theta_union", col1, col2, lgNomEntries);

    /// <summary>SQL's <c>theta_intersection</c>.</summary>
    public static Column ThetaIntersection(Column col1, Column col2) => Call("theta_intersection", col1, col2);

    /// <summary>SQL's <c>theta_difference</c>.</summary>
    public static Column ThetaDifference(Column col1, Column col2) => Call("theta_difference", col1, col2);

    /// <summary>SQL's <c>kll_sketch_agg_bigint</c>.</summary>
    public static Column KllSketchAggBigint(Column col, object? k = null) => CallGiven("kll_sketch_agg_bigint", col, k);

    /// <summary>SQL's <c>kll_merge_agg_bigint</c>.</summary>
    public static Column KllMergeAggBigint(Column col, object? k = null) => CallGiven("kll_merge_agg_bigint", col, k);

    /// <summary>SQL's <c>kll_sketch_get_n_bigint</c>.</summary>
    public static Column KllSketchGetNBigint(Column col) => Call("kll_sketch_get_n_bigint", col);

    /// <summary>SQL's <c>kll_sketch_get_quantile_bigint</c>.</summary>
    public static Column KllSketchGetQuantileBigint(Column sketch, object? rank) => Call("kll_sketch_get_quantile_bigint", sketch, Lit(rank));

    /// <summary>SQL's <c>kll_sketch_get_rank_bigint</c>.</summary>
    public static Column KllSketchGetRankBigint(Column sketch, object? quantile) => Call("kll_sketch_get_rank_bigint", sketch, Lit(quantile));

    /// <summary>SQL's <c>kll_sketch_merge_bigint</c>.</summary>
    public static Column KllSketchMergeBigint(Column left, Column right) => Call("kll_sketch_merge_bigint", left, right);

    /// <summary>SQL's <c>kll_sketch_to_string_bigint</c>.</summary>
    public static Column KllSketchToStringBigint(Column col) => Call("kll_sketch_to_string_bigint", col);

    /// <summary>SQL's <c>kll_sketch_agg_double</c>.</summary>
    public static Column KllSketchAggDouble(Column col, object? k = null) => CallGiven("kll_sketch_agg_double", col, k);

    /// <summary>SQL's <c>kll_merge_agg_double</c>.</summary>
    public static Column KllMergeAggDouble(Column col, object? k = null) => CallGiven("kll_merge_agg_double", col, k);

    /// <summary>SQL's <c>kll_sketch_get_n_double</c>.</summary>
    public static Column KllSketchGetNDouble(Column col) => Call("kll_sketch_get_n_double", col);

    /// <summary>SQL's <c>kll_sketch_get_quantile_double</c>.</summary>
    public static Column KllSketchGetQuantileDouble(Column sketch, object? rank) => Call("kll_sketch_get_quantile_double", sketch, Lit(rank));

    /// <summary>SQL's <c>kll_sketch_get_rank_double</c>.</summary>
    public static Column KllSketchGetRankDouble(Column sketch, object? quantile) => Call("kll_sketch_get_rank_double", sketch, Lit(quantile));

    /// <summary>SQL's <c>kll_sketch_merge_double</c>.</summary>
    public static Column KllSketchMergeDouble(Column left, Column right) => Call("kll_sketch_merge_double", left, right);

    /// <summary>SQL's <c>kll_sketch_to_string_double</c>.</summary>
    public static Column KllSketchToStringDouble(Column col) => Call("kll_sketch_to_string_double", col);

    /// <summary>SQL's <c>kll_sketch_agg_float</c>.</summary>
    public static Column KllSketchAggFloat(Column col, object? k = null) => CallGiven("kll_sketch_agg_float", col, k);

    /// <summary>SQL's <c>kll_merge_agg_float</c>.</summary>
    public static Column KllMergeAggFloat(Column col, object? k = null) => CallGiven("kll_merge_agg_float", col, k);

    /// <summary>SQL's <c>kll_sketch_get_n_float</c>.</summary>
    public static Column KllSketchGetNFloat(Column col) => Call("kll_sketch_get_n_float", col);

    /// <summary>SQL's <c>kll_sketch_get_quantile_float</c>.</summary>
    public static Column KllSketchGetQuantileFloat(Column sketch, object? rank) => Call("kll_sketch_get_quantile_float", sketch, Lit(rank));

    /// <summary>SQL's <c>kll_sketch_get_rank_float</c>.</summary>
    public static Column KllSketchGetRankFloat(Column sketch, object? quantile) => Call("kll_sketch_get_rank_float", sketch, Lit(quantile));

    /// <summary>SQL's <c>kll_sketch_merge_float</c>.</summary>
    public static Column KllSketchMergeFloat(Column left, Column right) => Call("kll_sketch_merge_float", left, right);

    /// <summary>SQL's <c>kll_sketch_to_string_float</c>.</summary>
    public static Column KllSketchToStringFloat(Column col) => Call("kll_sketch_to_string_float", col);

    /// <summary>SQL's <c>tuple_sketch_agg_double</c>.</summary>
    public static Column TupleSketchAggDouble(Column key, Column summary, object? lgNomEntries = null, object? mode = null) => CallGiven("tuple_sketch_agg_double", key, summary, lgNomEntries ?? 12, mode);

    /// <summary>SQL's <c>tuple_union_agg_double</c>.</summary>
    public static Column TupleUnionAggDouble(Column col, object? lgNomEntries = null, object? mode = null) => CallGiven("tuple_union_agg_double", col, lgNomEntries ?? 12, mode);

    /// <summary>SQL's <c>tuple_intersection_agg_double</c>.</summary>
    public static Column TupleIntersectionAggDouble(Column col, object? mode = null) => CallGiven("tuple_intersection_agg_double", col, mode);

    /// <summary>SQL's <c>tuple_sketch_estimate_double</c>.</summary>
    public static Column TupleSketchEstimateDouble(Column col) => Call("tuple_sketch_estimate_double", col);

    /// <summary>SQL's <c>tuple_sketch_theta_double</c>.</summary>
    public static Column TupleSketchThetaDouble(Column col) => Call("tuple_sketch_theta_double", col);

    /// <summary>SQL's <c>tuple_sketch_summary_double</c>.</summary>
    public static Column TupleSketchSummaryDouble(Column col, object? mode = null) => CallGiven("tuple_sketch_summary_double", col, mode);

    /// <summary>SQL's <c>tuple_union_double</c>.</summary>
    public static Column TupleUnionDouble(Column col1, Column col2, object? lgNomEntries = null, object? mode = null) => CallGiven("tuple_union_double", col1, col2, lgNomEntries ?? 12, mode);

    /// <summary>SQL's <c>tuple_intersection_double</c>.</summary>
    public static Column TupleIntersectionDouble(Column col1, Column col2, object? mode = null) => CallGiven("tuple_intersection_double", col1, col2, mode);

    /// <summary>SQL's <c>tuple_difference_double</c>.</summary>
    public static Column TupleDifferenceDouble(Column col1, Column col2) => Call("tuple_difference_double", col1, col2);

    /// <summary>SQL's <c>tuple_union_theta_double</c>.</summary>
    public static Column TupleUnionThetaDouble(Column col1, Column col2, object? lgNomEntries = null, object? mode = null) => CallGiven("tuple_union_theta_double", col1, col2, lgNomEntries ?? 12, mode);

    /// <summary>SQL's <c>tuple_intersection_theta_double</c>.</summary>
    public static Column TupleIntersectionThetaDouble(Column col1, Column col2, object? mode = null) => CallGiven("tuple_intersection_theta_double", col1, col2, mode);

    /// <summary>SQL's <c>tuple_difference_theta_double</c>.</summary>
    public static Column TupleDifferenceThetaDouble(Column col1, Column col2) => Call("tuple_difference_theta_double", col1, col2);

    /// <summary>SQL's <c>tuple_sketch_agg_integer</c>.</summary>
    public static Column TupleSketchAggInteger(Column key, Column summary, object? lgNomEntries = null, object? mode = null) => CallGiven("tuple_sketch_agg_integer", key, summary, lgNomEntries ?? 12, mode);

    /// <summary>SQL's <c>tuple_union_agg_integer</c>.</summary>
    public static Column TupleUnionAggInteger(Column col, object? lgNomEntries = null, object? mode = null) => CallGiven("tuple_union_agg_integer", col, lgNomEntries ?? 12, mode);

    /// <summary>SQL's <c>tuple_intersection_agg_integer</c>.</summary>
    public static Column TupleIntersectionAggInteger(Column col, object? mode = null) => CallGiven("tuple_intersection_agg_integer", col, mode);

    /// <summary>SQL's <c>tuple_sketch_estimate_integer</c>.</summary>
    public static Column TupleSketchEstimateInteger(Column col) => Call("tuple_sketch_estimate_integer", col);

    /// <summary>SQL's <c>tuple_sketch_theta_integer</c>.</summary>
    public static Column TupleSketchThetaInteger(Column col) => Call("tuple_sketch_theta_integer", col);

    /// <summary>SQL's <c>tuple_sketch_summary_integer</c>.</summary>
    public static Column TupleSketchSummaryInteger(Column col, object? mode = null) => CallGiven("tuple_sketch_summary_integer", col, mode);

    /// <summary>SQL's <c>tuple_union_integer</c>.</summary>
    public static Column TupleUnionInteger(Column col1, Column col2, object? lgNomEntries = null, object? mode = null) => CallGiven("tuple_union_integer", col1, col2, lgNomEntries ?? 12, mode);

    /// <summary>SQL's <c>tuple_intersection_integer</c>.</summary>
    public static Column TupleIntersectionInteger(Column col1, Column col2, object? mode = null) => CallGiven("tuple_intersection_integer", col1, col2, mode);

    /// <summary>SQL's <c>tuple_difference_integer</c>.</summary>
    public static Column TupleDifferenceInteger(Column col1, Column col2) => Call("tuple_difference_integer", col1, col2);

    /// <summary>SQL's <c>tuple_union_theta_integer</c>.</summary>
    public static Column TupleUnionThetaInteger(Column col1, Column col2, object? lgNomEntries = null, object? mode = null) => CallGiven("tuple_union_theta_integer", col1, col2, lgNomEntries ?? 12, mode);

    /// <summary>SQL's <c>tuple_intersection_theta_integer</c>.</summary>
    public static Column TupleIntersectionThetaInteger(Column col1, Column col2, object? mode = null) => CallGiven("tuple_intersection_theta_integer", col1, col2, mode);

    /// <summary>SQL's <c>tuple_difference_theta_integer</c>.</summary>
    public static Column TupleDifferenceThetaInteger(Column col1, Column col2) => Call("tuple_difference_theta_integer", col1, col2);
}
