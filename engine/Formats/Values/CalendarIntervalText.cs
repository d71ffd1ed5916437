using Spindle.Columnar.Time;
using Spindle.Columnar.Types;

namespace Spindle.Formats.Values;

/// <summary>Calendar intervals as text.</summary>
public static class CalendarIntervalText
{
    /// <summary>The most bytes that a formatted interval takes.</summary>
    public const int MaxLength = 128;

    /// <summary>
    /// Reads numbers with their units, <c>[interval] 1 year -2 days 3.5 seconds</c>: years down to microseconds, singular or plural. Only seconds may
    /// have a fraction. False when a part leaves its range.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out CalendarInterval value)
    {
        value = default;
        text = TextTrim.Trim(text);
        if (text.Length > 8 && TextTrim.EqualsIgnoreCase(text[..8], "interval"u8) && TextTrim.IsBlank(text[8]))
            text = TextTrim.Trim(text[8..]);
        if (text.IsEmpty)
            return false;
        long months = 0, days = 0;
        Int128 micros = 0;
        while (!text.IsEmpty)
        {
            if (!TryNumber(ref text, out var number, out var fraction, out var hasFraction))
                return false;
            var end = 0;
            while (end < text.Length && !TextTrim.IsBlank(text[end]))
                end++;
            var unit = text[..end];
            text = TextTrim.Trim(text[end..]);
            if (hasFraction && !Is(unit, "second"u8))
                return false;
            // Past this even the sum of all parts is out of range, and below it no product overflows.
            if (number is > 1L << 58 or < -(1L << 58))
                return false;
            if (Is(unit, "year"u8))
                months += number * 12;
            else if (Is(unit, "month"u8))
                months += number;
            else if (Is(unit, "week"u8))
                days += number * 7;
            else if (Is(unit, "day"u8))
                days += number;
            else if (Is(unit, "hour"u8))
                micros += (Int128)number * TimeUnits.MicrosPerHour;
            else if (Is(unit, "minute"u8))
                micros += (Int128)number * TimeUnits.MicrosPerMinute;
            else if (Is(unit, "second"u8))
                micros += (Int128)number * TimeUnits.MicrosPerSecond + fraction;
            else if (Is(unit, "millisecond"u8))
                micros += (Int128)number * TimeUnits.MicrosPerMilli;
            else if (Is(unit, "microsecond"u8))
                micros += number;
            else
                return false;
            if (months != (int)months || days != (int)days)
                return false;
        }
        value = new CalendarInterval((int)months, (int)days, (long)micros);
        return micros == (long)micros;
    }

    /// <summary>Writes the parts that are not zero: <c>1 years 2 months 3 days 4 hours 5 minutes 6.789 seconds</c>; <c>0 seconds</c> for nothing.</summary>
    public static int Format(CalendarInterval value, Span<byte> target)
    {
        var length = 0;
        Append(value.Months / 12, " years "u8, target, ref length);
        Append(value.Months % 12, " months "u8, target, ref length);
        Append(value.Days, " days "u8, target, ref length);
        Append(value.Microseconds / TimeUnits.MicrosPerHour, " hours "u8, target, ref length);
        Append(value.Microseconds / TimeUnits.MicrosPerMinute % 60, " minutes "u8, target, ref length);
        var rest = value.Microseconds % TimeUnits.MicrosPerMinute;
        if (rest != 0 || length == 0)
        {
            if (rest < 0)
                target[length++] = (byte)'-';
            rest = Math.Abs(rest);
            length += IntegerText.Format(rest / TimeUnits.MicrosPerSecond, target[length..]);
            length += PaddedText.FormatFraction((int)(rest % TimeUnits.MicrosPerSecond), target[length..]);
            " seconds "u8.CopyTo(target[length..]);
            length += 9;
        }
        return length - 1;
    }

    private static void Append(long number, ReadOnlySpan<byte> unit, Span<byte> target, ref int length)
    {
        if (number == 0)
            return;
        length += IntegerText.Format(number, target[length..]);
        unit.CopyTo(target[length..]);
        length += unit.Length;
    }

    /// <summary>A signed number and, in microseconds, its fraction of up to nine digits; white space after it is needed and skipped.</summary>
    private static bool TryNumber(ref ReadOnlySpan<byte> text, out long number, out long fraction, out bool hasFraction)
    {
        (number, fraction, hasFraction) = (0, 0, false);
        var negative = text[0] == '-';
        if (text[0] is (byte)'-' or (byte)'+')
            text = TextTrim.Trim(text[1..]);
        var whole = IntervalLiteral.TryDigits(ref text, 18, out number);
        if (!text.IsEmpty && text[0] == '.')
        {
            hasFraction = true;
            text = text[1..];
            var before = text.Length;
            if (!IntervalLiteral.TryDigits(ref text, 9, out fraction) && !whole)
                return false;
            for (var digits = before - text.Length; digits < 9; digits++)
                fraction *= 10;
            fraction /= 1_000;
        }
        else if (!whole)
        {
            return false;
        }
        if (negative)
            (number, fraction) = (-number, -fraction);
        if (text.IsEmpty || !TextTrim.IsBlank(text[0]))
            return false;
        text = TextTrim.Trim(text);
        return true;
    }

    private static bool Is(ReadOnlySpan<byte> unit, ReadOnlySpan<byte> lower) =>
        TextTrim.EqualsIgnoreCase(unit, lower) || (unit.Length == lower.Length + 1 && unit[^1] is (byte)'s' or (byte)'S' && TextTrim.EqualsIgnoreCase(unit[..^1], lower));
}
