using System.Runtime.CompilerServices;

namespace Spindle.Columnar.Numerics;

/// <summary>The parts of decimal arithmetic that stay in 64 bits (up to 18 digits).</summary>
public static class Decimal64
{
    /// <summary>The most digits that every value of which fits a long.</summary>
    public const int MaxPrecision = 18;

    /// <summary>The quotient by 10 to the power of 0 to 18, rounded half up (away from zero).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long DivideByPowerOfTen(long value, int exponent)
    {
        var divisor = PowersOfTen.Int64(exponent);
        var quotient = value / divisor;
        var remainder = Math.Abs(value - quotient * divisor);
        // At exponent 0 the remainder is 0 and 0 >= 1 is false.
        return remainder >= divisor - remainder ? quotient + (value >> 63 | 1) : quotient;
    }

    /// <summary>Brings a value to another scale; false when the result needs more than <paramref name="precision"/> digits (at most 18).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryRescale(long value, int scale, int precision, int newScale, out long result)
    {
        if (newScale >= scale)
        {
            var up = newScale - scale;
            var high = up > MaxPrecision ? (value == 0 ? 0 : 1) : Math.BigMul(value, PowersOfTen.Int64(up), out result);
            result = up > MaxPrecision ? 0 : unchecked(value * PowersOfTen.Int64(up));
            return high == result >> 63 && PowersOfTen.Fits(result, precision);
        }
        var down = scale - newScale;
        result = down > MaxPrecision ? 0 : DivideByPowerOfTen(value, down);
        return PowersOfTen.Fits(result, precision);
    }
}
