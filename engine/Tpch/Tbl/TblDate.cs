using Spindle.Tpch.Columns;
using Spindle.Tpch.Text;

namespace Spindle.Tpch.Tbl;

/// <summary>A date as yyyy-mm-dd, looked up: the data has seven years of days.</summary>
internal sealed unsafe class TblDate(Int32Column column, int maxRows) : TblField
{
    private const int Length = 10;
    private static readonly byte[] Texts = AllDays();

    private readonly int[] days = new int[maxRows];

    public override int MaxLength => Length;

    public override void Load(UnitBatch batch) => column.Fill(batch, days);

    public override byte* Write(int row, byte* target)
    {
        Texts.AsSpan((days[row] - Calendar.Start) * Length, Length).CopyTo(new Span<byte>(target, Length));
        return target + Length;
    }

    private static byte[] AllDays()
    {
        var texts = new byte[Calendar.Days * Length];
        fixed (byte* at = texts)
        {
            for (var (day, date) = (0, new DateOnly(1992, 1, 1)); day < Calendar.Days; day++, date = date.AddDays(1))
            {
                var text = at + day * Length;
                Digits.WriteFixed(text, (ulong)date.Year, 4);
                text[4] = (byte)'-';
                Digits.WriteFixed(text + 5, (ulong)date.Month, 2);
                text[7] = (byte)'-';
                Digits.WriteFixed(text + 8, (ulong)date.Day, 2);
            }
        }
        return texts;
    }
}
