using Spindle.Tpch.Columns;
using Spindle.Tpch.RandomStreams;

namespace Spindle.Tpch.Tables;

/// <summary>Walks over a range of a table's units in batches; any range can be walked without the ones before it.</summary>
public sealed class UnitReader
{
    private readonly UnitBatch batch;
    private readonly int rowsPerUnit;
    private readonly int maxRows;
    private readonly long end;
    private readonly byte[]? lines;
    private UnitStream lineCounts = new(Streams.OrderLineCount);
    private long next;
    private int pendingLines;

    internal UnitReader(int? rowsPerUnit, long firstUnit, long units, int maxRows)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxRows, Streams.MaxLinesPerOrder);
        this.rowsPerUnit = rowsPerUnit ?? 0;
        this.maxRows = maxRows;
        next = firstUnit;
        end = firstUnit + units;
        if (rowsPerUnit is { } fanout)
        {
            batch = new UnitBatch(fanout);
            return;
        }

        lines = new byte[maxRows];
        batch = new UnitBatch(lines);
        lineCounts.Seek(firstUnit);
        pendingLines = NextLineCount();
    }

    /// <summary>The batch that <see cref="MoveNext"/> has moved to; the same object every time.</summary>
    public UnitBatch Current => batch;

    /// <summary>Steps to the next units, whole ones and at most the rows asked for; false at the end.</summary>
    public bool MoveNext()
    {
        if (next >= end)
            return false;

        var units = 0;
        var rows = 0;
        if (lines is null)
        {
            units = (int)Math.Min(end - next, maxRows / rowsPerUnit);
            rows = units * rowsPerUnit;
        }
        else
        {
            for (; next + units < end && rows + pendingLines <= maxRows; pendingLines = NextLineCount())
            {
                lines[units++] = (byte)pendingLines;
                rows += pendingLines;
            }
        }

        batch.Set(next, units, rows);
        next += units;
        return true;
    }

    private int NextLineCount()
    {
        lineCounts.BeginUnit();
        return 1 + (int)lineCounts.Draw(Streams.MaxLinesPerOrder);
    }
}
