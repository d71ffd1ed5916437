using Spindle.Tpch.Columns;
using Spindle.Tpch.Text;

namespace Spindle.Tpch.Tbl;

/// <summary>One column's values for a batch, and how a value is written as text.</summary>
internal abstract unsafe class TblField
{
    /// <summary>The most bytes that a value takes.</summary>
    public abstract int MaxLength { get; }

    /// <summary>Makes the batch's values.</summary>
    public abstract void Load(UnitBatch batch);

    /// <summary>Writes the value of a row and returns where it ends.</summary>
    public abstract byte* Write(int row, byte* target);

    public static TblField For(Column column, int maxRows) => column switch
    {
        Int64Column { Type: ColumnType.Decimal } c => new TblMoney(c, maxRows),
        Int64Column c => new TblInt64(c, maxRows),
        Int32Column { Type: ColumnType.Date } c => new TblDate(c, maxRows),
        Int32Column c => new TblInt32(c, maxRows),
        WordColumn c => new TblWord(c, maxRows),
        TextColumn c => new TblText(c, maxRows),
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}

internal sealed unsafe class TblInt64(Int64Column column, int maxRows) : TblField
{
    private readonly long[] values = new long[maxRows];

    public override int MaxLength => Digits.MaxLength;

    public override void Load(UnitBatch batch) => column.Fill(batch, values);

    public override byte* Write(int row, byte* target) => target + Digits.Write(target, values[row]);
}

internal sealed unsafe class TblInt32(Int32Column column, int maxRows) : TblField
{
    private readonly int[] values = new int[maxRows];

    public override int MaxLength => Digits.MaxLength;

    public override void Load(UnitBatch batch) => column.Fill(batch, values);

    public override byte* Write(int row, byte* target) => target + Digits.Write(target, values[row]);
}

internal sealed unsafe class TblMoney(Int64Column column, int maxRows) : TblField
{
    private readonly long[] values = new long[maxRows];
    private readonly bool showsFraction = column.ShowsFraction;

    public override int MaxLength => Digits.MaxLength + 2;

    public override void Load(UnitBatch batch) => column.Fill(batch, values);

    public override byte* Write(int row, byte* target)
    {
        var value = values[row];
        if (value < 0)
        {
            *target++ = (byte)'-';
            value = -value;
        }

        var whole = value / 100;
        target += Digits.Write(target, whole);
        if (!showsFraction)
            return target;

        *target++ = (byte)'.';
        Digits.WriteFixed(target, (ulong)(value - whole * 100), 2);
        return target + 2;
    }
}

internal sealed unsafe class TblWord(WordColumn column, int maxRows) : TblField
{
    private readonly int[] positions = new int[maxRows];
    private readonly WordList words = column.Words;

    public override int MaxLength => words.MaxLength;

    public override void Load(UnitBatch batch) => column.Fill(batch, positions);

    public override byte* Write(int row, byte* target)
    {
        var word = words.Utf8(positions[row]);
        word.CopyTo(new Span<byte>(target, word.Length));
        return target + word.Length;
    }
}

internal sealed unsafe class TblText(TextColumn column, int maxRows) : TblField
{
    private readonly byte[] utf8 = new byte[column.BufferLength(maxRows)];
    private readonly int[] ends = new int[maxRows];

    public override int MaxLength => column.MaxLength;

    public override void Load(UnitBatch batch) => column.Fill(batch, utf8, ends);

    public override byte* Write(int row, byte* target)
    {
        var start = row == 0 ? 0 : ends[row - 1];
        var text = utf8.AsSpan(start, ends[row] - start);
        text.CopyTo(new Span<byte>(target, text.Length));
        return target + text.Length;
    }
}
