using System.Diagnostics;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Functions.Evaluation;
using Spindle.Functions.Scalars.Nested;
using Spindle.Columnar.Errors;

namespace Spindle.Functions.Aggregates.Rows;

/// <summary>
/// Percentiles over all values of a group, numbers or intervals: between neighbours by linear interpolation (<c>percentile</c>, <c>percentile_cont</c>, <c>median</c>), or an actual value
/// (<c>percentile_disc</c>). A second input, where there is one, says how often each value counts.
/// </summary>
/// <param name="fractions">Each within [0, 1]; not a number counts as 0.</param>
/// <param name="result">DOUBLE or an interval, or an array of it where several were asked for.</param>
internal sealed class PercentileAccumulator(IReadOnlyList<DataType> inputs, double[] fractions, bool discrete, bool descending, DataType result, Origin origin, MemoryBudget budget)
    : RowsAccumulator(inputs, result, budget)
{
    private readonly DataType result = result;
    private readonly DataType element = result is ArrayType array ? array.Element : result;

    protected override object? Result(object?[][] rows)
    {
        var values = new List<(double Value, long Count)>();
        foreach (var row in rows)
            if (Count(row) is > 0 and var count)
                values.Add((Number(row[0]!), count));
        if (values.Count == 0)
            return null;
        values.Sort((l, r) => BoxedOrder.Instance.Compare(l.Value, r.Value));
        if (descending)
            values.Reverse();
        var ends = new long[values.Count];
        var total = 0L;
        for (var i = 0; i < ends.Length; i++)
            ends[i] = total += values[i].Count;
        return result is ArrayType ? ValueList.Create<object?>([.. fractions.Select(f => At(f))]) : At(fractions[0]);

        object At(double fraction)
        {
            if (discrete)
                return Value(Of(Math.Max(0, (long)Math.Ceiling(fraction * total) - 1)));
            var place = double.IsNaN(fraction) ? 0 : (total - 1) * fraction;
            var (below, above) = ((long)Math.Floor(place), (long)Math.Ceiling(place));
            var (low, high) = (Of(below), Of(above));
            return Value(below == above || low == high ? low : (above - place) * low + (place - below) * high);
        }

        double Of(long place)
        {
            var at = Array.BinarySearch(ends, place + 1);
            return values[at < 0 ? ~at : at].Value;
        }
    }

    private long Count(object?[] row)
    {
        if (row.Length == 1)
            return 1;
        var count = row[1] is null ? 0 : Convert.ToInt64(row[1], System.Globalization.CultureInfo.InvariantCulture);
        return count >= 0 ? count : throw EvaluationErrors.Of("NEGATIVE_VALUES_IN_FREQUENCY_EXPRESSION", "22003", $"a value cannot count {count} times", origin, ("negativeValue", $"{count}L"));
    }

    private static double Number(object value) => value switch
    {
        double d => d,
        int months => months,
        long micros => micros,
        _ => throw new UnreachableException(value.GetType().Name),
    };

    private object Value(double value) => element.Physical switch
    {
        PhysicalType.Float64 => (object)value,
        PhysicalType.Int32 => (int)value,
        _ => (long)value,
    };
}
