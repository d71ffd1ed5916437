namespace Spindle.Formats.Csv.Reading;

/// <summary>The fields of up to <see cref="Capacity"/> records, column by column: cell (slot, row) is at <c>slot * Capacity + row</c>.</summary>
internal sealed class CsvRecords(int slots, int capacity)
{
    public readonly CsvCell[] Cells = new CsvCell[slots * capacity];
    public readonly int[] Starts = new int[capacity];
    public readonly int[] Lengths = new int[capacity];

    /// <summary>Fields of each record.</summary>
    public readonly int[] Widths = new int[capacity];

    private byte[] scratch = new byte[256];
    private int used;

    public int Capacity { get; } = capacity;

    public int Slots { get; } = slots;

    public int Count { get; set; }

    /// <summary>Text that had escapes.</summary>
    public ReadOnlySpan<byte> Scratch => scratch;

    public int ScratchUsed => used;

    public void Clear()
    {
        Count = 0;
        used = 0;
    }

    /// <summary>Adds a record that has no field.</summary>
    public void AddMissing(int start)
    {
        for (var slot = 0; slot < Slots; slot++)
            Cells[slot * Capacity + Count] = CsvCell.Missing;
        (Starts[Count], Lengths[Count], Widths[Count]) = (start, 0, 0);
        Count++;
    }

    public void Append(ReadOnlySpan<byte> text)
    {
        if (scratch.Length - used < text.Length)
            Array.Resize(ref scratch, Math.Max(scratch.Length * 2, used + text.Length));
        text.CopyTo(scratch.AsSpan(used));
        used += text.Length;
    }

    public ReadOnlySpan<byte> Text(CsvCell cell, ReadOnlySpan<byte> window) =>
        cell.Start >= 0 ? window.Slice(cell.Start, cell.Length) : scratch.AsSpan(~cell.Start, cell.Length);
}
