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

    private UnitStream _text = new(Streams.SupplierComment);
    private UnitStream _remark = new(Streams.SupplierRemark);
    private UnitStream _kind = new(Streams.SupplierRemarkKind);
    private UnitStream _gap = new(Streams.SupplierRemarkGap);
    private UnitStream _offset = new(Streams.SupplierRemarkOffset);

    public readonly int MaxLength => PooledTextColumn.SliceMax(Average);

    public readonly int AverageLength => Average;

    public void Seek(long unit)
    {
        _text.Seek(unit);
        _remark.Seek(unit);
        _kind.Seek(unit);
        _gap.Seek(unit);
        _offset.Seek(unit);
    }

    public void BeginUnit()
    {
        _text.BeginUnit();
        _remark.BeginUnit();
        _kind.BeginUnit();
        _gap.BeginUnit();
        _offset.BeginUnit();
    }

    public int Write(byte* target)
    {
        var min = PooledTextColumn.SliceMin(Average);
        var offset = (int)_text.Draw(TextPool.Size - MaxLength + 1);
        var length = min + (int)_text.Draw(MaxLength - min + 1);
        TextPool.Shared.Copy(offset, length, target);

        if (1 + _remark.Draw(10_000) <= 10)
        {
            var gap = (int)_gap.Draw(length - RemarkLength + 1);
            var at = target + _offset.Draw(length - RemarkLength - gap + 1);
            "Customer "u8.CopyTo(new Span<byte>(at, 9));
            (_kind.Draw(101) < 50 ? "Complaints"u8 : "Recommends"u8).CopyTo(new Span<byte>(at + 9 + gap, 10));
        }
        return length;
    }
}
