using System.Runtime.CompilerServices;

namespace Spindle.Columnar.Numerics;

/// <summary>Powers of ten by exponent.</summary>
public static class PowersOfTen
{
    /// <summary>The largest exponent whose power fits a long.</summary>
    public const int MaxInt64Exponent = 18;

    /// <summary>The largest exponent whose power fits an Int128.</summary>
    public const int MaxInt128Exponent = 38;

    private static readonly long[] Longs = Fill64();
    private static readonly Int128[] Wides = Fill128();

    /// <summary>10 to the power of 0 to 18.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Int64(int exponent) => Longs[exponent];

    /// <summary>10 to the power of 0 to 38.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Int128 Int128(int exponent) => Wides[exponent];

    /// <summary>Whether a value has at most <paramref name="precision"/> digits (1 to 38).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Fits(Int128 value, int precision)
    {
        var limit = Wides[precision];
        return value < limit && value > -limit;
    }

    /// <summary>Whether a value has at most <paramref name="precision"/> digits; every long fits 19.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Fits(long value, int precision) =>
        precision > MaxInt64Exponent || (value < Longs[precision] && value > -Longs[precision]);

    /// <summary>The number of decimal digits of a value; 1 for zero.</summary>
    public static int Digits(Int128 value)
    {
        var size = value < 0 ? (UInt128)(-value) : (UInt128)value;
        var digits = 1;
        while (digits <= MaxInt128Exponent && size >= (UInt128)Wides[digits])
            digits++;
        return digits;
    }

    private static long[] Fill64()
    {
        var powers = new long[MaxInt64Exponent + 1];
        powers[0] = 1;
        for (var i = 1; i < powers.Length; i++)
            powers[i] = powers[i - 1] * 10;
        return powers;
    }

    private static Int128[] Fill128()
    {
        var powers = new Int128[MaxInt128Exponent + 1];
        powers[0] = 1;
        for (var i = 1; i < powers.Length; i++)
            powers[i] = powers[i - 1] * 10;
        return powers;
    }
}
