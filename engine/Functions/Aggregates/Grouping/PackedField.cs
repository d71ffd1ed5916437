namespace Spindle.Functions.Aggregates.Grouping;

/// <summary>
/// Where one key column lies in a packed word, and how its values become codes: null is 0, a value v is v - Min + 1. Strings are first numbered by an intern table.
/// </summary>
internal struct PackedField
{
    public long Min;
    public int Bits;
    public int Shift;

    /// <summary>Codes of values are in [1, Limit].</summary>
    public readonly ulong Limit => (1UL << Bits) - 1;

    public readonly bool Holds(long value) => unchecked((ulong)value - (ulong)Min) < Limit;

    public readonly ulong Mask => ((1UL << Bits) - 1) << Shift;

    /// <summary>The field widened so that it holds [low, high] besides what it held; with room to spare in the direction of growth. Bits is 64 where no field can.</summary>
    public readonly PackedField Including(long low, long high)
    {
        var first = Bits == 0;
        var newLow = first ? low : Math.Min(low, Min);
        var oldHigh = first ? high : unchecked(Min + (long)(Limit - 1));
        var newHigh = Math.Max(high, oldHigh);
        var span = unchecked((ulong)newHigh - (ulong)newLow);
        if (span >= 1UL << 61)
            return this with { Bits = 64 };
        // Values v in [newLow, newHigh] take codes 1 .. span + 1.
        var bits = 64 - System.Numerics.BitOperations.LeadingZeroCount(span + 2);
        var min = newLow;
        if (!first && low < Min)
        {
            // Growth downwards: the spare codes go below.
            var spare = (1UL << bits) - 2 - span;
            min = newLow >= long.MinValue + (long)spare ? newLow - (long)spare : newLow;
        }

        return new PackedField { Min = min, Bits = bits };
    }
}
