using System.Diagnostics;
using System.Numerics;

namespace Spindle.Columnar.Numerics;

/// <summary>
/// Arithmetic on 128-bit unscaled decimals. Each operation computes the exact result, rounds it half up (away from zero) to the scale asked for, and
/// returns false, with the result undefined, when that needs more digits than <c>precision</c>. Operands have at most 38 digits.
/// </summary>
public static class DecimalArithmetic
{
    // Spark divides to this many decimals first and rounds a second time to the result's scale.
    private const int QuotientScale = 39;

    /// <summary>Up to here the first of the two roundings of a quotient of 64-bit values shows in no result.</summary>
    public const int MaxNarrowScale = 20;

    /// <summary>Brings a value from one scale to another.</summary>
    public static bool TryRescale(Int128 value, int scale, int precision, int newScale, out Int128 result)
    {
        if (newScale == scale)
        {
            result = value;
            return PowersOfTen.Fits(value, precision);
        }
        var up = newScale - scale;
        if (up > 0)
        {
            // value * 10^up fits when value has at most precision - up digits.
            if (value == 0 || (up < precision && PowersOfTen.Fits(value, precision - up)))
            {
                result = value == 0 ? 0 : value * PowersOfTen.Int128(up);
                return true;
            }
            result = 0;
            return false;
        }
        result = DivideByPowerOfTen(value, -up);
        return PowersOfTen.Fits(result, precision);
    }

    /// <summary>The quotient by a power of ten, rounded half up. Any exponent from 0 on.</summary>
    public static Int128 DivideByPowerOfTen(Int128 value, int exponent)
    {
        if (exponent == 0)
            return value;
        if (exponent > PowersOfTen.MaxInt128Exponent)
            return 0;
        if (value == (long)value && exponent <= PowersOfTen.MaxInt64Exponent)
            return Decimal64.DivideByPowerOfTen((long)value, exponent);
        var divisor = PowersOfTen.Int128(exponent);
        var (quotient, remainder) = Int128.DivRem(value, divisor);
        var size = remainder < 0 ? -remainder : remainder;
        // remainder * 2 >= divisor, without leaving 128 bits
        return size >= divisor - size ? quotient + (value < 0 ? -1 : 1) : quotient;
    }

    public static bool TryAdd(Int128 left, int leftScale, Int128 right, int rightScale, int precision, int scale, out Int128 result)
    {
        var common = Math.Max(leftScale, rightScale);
        // Two values of 37 digits sum inside 128 bits.
        if (TryRescale(left, leftScale, 37, common, out var a) && TryRescale(right, rightScale, 37, common, out var b))
            return TryRescale(a + b, common, precision, scale, out result);
        return TryAddWide(left, common - leftScale, right, common - rightScale, common, precision, scale, out result);
    }

    public static bool TrySubtract(Int128 left, int leftScale, Int128 right, int rightScale, int precision, int scale, out Int128 result) =>
        TryAdd(left, leftScale, -right, rightScale, precision, scale, out result);

    public static bool TryMultiply(Int128 left, int leftScale, Int128 right, int rightScale, int precision, int scale, out Int128 result)
    {
        if (left == (long)left && right == (long)right)
            return TryRescale(Product((long)left, (long)right), leftScale + rightScale, precision, scale, out result);
        var product = UInt256.Multiply(Size(left), Size(right));
        return TryRound(product, left < 0 ^ right < 0, leftScale + rightScale, precision, scale, out result);
    }

    /// <summary>The quotient. The divisor is not zero: the caller decides what a division by zero means.</summary>
    public static bool TryDivide(Int128 left, int leftScale, Int128 right, int rightScale, int precision, int scale, out Int128 result)
    {
        // left / right at the result's scale is left * 10^shift / right.
        var shift = scale - leftScale + rightScale;
        var dividend = new UInt256(0, Size(left));
        UInt256 divisor = new(0, Size(right));
        result = 0;
        var negative = left < 0 ^ right < 0;
        if (left == 0)
            return true;
        if (shift >= 0)
        {
            // A dividend of over 256 bits is a quotient of over 38 digits.
            if (!TryScaleUp(dividend, shift, out dividend))
                return false;
        }
        else if (!TryScaleUp(divisor, -shift, out divisor))
        {
            return true;
        }
        if (divisor.High != 0)
            return DivideByWide(dividend.Low, divisor, negative, out result);
        var (quotient, remainder) = dividend.DivRem(divisor.Low);
        if (quotient.High != 0 || quotient.Low > (UInt128)Int128.MaxValue)
            return false;
        var size = (Int128)quotient.Low;
        if (RoundsUp(remainder, divisor.Low, scale))
            size++;
        result = negative ? -size : size;
        return PowersOfTen.Fits(result, precision);
    }

    /// <summary>
    /// The quotient of values of 64 bits where <c>left * 10^shift / right</c>, with 0 to 18 for the shift, is the result at a scale of at most <see cref="MaxNarrowScale"/>: long
    /// division by hand, as many digits at a time as 64 bits have room for. The divisor is not zero.
    /// </summary>
    public static bool TryDivideNarrow(long left, long right, int shift, int precision, out Int128 result)
    {
        var divisor = Size(right);
        var (whole, rest) = Math.DivRem(Size(left), divisor);
        // The remainder is below the divisor, so that it may be scaled up by as many digits as the divisor lacks to 64 bits.
        var room = BitOperations.LeadingZeroCount(divisor) * 1233 >> 12;
        var fraction = 0UL;
        for (var digits = shift; digits > 0;)
        {
            var step = Math.Min(digits, room);
            if (step == 0)
            {
                result = 0;
                return false;
            }

            var power = (ulong)PowersOfTen.Int64(step);
            (var next, rest) = Math.DivRem(rest * power, divisor);
            fraction = fraction * power + next;
            digits -= step;
        }

        var high = Math.BigMul(whole, (ulong)PowersOfTen.Int64(shift), out var low);
        var size = (Int128)new UInt128(high, low) + fraction;
        if (rest >= divisor - rest)
            size++;
        result = left < 0 ^ right < 0 ? -size : size;
        return PowersOfTen.Fits(result, precision);
    }

    /// <summary>The remainder, with the dividend's sign. The divisor is not zero.</summary>
    public static bool TryRemainder(Int128 left, int leftScale, Int128 right, int rightScale, int precision, int scale, out Int128 result)
    {
        var common = Math.Max(leftScale, rightScale);
        var dividend = new UInt256(0, Size(left));
        UInt256 divisor = new(0, Size(right));
        if (!TryScaleUp(dividend, common - leftScale, out dividend) || !TryScaleUp(divisor, common - rightScale, out divisor))
            throw new UnreachableException("scales of at most 38 keep 38 digits inside 256 bits");
        // The remainder is below the divisor and at most the dividend, one of which was not scaled up: it fits 128 bits.
        var remainder = divisor.High != 0 ? dividend.Low : dividend.DivRem(divisor.Low).Remainder;
        return TryRound(new UInt256(0, remainder), left < 0, common, precision, scale, out result);
    }

    /// <summary>The integral part of the quotient. The divisor is not zero.</summary>
    public static bool TryIntegralDivide(Int128 left, int leftScale, Int128 right, int rightScale, int precision, out Int128 result)
    {
        var common = Math.Max(leftScale, rightScale);
        var dividend = new UInt256(0, Size(left));
        UInt256 divisor = new(0, Size(right));
        if (!TryScaleUp(dividend, common - leftScale, out dividend) || !TryScaleUp(divisor, common - rightScale, out divisor))
            throw new UnreachableException("scales of at most 38 keep 38 digits inside 256 bits");
        result = 0;
        if (divisor.High != 0)
            return true;
        var quotient = dividend.DivRem(divisor.Low).Quotient;
        if (quotient.High != 0 || quotient.Low > (UInt128)Int128.MaxValue)
            return false;
        result = left < 0 ^ right < 0 ? -(Int128)quotient.Low : (Int128)quotient.Low;
        return PowersOfTen.Fits(result, precision);
    }

    /// <summary>Compares two values of different scales.</summary>
    public static int Compare(Int128 left, int leftScale, Int128 right, int rightScale)
    {
        if (leftScale == rightScale)
            return left.CompareTo(right);
        if (left < 0 != right < 0)
            return left < 0 ? -1 : 1;
        var leftSize = new UInt256(0, Size(left));
        UInt256 rightSize = new(0, Size(right));
        if (!TryScaleUp(leftSize, Math.Max(0, rightScale - leftScale), out leftSize) || !TryScaleUp(rightSize, Math.Max(0, leftScale - rightScale), out rightSize))
            throw new UnreachableException("scales of at most 38 keep 38 digits inside 256 bits");
        return left < 0 ? -Compare(leftSize, rightSize) : Compare(leftSize, rightSize);
    }

    private static bool TryAddWide(Int128 left, int leftUp, Int128 right, int rightUp, int common, int precision, int scale, out Int128 result)
    {
        if (!TryScaleUp(new UInt256(0, Size(left)), leftUp, out var a) || !TryScaleUp(new UInt256(0, Size(right)), rightUp, out var b))
            throw new UnreachableException("scales of at most 38 keep 38 digits inside 256 bits");
        if (left < 0 == right < 0)
            return TryRound(Plus(a, b), left < 0, common, precision, scale, out result);
        return Compare(a, b) >= 0
            ? TryRound(Minus(a, b), left < 0, common, precision, scale, out result)
            : TryRound(Minus(b, a), right < 0, common, precision, scale, out result);
    }

    private static bool TryRound(UInt256 size, bool negative, int scale, int precision, int newScale, out Int128 result)
    {
        result = 0;
        if (newScale < scale)
        {
            var drop = scale - newScale;
            // Over 38 digits go in two steps: a lower step's remainder only matters as "not zero", which half up ignores.
            if (drop > PowersOfTen.MaxInt128Exponent)
            {
                size = size.DivRem((UInt128)PowersOfTen.Int128(drop - PowersOfTen.MaxInt128Exponent)).Quotient;
                drop = PowersOfTen.MaxInt128Exponent;
            }
            var divisor = (UInt128)PowersOfTen.Int128(drop);
            (size, var remainder) = size.DivRem(divisor);
            if (remainder >= divisor - remainder)
                size = Plus(size, new UInt256(0, 1));
        }
        else if (!TryScaleUp(size, newScale - scale, out size))
        {
            return false;
        }
        if (size.High != 0 || size.Low >= (UInt128)PowersOfTen.Int128(precision))
            return false;
        result = negative ? -(Int128)size.Low : (Int128)size.Low;
        return true;
    }

    private static bool TryScaleUp(UInt256 value, int exponent, out UInt256 result)
    {
        result = value;
        if (value.High == 0 && value.Low == 0)
            return true;
        for (; exponent > 0; exponent -= PowersOfTen.MaxInt128Exponent)
            if (!result.TryMultiply((UInt128)PowersOfTen.Int128(Math.Min(exponent, PowersOfTen.MaxInt128Exponent)), out result))
                return false;
        return true;
    }

    /// <summary>
    /// Whether a quotient's fraction remainder / divisor rounds up: it does from a half on, and also when rounding it to <see cref="QuotientScale"/>
    /// decimals makes it a half, because Spark rounds twice.
    /// </summary>
    private static bool RoundsUp(UInt128 remainder, UInt128 divisor, int scale)
    {
        var rest = divisor - remainder;
        if (remainder >= rest)
            return true;
        return rest - remainder <= divisor / (UInt128)PowersOfTen.Int128(Math.Min(QuotientScale - scale, PowersOfTen.MaxInt128Exponent));
    }

    private static bool DivideByWide(UInt128 dividend, UInt256 divisor, bool negative, out Int128 result)
    {
        // The divisor exceeds 128 bits, the dividend does not: the quotient is 0, or 1 once rounded.
        var doubled = new UInt256(dividend >> 127, dividend << 1);
        var up = doubled.High > divisor.High || (doubled.High == divisor.High && doubled.Low >= divisor.Low);
        result = up ? (negative ? -1 : 1) : 0;
        return true;
    }

    private static Int128 Product(long left, long right)
    {
        var high = Math.BigMul(left, right, out var low);
        return new Int128((ulong)high, (ulong)low);
    }

    private static UInt256 Plus(UInt256 left, UInt256 right)
    {
        var low = unchecked(left.Low + right.Low);
        return new UInt256(unchecked(left.High + right.High + (low < right.Low ? 1u : 0u)), low);
    }

    private static UInt256 Minus(UInt256 left, UInt256 right) =>
        new(unchecked(left.High - right.High - (left.Low < right.Low ? 1u : 0u)), unchecked(left.Low - right.Low));

    private static int Compare(UInt256 left, UInt256 right) =>
        left.High != right.High ? left.High.CompareTo(right.High) : left.Low.CompareTo(right.Low);

    private static ulong Size(long value) => unchecked(value < 0 ? 0UL - (ulong)value : (ulong)value);

    private static UInt128 Size(Int128 value) => (UInt128)(value < 0 ? -value : value);
}
