using Spindle.Tpch.RandomStreams;
using Spindle.Tpch.Text;

namespace Spindle.Tpch.Columns;

/// <summary>
/// A comment that for one supplier in a thousand speaks of its customers: "Customer " and, after a gap of the comment's own
/// text, "Complaints" or "Recommends", written over it.
/// </summary>
internal unsafe struct SupplierComment() : ITextKernel
{
    private const int Average = 63;
    private const int RemarkLength = 19;

    private UnitStream text = new(Streams.SupplierComment);
    private UnitStream remark = new(Streams.SupplierRemark);
    private UnitStream kind = new(Streams.SupplierRemarkKind);
    private UnitStream gap = new(Streams.SupplierRemarkGap);
    private UnitStream offset = new(Streams.SupplierRemarkOffset);

    public readonly int MaxLength => PooledTextColumn.SliceMax(Average);

    public readonly int AverageLength => Average;

    public void Seek(long unit)
    {
        text.Seek(unit);
        remark.Seek(unit);
        kind.Seek(unit);
        gap.Seek(unit);
        offset.Seek(unit);
    }

    public void BeginUnit()
    {
        text.BeginUnit();
        remark.BeginUnit();
        kind.BeginUnit();
        gap.BeginUnit();
        offset.BeginUnit();
    }

    public int Write(byte* target)
    {
        var min = PooledTextColumn.SliceMin(Average);
        var offset = (int)text.Draw(TextPool.Size - MaxLength + 1);
        var length = min + (int)text.Draw(MaxLength - min + 1);
        TextPool.Shared.Copy(offset, length, target);

        if (1 + remark.Draw(10_000) <= 10)
        {
            var gap = (int)this.gap.Draw(length - RemarkLength + 1);
            var at = target + this.offset.Draw(length - RemarkLength - gap + 1);
            "Customer "u8.CopyTo(new Span<byte>(at, 9));
            (kind.Draw(101) < 50 ? "Complaints"u8 : "Recommends"u8).CopyTo(new Span<byte>(at + 9 + gap, 10));
        }
        return length;
    }
}
