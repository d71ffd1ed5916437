using Spindle.Tpch.Columns;
using Spindle.Tpch.RandomStreams;

namespace Spindle.Tpch.Tables;

/// <summary>Walks over a range of a table's units in batches; any range can be walked without the ones before it.</summary>
public sealed class UnitReader
{
    private readonly UnitBatch _batch;
    private readonly int _rowsPerUnit;
    private readonly int _maxRows;
    private readonly long _end;
    private readonly byte[]? _lines;
    private UnitStream _lineCounts = new(Streams.OrderLineCount);
    private long _next;
    private int _pendingLines;

    internal UnitReader(int? rowsPerUnit, long firstUnit, long units, int maxRows)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxRows, Streams.MaxLinesPerOrder);
        _rowsPerUnit = rowsPerUnit ?? 0;
        _maxRows = maxRows;
        _next = firstUnit;
        _end = firstUnit + units;
        if (rowsPerUnit is { } fanout)
        {
            _batch = new UnitBatch(fanout);
            return;
        }

        _lines = new byte[maxRows];
        _batch = new UnitBatch(_lines);
        _lineCounts.Seek(firstUnit);
        _pendingLines = NextLineCount();
    }

    /// <summary>The batch that <see cref="MoveNext"/> has moved to; the same object every time.</summary>
    public UnitBatch Current => _batch;

    /// <summary>Steps to the next units, whole ones and at most the rows asked for; false at the end.</summary>
    public bool MoveNext()
    {
        if (_next >= _end)
            return false;

        var units = 0;
        var rows = 0;
        if (_lines is null)
        {
            units = (int)Math.Min(_end - _next, _maxRows / _rowsPerUnit);
            rows = units * _rowsPerUnit;
        }
        else
        {
            for (; _next + units < _end && rows + _pendingLines <= _maxRows; _pendingLines = NextLineCount())
            {
                _lines[units++] = (byte)_pendingLines;
                rows += _pendingLines;
            }
        }

        _batch.Set(_next, units, rows);
        _next += units;
        return true;
    }

    private int NextLineCount()
    {
        _lineCounts.BeginUnit();
        return 1 + (int)_lineCounts.Draw(Streams.MaxLinesPerOrder);
    }
}
