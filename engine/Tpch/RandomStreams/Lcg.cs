using System.Runtime.CompilerServices;

namespace Spindle.Tpch.RandomStreams;

/// <summary>
/// Park and Miller's "minimal standard" generator: s' = 16807 s mod (2^31 - 1), states 1 .. 2^31 - 2.
/// As a state is the first one times a power of the multiplier, any position is reached in O(log n).
/// </summary>
internal static class Lcg
{
    public const long Multiplier = 16807;
    public const long Modulus = int.MaxValue;

    /// <summary>The state after <paramref name="state"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Next(long state) => Multiply(state, Multiplier);

    /// <summary>a b mod (2^31 - 1) for 0 &lt; a, b &lt; 2^31 - 1: as 2^31 = 1 in this ring, the high bits are added to the low ones.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Multiply(long a, long b)
    {
        var product = a * b;
        var folded = (product & Modulus) + (product >> 31);
        return folded >= Modulus ? folded - Modulus : folded;
    }

    /// <summary>value^exponent mod (2^31 - 1).</summary>
    public static long Power(long value, long exponent)
    {
        var result = 1L;
        for (var factor = value; exponent > 0; exponent >>= 1)
        {
            if ((exponent & 1) != 0)
                result = Multiply(result, factor);
            factor = Multiply(factor, factor);
        }
        return result;
    }

    /// <summary>Maps a state to 0 .. range - 1. The order of the floating point operations is part of the data's definition.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Scale(long state, double range) => (long)(state / 2147483647.0 * range);
}
