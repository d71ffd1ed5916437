using Spindle.Columnar.Memory;
using Spindle.Columnar.Vectors;

namespace Spindle.Formats.Records;

/// <summary>A validity bitmap that is not there before the first null.</summary>
internal unsafe struct LaneValidity(int length, MemoryBudget budget)
{
    private NativeBuffer? bits;

    public void SetNull(int lane)
    {
        if (bits is null)
        {
            bits = budget.Allocate(Bits.BytesFor(length));
            Bits.SetAll(bits.Pointer, length);
        }

        Bits.Put(bits.Pointer, lane, false);
    }

    /// <summary>The bitmap, which the caller owns; null where no lane is null.</summary>
    public NativeBuffer? Take()
    {
        var taken = bits;
        bits = null;
        return taken;
    }
}
