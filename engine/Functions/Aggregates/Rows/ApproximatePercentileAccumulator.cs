using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Functions.Scalars.Nested;

namespace Spindle.Functions.Aggregates.Rows;

/// <summary>
/// <c>percentile_approx</c>: an actual value whose rank is about the share asked for. Shares closer to an end than one part in <paramref name="accuracy"/> give the end itself; the ranks
/// between are exact, as Greenwald and Khanna's summary keeps them while it need not forget rows.
/// </summary>
internal sealed class ApproximatePercentileAccumulator(DataType type, double[] fractions, long accuracy, DataType result, MemoryBudget budget) : RowsAccumulator([type], result, budget)
{
    private readonly DataType result = result;

    protected override object? Result(object?[][] rows)
    {
        if (rows.Length == 0)
            return null;
        var sorted = rows.Select(r => r[0]).Order(BoxedOrder.Instance).ToArray();
        return result is ArrayType ? ValueList.Create<object?>([.. fractions.Select(f => At(sorted, f))]) : At(sorted, fractions[0]);
    }

    private object? At(object?[] sorted, double fraction)
    {
        var error = 1.0 / accuracy;
        if (fraction <= error || sorted.Length == 1)
            return sorted[0];
        return fraction >= 1 - error ? sorted[^1] : sorted[Math.Clamp((int)Math.Ceiling(fraction * sorted.Length) - 1, 0, sorted.Length - 1)];
    }
}
