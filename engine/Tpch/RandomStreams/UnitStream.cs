using System.Runtime.CompilerServices;

namespace Spindle.Tpch.RandomStreams;

/// <summary>
/// One random stream, cut into units (a part, an order, ...). Every unit owns the same number of draws whether it uses
/// them or not, so unit u begins at seed · 16807^(draws · u) and units are independent of each other.
/// </summary>
internal struct UnitStream(StreamSeed seed)
{
    private readonly long first = seed.Value;
    private readonly long stride = Lcg.Power(Lcg.Multiplier, seed.DrawsPerUnit);
    private long unit;
    private long state;

    /// <summary>Makes <paramref name="unit"/> (from 0) the one that the next <see cref="BeginUnit"/> starts.</summary>
    public void Seek(long unit) => this.unit = Lcg.Multiply(first, Lcg.Power(stride, unit));

    /// <summary>Steps to the first draw of the next unit, whatever the last one has used.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void BeginUnit()
    {
        state = unit;
        unit = Lcg.Multiply(unit, stride);
    }

    /// <summary>A value of 0 .. range - 1 (for a negative range, -range + 1 .. 0).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Draw(double range)
    {
        state = Lcg.Next(state);
        return Lcg.Scale(state, range);
    }
}
