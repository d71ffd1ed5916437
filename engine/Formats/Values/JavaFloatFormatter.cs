using System.Numerics;

namespace Spindle.Formats.Values;

/// <summary>
/// Floating-point numbers in decimal as Java's <c>Double.toString</c> printed them up to version 18, and so as Spark prints them. It develops digits one by
/// one until the rest is inside half a unit of the last binary place, but it is not the shortest such text: powers of two use a symmetric interval, at least
/// two digits are developed in exponent form, and large integers drop only whole insignificant digits.
/// </summary>
internal static class JavaFloatFormatter
{
    private const int DoubleFractionBits = 52;

    // Binary exponents whose values convert through a 64-bit integer when they have no fraction.
    private const int MaxIntegerExponent = 62;

    /// <summary>Writes sign and digits.</summary>
    /// <param name="negative">The sign bit.</param>
    /// <param name="biased">The exponent field.</param>
    /// <param name="fraction">The fraction field.</param>
    /// <param name="width">Bits in the fraction field: 52 or 23.</param>
    /// <param name="target">At least <see cref="FloatText.MaxLength"/> bytes.</param>
    public static int Format(bool negative, int biased, ulong fraction, int width, Span<byte> target)
    {
        var length = 0;
        if (negative)
            target[length++] = (byte)'-';
        if (biased == 0 && fraction == 0)
        {
            "0.0"u8.CopyTo(target[length..]);
            return length + 3;
        }
        var significant = width + 1;
        if (biased == 0)
        {
            // Subnormal: shift the leading bit to where a normal number has it.
            var shift = BitOperations.LeadingZeroCount(fraction) - (63 - width);
            fraction <<= shift;
            biased = 1 - shift;
            significant -= shift;
        }
        var bias = width == DoubleFractionBits ? 1_023 : 127;
        fraction = (fraction | 1UL << width) << (DoubleFractionBits - width);
        Span<byte> digits = stackalloc byte[32];
        var (count, point) = Develop(fraction, biased - bias, significant, digits);
        return length + Place(digits[..count], point, target[length..]);
    }

    /// <summary>The digits of fraction * 2^(exponent - 52), and how many of them stand before the point.</summary>
    private static (int Count, int Point) Develop(ulong fraction, int exponent, int significant, Span<byte> digits)
    {
        var tail = BitOperations.TrailingZeroCount(fraction);
        var bits = DoubleFractionBits + 1 - tail;
        var below = Math.Max(0, bits - exponent - 1);
        if (below == 0 && exponent <= MaxIntegerExponent)
        {
            var insignificant = exponent > significant ? DigitsBelowPowerOfTwo(exponent - significant - 1) : 0;
            var value = exponent >= DoubleFractionBits ? fraction << (exponent - DoubleFractionBits) : fraction >> (DoubleFractionBits - exponent);
            return DevelopInteger(value, insignificant, digits);
        }

        // value = b / s * 10^power with 1 <= b / s < 10 (or one place off); m is half a unit of the last binary place in the same scale.
        var power = EstimatePower(fraction, exponent);
        var b5 = Math.Max(0, -power);
        var s5 = Math.Max(0, power);
        var b2 = b5 + below + exponent;
        var s2 = s5 + below;
        var m2 = b2 - significant;
        fraction >>= tail;
        b2 -= bits - 1;
        var common = Math.Min(b2, s2);
        b2 -= common;
        s2 -= common;
        m2 -= common;
        // Below a power of two the neighbour is only half as far.
        if (bits == 1)
            m2--;
        if (m2 < 0)
        {
            b2 -= m2;
            s2 -= m2;
            m2 = 0;
        }

        var bWidth = bits + b2 + BitsOfPowerOfFive(b5);
        var sWidth = s2 + 1 + BitsOfPowerOfFive(s5 + 1);
        // Java's 64-bit path stops digits only strictly past the interval's upper end; its wider path stops on it as well.
        var inclusive = bWidth >= 64 || sWidth >= 64;
        return Math.Max(bWidth, sWidth) < 118
            ? Iterate((UInt128)fraction * Pow5(b5) << b2, Pow5(s5) << s2, Pow5(b5) << m2, power, inclusive, digits)
            : Iterate(
                (fraction * BigInteger.Pow(5, b5)) << b2, BigInteger.Pow(5, s5) << s2, BigInteger.Pow(5, b5) << m2, power, inclusive, digits);
    }

    private static (int Count, int Point) Iterate<T>(T b, T s, T m, int power, bool inclusive, Span<byte> digits)
        where T : struct, IBinaryInteger<T>
    {
        var ten = T.CreateTruncating(10);
        var tens = s * ten;
        var count = 0;
        var digit = Next();
        var low = b < m;
        var high = Above();
        if (digit == 0 && !high)
            power--;
        else
            digits[count++] = (byte)digit;
        // Exponent form always shows a digit after the point.
        if (power is < -3 or >= 8)
            low = high = false;
        while (!low && !high)
        {
            digits[count++] = (byte)Next();
            low = b < m;
            high = Above();
        }
        if (high && (!low || IsRoundedUp(digits[count - 1])))
            RoundUp(digits[..count], ref power);
        return (count, power + 1);

        int Next()
        {
            var (quotient, remainder) = T.DivRem(b, s);
            b = remainder * ten;
            m *= ten;
            return int.CreateTruncating(quotient);
        }

        bool Above() => inclusive ? b + m >= tens : b + m > tens;

        bool IsRoundedUp(byte last)
        {
            var order = (b + b).CompareTo(tens);
            return order > 0 || (order == 0 && (last & 1) != 0);
        }
    }

    private static void RoundUp(Span<byte> digits, ref int power)
    {
        var at = digits.Length - 1;
        while (digits[at] == 9)
        {
            digits[at] = 0;
            if (at-- == 0)
            {
                digits[0] = 1;
                power++;
                return;
            }
        }
        digits[at]++;
    }

    private static (int Count, int Point) DevelopInteger(ulong value, int insignificant, Span<byte> digits)
    {
        var dropped = insignificant;
        if (insignificant > 0)
        {
            var unit = 1UL;
            for (var i = 0; i < insignificant; i++)
                unit *= 10;
            var (quotient, residue) = Math.DivRem(value, unit);
            value = residue >= unit >> 1 ? quotient + 1 : quotient;
        }
        while (value % 10 == 0)
        {
            value /= 10;
            dropped++;
        }
        var count = 0;
        for (; value != 0; value /= 10)
            digits[count++] = (byte)(value % 10);
        digits[..count].Reverse();
        return (count, count + dropped);
    }

    /// <summary>Sets the point, or the exponent where the value is not in [0.001, 10^7).</summary>
    private static int Place(ReadOnlySpan<byte> digits, int point, Span<byte> target)
    {
        var length = 0;
        if (point is > 0 and < 8)
        {
            for (var i = 0; i < point; i++)
                target[length++] = (byte)('0' + (i < digits.Length ? digits[i] : 0));
            target[length++] = (byte)'.';
            if (digits.Length <= point)
                target[length++] = (byte)'0';
            for (var i = point; i < digits.Length; i++)
                target[length++] = (byte)('0' + digits[i]);
            return length;
        }
        if (point is > -3 and <= 0)
        {
            target[length++] = (byte)'0';
            target[length++] = (byte)'.';
            for (var i = point; i < 0; i++)
                target[length++] = (byte)'0';
            foreach (var digit in digits)
                target[length++] = (byte)('0' + digit);
            return length;
        }
        target[length++] = (byte)('0' + digits[0]);
        target[length++] = (byte)'.';
        if (digits.Length == 1)
            target[length++] = (byte)'0';
        for (var i = 1; i < digits.Length; i++)
            target[length++] = (byte)('0' + digits[i]);
        target[length++] = (byte)'E';
        return length + IntegerText.Format(point - 1, target[length..]);
    }

    /// <summary>floor(log10(value)), or one less, by a line through the mantissa and the exponent's share.</summary>
    private static int EstimatePower(ulong fraction, int exponent)
    {
        var mantissa = BitConverter.UInt64BitsToDouble(0x3FF0_0000_0000_0000 | (fraction & 0xF_FFFF_FFFF_FFFF));
        return (int)Math.Floor((mantissa - 1.5) * 0.289529654 + 0.176091259 + exponent * 0.301029995663981);
    }

    /// <summary>Decimal digits that lie wholly below 2^power.</summary>
    private static int DigitsBelowPowerOfTwo(int power) => power > 1 ? (int)(power * 0.30102999566398120) : 0;

    /// <summary>The bits that 5^power adds to a product: exact from 1 to 26, where Java's table ends.</summary>
    private static int BitsOfPowerOfFive(int power) => power == 0 ? 0 : power <= 26 ? (int)(power * 2.32192809488736235) + 1 : power * 3;

    private static UInt128 Pow5(int power)
    {
        UInt128 result = 1;
        for (var i = 0; i < power; i++)
            result *= 5;
        return result;
    }
}
