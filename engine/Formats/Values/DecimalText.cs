using System.Globalization;
using System.Text;
using Spindle.Columnar.Numerics;

namespace Spindle.Formats.Values;

/// <summary>Decimals as text.</summary>
public static class DecimalText
{
    /// <summary>The most bytes that a formatted decimal takes: sign, 38 digits and up to 38 zeros after a point, or an exponent.</summary>
    public const int MaxLength = 48;

    /// <summary>Reads a decimal with optional sign, point and exponent, rounded half up to the scale. Digits of any script count.</summary>
    public static DecimalParse TryParse(ReadOnlySpan<byte> text, int precision, int scale, out Int128 unscaled)
    {
        unscaled = 0;
        text = TextTrim.Trim(text);
        var reader = new DecimalReader();
        if (!reader.Read(text))
            return DecimalParse.Malformed;
        // The number is Digits * 10^Exponent, and what was dropped behind.
        if (reader.Digits == 0)
            return DecimalParse.Ok;
        var exponent = reader.Exponent;
        if (PowersOfTen.Digits(reader.Digits) + exponent > DecimalShape.MaxPrecision)
            return DecimalParse.OutOfRange;
        if (exponent + scale >= 0)
        {
            var up = exponent + scale;
            if (up == 0 && reader.RoundsUp)
                reader.Digits += reader.Digits < 0 ? -1 : 1;
            if (up > PowersOfTen.MaxInt128Exponent || !DecimalArithmetic.TryRescale(reader.Digits, 0, precision, (int)up, out unscaled))
                return DecimalParse.DoesNotFit;
            return DecimalParse.Ok;
        }
        unscaled = DecimalArithmetic.DivideByPowerOfTen(reader.Digits, (int)Math.Min(-(exponent + scale), 1_000));
        return PowersOfTen.Fits(unscaled, precision) ? DecimalParse.Ok : DecimalParse.DoesNotFit;
    }

    /// <summary>
    /// Reads the number's own value and scale, which is how an untyped literal such as <c>1.50</c> gets its type; false where it is not a number or has
    /// more than 38 digits. The scale is negative where an exponent says so.
    /// </summary>
    public static bool TryParseExact(ReadOnlySpan<byte> text, out Int128 unscaled, out int scale)
    {
        var reader = new DecimalReader();
        var ok = reader.Read(TextTrim.Trim(text)) && !reader.Dropped && Math.Abs(reader.Exponent) < 100_000;
        unscaled = reader.Digits;
        scale = ok ? (int)-reader.Exponent : 0;
        return ok;
    }

    /// <summary>Writes all digits: <c>-0.0100</c> for -100 at scale 4.</summary>
    public static int Format(Int128 unscaled, int scale, Span<byte> target)
    {
        Span<byte> digits = stackalloc byte[39];
        var count = Digits(unscaled, digits);
        var length = 0;
        if (unscaled < 0)
            target[length++] = (byte)'-';
        var integral = count - scale;
        if (integral <= 0)
        {
            target[length++] = (byte)'0';
        }
        else
        {
            digits[..integral].CopyTo(target[length..]);
            length += integral;
        }
        if (scale == 0)
            return length;
        target[length++] = (byte)'.';
        for (var zeros = integral; zeros < 0; zeros++)
            target[length++] = (byte)'0';
        var fraction = digits[Math.Max(integral, 0)..count];
        fraction.CopyTo(target[length..]);
        return length + fraction.Length;
    }

    /// <summary>Writes as Java's <c>BigDecimal.toString</c>, which uses an exponent for values below 0.000001 (<c>1E-7</c>); Spark's casts do so where ANSI mode is off.</summary>
    public static int FormatScientific(Int128 unscaled, int scale, Span<byte> target)
    {
        Span<byte> digits = stackalloc byte[39];
        var count = Digits(unscaled, digits);
        var exponent = count - 1 - scale;
        if (exponent >= -6)
            return Format(unscaled, scale, target);
        var length = 0;
        if (unscaled < 0)
            target[length++] = (byte)'-';
        target[length++] = digits[0];
        if (count > 1)
        {
            target[length++] = (byte)'.';
            digits[1..count].CopyTo(target[length..]);
            length += count - 1;
        }
        target[length++] = (byte)'E';
        return length + IntegerText.Format(exponent, target[length..]);
    }

    private static int Digits(Int128 unscaled, Span<byte> digits)
    {
        if (unscaled == (long)unscaled)
        {
            var size = (ulong)Math.Abs((decimal)(long)unscaled);
            size.TryFormat(digits, out var written, provider: CultureInfo.InvariantCulture);
            return written;
        }
        ((UInt128)(unscaled < 0 ? -unscaled : unscaled)).TryFormat(digits, out var length, provider: CultureInfo.InvariantCulture);
        return length;
    }

    /// <summary>Reads sign, digits, point and exponent. The first 38 significant digits are kept; of the rest only whether they are zero and round up.</summary>
    private ref struct DecimalReader
    {
        public Int128 Digits;
        public long Exponent;
        public bool Dropped;
        public bool RoundsUp;
        private bool full;

        public bool Read(ReadOnlySpan<byte> text)
        {
            var negative = !text.IsEmpty && text[0] == '-';
            if (!text.IsEmpty && text[0] is (byte)'-' or (byte)'+')
                text = text[1..];
            var (seen, point) = (false, false);
            while (!text.IsEmpty)
            {
                if (text[0] == '.' && !point)
                {
                    point = true;
                    text = text[1..];
                    continue;
                }
                if (text[0] is (byte)'e' or (byte)'E')
                {
                    if (!seen || !IntegerTextAt(text[1..], out var power))
                        return false;
                    Exponent += power;
                    text = default;
                    break;
                }
                if (!TryDigit(ref text, out var digit))
                    return false;
                seen = true;
                Add(digit, point);
            }
            if (negative)
                Digits = -Digits;
            return seen;
        }

        private void Add(int digit, bool afterPoint)
        {
            // 10^37 < 2^124: one more digit always fits.
            if (Digits < PowersOfTen.Int128(37))
            {
                Digits = Digits * 10 + digit;
                Exponent -= afterPoint ? 1 : 0;
                return;
            }
            RoundsUp |= !full && digit >= 5;
            full = true;
            Dropped |= digit != 0;
            Exponent += afterPoint ? 0 : 1;
        }

        private static bool IntegerTextAt(ReadOnlySpan<byte> text, out long power)
        {
            power = 0;
            return !text.IsEmpty && !TextTrim.IsBlank(text[0]) && !TextTrim.IsBlank(text[^1]) && IntegerText.TryParse(text, out power)
                && power == (int)power;
        }

        private static bool TryDigit(ref ReadOnlySpan<byte> text, out int digit)
        {
            digit = text[0] - '0';
            if ((uint)digit <= 9)
            {
                text = text[1..];
                return true;
            }
            if (text[0] < 0x80)
                return false;
            Rune.DecodeFromUtf8(text, out var rune, out var length);
            // Java's BigDecimal looks at UTF-16 units, so digits outside the basic plane are none.
            digit = rune.IsBmp ? CharUnicodeInfo.GetDecimalDigitValue((char)rune.Value) : -1;
            text = text[length..];
            return digit >= 0;
        }
    }
}
