using Spindle.Columnar.Numerics;

namespace Spindle.Functions.Scalars.Numbers;

/// <summary>Which way a value between two neighbours goes.</summary>
internal enum RoundingKind : byte
{
    HalfUp,
    HalfEven,
    Ceiling,
    Floor,
}

/// <summary>Rounding of unscaled decimals.</summary>
internal static class Rounding
{
    /// <summary>The value without its last <paramref name="drop"/> digits.</summary>
    public static Int128 Drop(Int128 value, int drop, RoundingKind kind)
    {
        if (drop <= 0)
            return value;
        if (drop > PowersOfTen.MaxInt128Exponent)
            return kind == RoundingKind.Ceiling && value > 0 ? 1 : kind == RoundingKind.Floor && value < 0 ? -1 : 0;
        var unit = PowersOfTen.Int128(drop);
        var (quotient, remainder) = Int128.DivRem(value, unit);
        if (remainder == 0)
            return quotient;
        var size = Int128.Abs(remainder);
        var away = kind switch
        {
            RoundingKind.HalfUp => size >= unit - size,
            RoundingKind.HalfEven => size > unit - size || (size == unit - size && (quotient & 1) != 0),
            RoundingKind.Ceiling => value > 0,
            _ => value < 0,
        };
        return away ? quotient + (value < 0 ? -1 : 1) : quotient;
    }

    /// <summary><see cref="Drop(Int128, int, RoundingKind)"/> of 64 bits, of which 1 to 18 digits are dropped: <paramref name="unit"/> is that power of ten.</summary>
    public static long Drop(long value, long unit, RoundingKind kind)
    {
        var (quotient, remainder) = Math.DivRem(value, unit);
        if (remainder == 0)
            return quotient;
        var size = Math.Abs(remainder);
        var away = kind switch
        {
            RoundingKind.HalfUp => size >= unit - size,
            RoundingKind.HalfEven => size > unit - size || (size == unit - size && (quotient & 1) != 0),
            RoundingKind.Ceiling => value > 0,
            _ => value < 0,
        };
        return away ? quotient + (value < 0 ? -1 : 1) : quotient;
    }

    /// <summary>Rounds at a number of digits after the point, of which the result has at least 0: at -2 the last two digits before the point become zeros.</summary>
    /// <returns>False where the result needs more than 38 digits.</returns>
    public static bool TryRound(Int128 value, int scale, int digits, RoundingKind kind, out Int128 result)
    {
        result = Drop(value, scale - digits, kind);
        if (digits >= 0)
            return true;
        if (result == 0)
            return true;
        if (-digits > PowersOfTen.MaxInt128Exponent || !PowersOfTen.Fits(result, Math.Max(1, 38 + digits)))
            return false;
        result *= PowersOfTen.Int128(-digits);
        return true;
    }
}
