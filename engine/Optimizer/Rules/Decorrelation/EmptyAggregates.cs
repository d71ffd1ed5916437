using Spindle.Plans.Expressions;

namespace Spindle.Optimizer.Rules.Decorrelation;

/// <summary>What aggregate functions give for no rows.</summary>
internal static class EmptyAggregates
{
    private static readonly HashSet<string> Counts = ["count", "count_if", "regr_count", "approx_count_distinct"];

    private static readonly HashSet<string> Nulls =
    [
        "sum", "avg", "min", "max", "first", "last", "any_value", "bool_and", "bool_or", "every", "some", "any", "stddev", "stddev_samp", "stddev_pop", "std", "variance",
        "var_samp", "var_pop", "min_by", "max_by", "mode", "median", "percentile", "corr", "covar_samp", "covar_pop", "skewness", "kurtosis", "mean", "bit_and", "bit_or", "bit_xor",
    ];

    public static bool IsKnown(Expression call) => call is AggregateCall { Function: var function } && (Counts.Contains(function) || Nulls.Contains(function));

    public static Literal Value(AggregateCall call) => Counts.Contains(call.Function) ? new Literal(0L, call.Type) : Literal.Null(call.Type);
}
