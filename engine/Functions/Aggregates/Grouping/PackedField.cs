namespace Spindle.Functions.Aggregates.Grouping;

/// <summary>
/// Where one key column lies in a packed word, and how its values become codes: null is 0, a value v is v - Min + 1. Strings are first numbered by an intern table.
/// </summary>
internal struct PackedField
{
    public long Min;
    public int Bits;
    public int Shift;

    // All values at the last widening.
    private long low;
    private long high;

    /// <summary>Codes of values are in [1, Limit].</summary>
    public readonly ulong Limit => (1UL << Bits) - 1;

    public readonly bool Holds(long value) => unchecked((ulong)value - (ulong)Min) < Limit;

    public readonly ulong Mask => ((1UL << Bits) - 1) << Shift;

    /// <summary>
    /// The field widened for values in [low, high], which are all that it holds and is to hold. It gets a bit more than it had at least, so that few widenings lead to any width; what there is to spare lies
    /// where values have come since the last widening: below, above or shared out. A single value out of order moves no range away from where the next ones come. Bits is 64 where no field can.
    /// </summary>
    public readonly PackedField Including(long low, long high)
    {
        var span = unchecked((ulong)high - (ulong)low);
        if (span >= 1UL << 61)
            return this with { Bits = 64 };
        // Values v in [low, high] take codes 1 .. span + 1.
        var bits = Math.Max(64 - System.Numerics.BitOperations.LeadingZeroCount(span + 2), Bits == 0 ? 0 : Bits + 1);
        if (bits > 63)
            return this with { Bits = 64 };
        var spare = (1UL << bits) - 2 - span;
        var (down, up) = Bits == 0 ? (0, 0) : (Math.Max(0, (double)this.low - low), Math.Max(0, (double)high - this.high));
        var below = down == 0 ? 0 : (ulong)(spare * (down / (down + up)));
        var min = low >= long.MinValue + (long)below ? low - (long)below : low;
        return new PackedField { Min = min, Bits = bits, low = low, high = high };
    }
}
