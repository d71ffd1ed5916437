using Spindle.Columnar.Types;
using Spindle.Sources;
using Spindle.Storage.Parquet.Metadata;
using Spindle.Storage.Tables;

namespace Spindle.Storage.Parquet;

/// <summary>Gathers what a column's chunks say, and estimates from it.</summary>
internal sealed class ColumnSummary
{
    private object? min;
    private object? max;
    private bool hasBounds = true;
    private long nulls;
    private long bytes;
    private long values;

    // Distinct values of chunks that say how many they have, and the rows of these chunks.
    private long mostDistinct;
    private long distinct;
    private long countedRows;
    private long chunks;

    /// <summary>Counts rows of a file without the column.</summary>
    public void AddAbsent(long rows) => nulls = nulls < 0 ? -1 : nulls + rows;

    public void Forget()
    {
        hasBounds = false;
        nulls = -1;
        countedRows = long.MinValue;
    }

    public void Add(ColumnChunkRecord chunk, long rows, ColumnRange? range, long chunkDistinct)
    {
        if (rows == 0)
            return;
        var isAllNull = range is not null && range.NullCount == rows;
        nulls = nulls < 0 || range is null || range.NullCount < 0 ? -1 : nulls + range.NullCount;
        bytes += chunk.UncompressedSize;
        values += rows;
        if (chunkDistinct >= 0 && countedRows >= 0)
        {
            chunks++;
            distinct += chunkDistinct;
            mostDistinct = Math.Max(mostDistinct, chunkDistinct);
            countedRows += rows;
        }

        if (isAllNull || !hasBounds)
            return;
        if (range is not { Min: { } low, Max: { } high })
        {
            hasBounds = false;
            return;
        }

        min = min is null || Bounds.Compare(low, min) < 0 ? low : min;
        max = max is null || Bounds.Compare(high, max) > 0 ? high : max;
    }

    public ColumnStatistics Finish(long rows, DataType type)
    {
        var (low, high) = hasBounds ? (min, max) : (null, null);
        return new ColumnStatistics(low, high, Distinct(rows, low, high), nulls, type.Physical == PhysicalType.Bytes && values > 0 ? (double)bytes / values : -1);
    }

    /// <summary>
    /// Chunks that together repeat the same values have the table's values in each; chunks that hold different ranges add up. A chunk whose values are nearly all different says no more than
    /// that the column is near a key. Whole numbers cannot have more values than their bounds enclose.
    /// </summary>
    private long Distinct(long rows, object? low, object? high)
    {
        var enclosed = Enclosed(low, high);
        long estimate = -1;
        if (countedRows > 0)
        {
            var average = (double)distinct / chunks;
            var rowsPerChunk = (double)countedRows / chunks;
            estimate = average < rowsPerChunk / 16 ? mostDistinct : (long)Math.Min((double)distinct / countedRows * rows, rows);
        }

        if (enclosed < 0)
            return estimate;
        return estimate < 0 ? Math.Min(enclosed, rows) : Math.Min(estimate, enclosed);
    }

    private static long Enclosed(object? low, object? high)
    {
        Int128? width = (low, high) switch
        {
            (sbyte a, sbyte b) => (Int128)b - a,
            (short a, short b) => (Int128)b - a,
            (int a, int b) => (Int128)b - a,
            (long a, long b) => (Int128)b - a,
            (Int128 a, Int128 b) when a > long.MinValue && b < long.MaxValue => b - a,
            (bool a, bool b) => a == b ? 0 : 1,
            _ => null,
        };
        return width is { } w && w < long.MaxValue ? (long)w + 1 : -1;
    }
}
