using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;

namespace Spindle.Functions.Aggregates.Rows;

/// <summary>
/// <c>histogram_numeric</c>: at most so many bins of centre and weight, by the streaming histogram of Ben-Haim and Tom-Tov: every value is a bin of its own until there are too many, then the two
/// closest neighbours become one at their weighted mean. Centres have the type of the values.
/// </summary>
internal sealed class HistogramAccumulator(DataType type, int bins, DataType result, MemoryBudget budget) : RowsAccumulator([type], result, budget)
{
    private readonly DataType type = type;

    protected override object? Result(object?[][] rows)
    {
        if (rows.Length == 0)
            return null;
        var histogram = new List<(double Centre, double Weight)>();
        foreach (var row in rows)
            Add(histogram, Number(row[0]!));
        return ValueList.Create<object?>([.. histogram.Select(b => (object?)ValueList.Create<object?>([Centre(b.Centre), b.Weight]))]);
    }

    private void Add(List<(double Centre, double Weight)> histogram, double value)
    {
        int low = 0, high = histogram.Count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (histogram[middle].Centre > value)
                high = middle;
            else if (histogram[middle].Centre < value)
                low = middle + 1;
            else
            {
                histogram[middle] = (value, histogram[middle].Weight + 1);
                return;
            }

            // Not a number compares with nothing: it goes before what it meets.
            if (double.IsNaN(value) || double.IsNaN(histogram[middle].Centre))
                break;
        }

        histogram.Insert(low, (value, 1));
        if (histogram.Count > bins)
            MergeClosest(histogram);
    }

    private static void MergeClosest(List<(double Centre, double Weight)> histogram)
    {
        var closest = 0;
        for (var i = 1; i < histogram.Count - 1; i++)
            if (histogram[i + 1].Centre - histogram[i].Centre < histogram[closest + 1].Centre - histogram[closest].Centre)
                closest = i;
        var (left, right) = (histogram[closest], histogram[closest + 1]);
        var weight = left.Weight + right.Weight;
        histogram[closest] = ((left.Centre * left.Weight + right.Centre * right.Weight) / weight, weight);
        histogram.RemoveAt(closest + 1);
    }

    private double Number(object value) => value switch
    {
        Int128 unscaled => (double)unscaled / Math.Pow(10, ((DecimalType)type).Scale),
        double d => d,
        float f => f,
        long l => l,
        int i => i,
        short s => s,
        sbyte b => b,
        _ => throw new System.Diagnostics.UnreachableException(type.Name),
    };

    private object Centre(double value) => type switch
    {
        DecimalType d => (Int128)Math.Round(value * Math.Pow(10, d.Scale), MidpointRounding.AwayFromZero),
        FloatType => (float)value,
        ByteType => (sbyte)value,
        ShortType => (short)value,
        DoubleType => value,
        _ when type.Physical == PhysicalType.Int64 => (long)value,
        _ => (int)value,
    };
}
