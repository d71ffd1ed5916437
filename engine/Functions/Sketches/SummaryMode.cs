namespace Spindle.Functions.Sketches;

/// <summary>How values of one key become one.</summary>
internal enum SummaryMode : byte
{
    Sum,
    Min,
    Max,
    AlwaysOne,
}

/// <summary>What a sketch of keys keeps beside each: nothing, a DOUBLE or an INT, as 64 bits; sums of INTs wrap around, as Spark's do.</summary>
internal readonly record struct KeySummary(SketchFamily Family)
{
    public bool IsDouble => Family == SketchFamily.TupleDouble;

    /// <summary>The bits of a value that is given; those of 1 where every value counts as that.</summary>
    public long Given(long bits, SummaryMode mode) => mode == SummaryMode.AlwaysOne ? Of(1) : bits;

    /// <summary>What stands for no value at all.</summary>
    public long Nothing(SummaryMode mode) => mode switch
    {
        SummaryMode.Min => IsDouble ? BitConverter.DoubleToInt64Bits(double.PositiveInfinity) : int.MaxValue,
        SummaryMode.Max => IsDouble ? BitConverter.DoubleToInt64Bits(double.NegativeInfinity) : int.MinValue,
        SummaryMode.AlwaysOne => Of(1),
        _ => 0,
    };

    public long Joined(long left, long right, SummaryMode mode)
    {
        if (mode == SummaryMode.AlwaysOne)
            return Of(1);
        if (!IsDouble)
            return mode switch { SummaryMode.Min => Math.Min(left, right), SummaryMode.Max => Math.Max(left, right), _ => unchecked((int)left + (int)right) };
        var (a, b) = (BitConverter.Int64BitsToDouble(left), BitConverter.Int64BitsToDouble(right));
        return BitConverter.DoubleToInt64Bits(mode switch { SummaryMode.Min => Math.Min(a, b), SummaryMode.Max => Math.Max(a, b), _ => a + b });
    }

    private long Of(long number) => IsDouble ? BitConverter.DoubleToInt64Bits(number) : number;
}
