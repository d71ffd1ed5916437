using Spindle.Columnar.Types;
using ProductParts = Spindle.UserCode.Aggregates.Product;

namespace Spindle.Sql;

// Functions over aggregates.
public static partial class Functions
{
    private static readonly UserDefinedAggregate ProductOf = Udaf(ProductParts.Initial, ProductParts.Update, ProductParts.Merge, ProductParts.Result).Named("product");

    /// <summary>SQL's <c>any_value</c>.</summary>
    public static Column AnyValue(Column col, object? ignoreNulls = null) => CallGiven("any_value", col, ignoreNulls);

    /// <summary>SQL's <c>approx_count_distinct</c>.</summary>
    public static Column ApproxCountDistinct(Column col, object? rsd = null) => CallGiven("approx_count_distinct", col, rsd);

    /// <summary>SQL's <c>approx_percentile</c>.</summary>
    public static Column ApproxPercentile(Column col, object? percentage, object? accuracy = null) => CallGiven("approx_percentile", col, percentage, accuracy);

    /// <summary>SQL's <c>array_agg</c>.</summary>
    public static Column ArrayAgg(Column col) => Call("array_agg", col);

    /// <summary>SQL's <c>avg</c>.</summary>
    public static Column Avg(Column col) => Call("avg", col);

    /// <summary>SQL's <c>bit_and</c>.</summary>
    public static Column BitAnd(Column col) => Call("bit_and", col);

    /// <summary>SQL's <c>bit_or</c>.</summary>
    public static Column BitOr(Column col) => Call("bit_or", col);

    /// <summary>SQL's <c>bit_xor</c>.</summary>
    public static Column BitXor(Column col) => Call("bit_xor", col);

    /// <summary>SQL's <c>bitmap_and_agg</c>.</summary>
    public static Column BitmapAndAgg(Column col) => Call("bitmap_and_agg", col);

    /// <summary>SQL's <c>bitmap_construct_agg</c>.</summary>
    public static Column BitmapConstructAgg(Column col) => Call("bitmap_construct_agg", col);

    /// <summary>SQL's <c>bitmap_or_agg</c>.</summary>
    public static Column BitmapOrAgg(Column col) => Call("bitmap_or_agg", col);

    /// <summary>SQL's <c>bool_and</c>.</summary>
    public static Column BoolAnd(Column col) => Call("bool_and", col);

    /// <summary>SQL's <c>bool_or</c>.</summary>
    public static Column BoolOr(Column col) => Call("bool_or", col);

    /// <summary>SQL's <c>collect_list</c>.</summary>
    public static Column CollectList(Column col) => Call("collect_list", col);

    /// <summary>SQL's <c>collect_set</c>.</summary>
    public static Column CollectSet(Column col) => Call("collect_set", col);

    /// <summary>SQL's <c>collect_union</c>.</summary>
    public static Column CollectUnion(Column col) => Call("collect_union", col);

    /// <summary>SQL's <c>corr</c>.</summary>
    public static Column Corr(Column col1, Column col2) => Call("corr", col1, col2);

    /// <summary>SQL's <c>count_if</c>.</summary>
    public static Column CountIf(Column col) => Call("count_if", col);

    /// <summary>SQL's <c>count_min_sketch</c>.</summary>
    public static Column CountMinSketch(Column col, object? eps, object? confidence, object? seed = null) => CallGiven("count_min_sketch", col, eps, confidence, seed);

    /// <summary>SQL's <c>covar_pop</c>.</summary>
    public static Column CovarPop(Column col1, Column col2) => Call("covar_pop", col1, col2);

    /// <summary>SQL's <c>covar_samp</c>.</summary>
    public static Column CovarSamp(Column col1, Column col2) => Call("covar_samp", col1, col2);

    /// <summary>SQL's <c>every</c>.</summary>
    public static Column Every(Column col) => Call("every", col);

    /// <summary>SQL's <c>first</c>.</summary>
    public static Column First(Column col, object? ignorenulls = null) => CallGiven("first", col, ignorenulls);

    /// <summary>SQL's <c>first_value</c>.</summary>
    public static Column FirstValue(Column col, object? ignoreNulls = null) => CallGiven("first_value", col, ignoreNulls);

    /// <summary>SQL's <c>grouping</c>.</summary>
    public static Column Grouping(Column col) => Call("grouping", col);

    /// <summary>SQL's <c>grouping_id</c>.</summary>
    public static Column GroupingId(params Column[] cols) => Call("grouping_id", cols);

    /// <summary>SQL's <c>histogram_numeric</c>.</summary>
    public static Column HistogramNumeric(Column col, object? nBins) => Call("histogram_numeric", col, Lit(nBins));

    /// <summary>SQL's <c>kurtosis</c>.</summary>
    public static Column Kurtosis(Column col) => Call("kurtosis", col);

    /// <summary>SQL's <c>last</c>.</summary>
    public static Column Last(Column col, object? ignorenulls = null) => CallGiven("last", col, ignorenulls);

    /// <summary>SQL's <c>last_value</c>.</summary>
    public static Column LastValue(Column col, object? ignoreNulls = null) => CallGiven("last_value", col, ignoreNulls);

    /// <summary>SQL's <c>listagg</c>.</summary>
    public static Column Listagg(Column col, object? delimiter = null) => CallGiven("listagg", col, delimiter);

    /// <summary>SQL's <c>listagg(DISTINCT …)</c>.</summary>
    public static Column ListaggDistinct(Column col, object? delimiter = null) => Distinct("listagg", delimiter is null ? [col] : [col, Lit(delimiter)]);

    /// <summary>SQL's <c>max</c>.</summary>
    public static Column Max(Column col) => Call("max", col);

    /// <summary>SQL's <c>max_by</c>.</summary>
    public static Column MaxBy(Column col, Column ord, object? k = null) => CallGiven("max_by", col, ord, k);

    /// <summary>SQL's <c>mean</c>.</summary>
    public static Column Mean(Column col) => Call("mean", col);

    /// <summary>SQL's <c>median</c>.</summary>
    public static Column Median(Column col) => Call("median", col);

    /// <summary>SQL's <c>min</c>.</summary>
    public static Column Min(Column col) => Call("min", col);

    /// <summary>SQL's <c>min_by</c>.</summary>
    public static Column MinBy(Column col, Column ord, object? k = null) => CallGiven("min_by", col, ord, k);

    /// <summary>SQL's <c>mode</c>.</summary>
    public static Column Mode(Column col, object? deterministic = null) => CallGiven("mode", col, deterministic);

    /// <summary>SQL's <c>percentile</c>.</summary>
    public static Column Percentile(Column col, object? percentage, object? frequency = null) => CallGiven("percentile", col, percentage, frequency);

    /// <summary>SQL's <c>percentile_approx</c>.</summary>
    public static Column PercentileApprox(Column col, object? percentage, object? accuracy = null) => CallGiven("percentile_approx", col, percentage, accuracy);

    /// <summary>The product of the values that are not null, as DOUBLE; null for none.</summary>
    public static Column Product(Column col) => ProductOf.Apply(col.Cast(DataType.Double));

    /// <summary>SQL's <c>regr_avgx</c>.</summary>
    public static Column RegrAvgx(Column y, Column x) => Call("regr_avgx", y, x);

    /// <summary>SQL's <c>regr_avgy</c>.</summary>
    public static Column RegrAvgy(Column y, Column x) => Call("regr_avgy", y, x);

    /// <summary>SQL's <c>regr_count</c>.</summary>
    public static Column RegrCount(Column y, Column x) => Call("regr_count", y, x);

    /// <summary>SQL's <c>regr_intercept</c>.</summary>
    public static Column RegrIntercept(Column y, Column x) => Call("regr_intercept", y, x);

    /// <summary>SQL's <c>regr_r2</c>.</summary>
    public static Column RegrR2(Column y, Column x) => Call("regr_r2", y, x);

    /// <summary>SQL's <c>regr_slope</c>.</summary>
    public static Column RegrSlope(Column y, Column x) => Call("regr_slope", y, x);

    /// <summary>SQL's <c>regr_sxx</c>.</summary>
    public static Column RegrSxx(Column y, Column x) => Call("regr_sxx", y, x);

    /// <summary>SQL's <c>regr_sxy</c>.</summary>
    public static Column RegrSxy(Column y, Column x) => Call("regr_sxy", y, x);

    /// <summary>SQL's <c>regr_syy</c>.</summary>
    public static Column RegrSyy(Column y, Column x) => Call("regr_syy", y, x);

    /// <summary>SQL's <c>skewness</c>.</summary>
    public static Column Skewness(Column col) => Call("skewness", col);

    /// <summary>SQL's <c>some</c>.</summary>
    public static Column Some(Column col) => Call("some", col);

    /// <summary>SQL's <c>std</c>.</summary>
    public static Column Std(Column col) => Call("std", col);

    /// <summary>SQL's <c>stddev</c>.</summary>
    public static Column Stddev(Column col) => Call("stddev", col);

    /// <summary>SQL's <c>stddev_pop</c>.</summary>
    public static Column StddevPop(Column col) => Call("stddev_pop", col);

    /// <summary>SQL's <c>stddev_samp</c>.</summary>
    public static Column StddevSamp(Column col) => Call("stddev_samp", col);

    /// <summary>SQL's <c>string_agg</c>.</summary>
    public static Column StringAgg(Column col, object? delimiter = null) => CallGiven("string_agg", col, delimiter);

    /// <summary>SQL's <c>string_agg(DISTINCT …)</c>.</summary>
    public static Column StringAggDistinct(Column col, object? delimiter = null) => Distinct("string_agg", delimiter is null ? [col] : [col, Lit(delimiter)]);

    /// <summary>SQL's <c>sum</c>.</summary>
    public static Column Sum(Column col) => Call("sum", col);

    /// <summary>SQL's <c>try_avg</c>.</summary>
    public static Column TryAvg(Column col) => Call("try_avg", col);

    /// <summary>SQL's <c>try_sum</c>.</summary>
    public static Column TrySum(Column col) => Call("try_sum", col);

    /// <summary>SQL's <c>var_pop</c>.</summary>
    public static Column VarPop(Column col) => Call("var_pop", col);

    /// <summary>SQL's <c>var_samp</c>.</summary>
    public static Column VarSamp(Column col) => Call("var_samp", col);

    /// <summary>SQL's <c>variance</c>.</summary>
    public static Column Variance(Column col) => Call("variance", col);
}
