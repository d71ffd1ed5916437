using Spindle.Tpch.Columns;
using Spindle.Tpch.Tables;

namespace Spindle.Tpch.Tbl;

/// <summary>Writes ranges of a table as .tbl text: every field followed by a bar, every row by a newline. One for each thread.</summary>
internal sealed unsafe class TblFormatter
{
    private const int BatchRows = 1024;

    private readonly Table _table;
    private readonly TblField[] _fields;
    private readonly int _maxBatchBytes;

    public TblFormatter(Table table)
    {
        _table = table;
        _fields = [.. table.Columns.Select(column => TblField.For(column, BatchRows))];
        _maxBatchBytes = BatchRows * (1 + _fields.Sum(f => f.MaxLength + 1));
    }

    /// <summary>Writes a range of units into the buffer, which grows as needed, and returns the bytes written.</summary>
    public int Write(long firstUnit, long units, ref byte[] buffer)
    {
        var length = 0;
        for (var reader = _table.Read(firstUnit, units, BatchRows); reader.MoveNext();)
        {
            if (buffer.Length - length < _maxBatchBytes)
                Array.Resize(ref buffer, Math.Max(buffer.Length * 2, length + _maxBatchBytes));
            length += Write(reader.Current, buffer.AsSpan(length));
        }
        return length;
    }

    private int Write(UnitBatch batch, Span<byte> target)
    {
        foreach (var field in _fields)
            field.Load(batch);

        fixed (byte* start = target)
        {
            var at = start;
            for (var row = 0; row < batch.Rows; row++)
            {
                foreach (var field in _fields)
                {
                    at = field.Write(row, at);
                    *at++ = (byte)'|';
                }
                *at++ = (byte)'\n';
            }
            return (int)(at - start);
        }
    }
}
