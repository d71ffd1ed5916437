using Spindle.Tpch.Columns;
using Spindle.Tpch.Tables;

namespace Spindle.Tpch.Tbl;

/// <summary>Writes ranges of a table as .tbl text: every field followed by a bar, every row by a newline. One for each thread.</summary>
internal sealed unsafe class TblFormatter
{
    private const int BatchRows = 1024;

    private readonly Table table;
    private readonly TblField[] fields;
    private readonly int maxBatchBytes;

    public TblFormatter(Table table)
    {
        this.table = table;
        fields = [.. table.Columns.Select(column => TblField.For(column, BatchRows))];
        maxBatchBytes = BatchRows * (1 + fields.Sum(f => f.MaxLength + 1));
    }

    /// <summary>Writes a range of units into the buffer, which grows as needed, and returns the bytes written.</summary>
    public int Write(long firstUnit, long units, ref byte[] buffer)
    {
        var length = 0;
        for (var reader = table.Read(firstUnit, units, BatchRows); reader.MoveNext();)
        {
            if (buffer.Length - length < maxBatchBytes)
                Array.Resize(ref buffer, Math.Max(buffer.Length * 2, length + maxBatchBytes));
            length += Write(reader.Current, buffer.AsSpan(length));
        }
        return length;
    }

    private int Write(UnitBatch batch, Span<byte> target)
    {
        foreach (var field in fields)
            field.Load(batch);

        fixed (byte* start = target)
        {
            var at = start;
            for (var row = 0; row < batch.Rows; row++)
            {
                foreach (var field in fields)
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
