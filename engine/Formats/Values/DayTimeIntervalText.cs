using System.Text;
using Spindle.Columnar.Time;
using Spindle.Columnar.Types;

namespace Spindle.Formats.Values;

/// <summary>Day-time intervals as text.</summary>
public static class DayTimeIntervalText
{
    /// <summary>The most bytes that a formatted interval takes.</summary>
    public const int MaxLength = 64;

    private static readonly long[] Units = [TimeUnits.MicrosPerDay, TimeUnits.MicrosPerHour, TimeUnits.MicrosPerMinute, TimeUnits.MicrosPerSecond];
    private static readonly int[] Limits = [int.MaxValue, 23, 59, 59];

    /// <summary>Reads the type's fields, as in <c>[+-]d h:m:s.n</c>, bare or as a whole literal, into microseconds.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, DayTimeIntervalType type, out long micros)
    {
        micros = 0;
        if (!IntervalLiteral.TryUnwrap(text, Encoding.ASCII.GetBytes(Fields(type).ToLowerInvariant()), out var body, out var negative))
            return false;
        Int128 total = 0;
        for (var field = type.Start; field <= type.End; field++)
        {
            if (field > type.Start)
            {
                if (body.IsEmpty || body[0] != (field == DayTimeField.Hour ? ' ' : ':'))
                    return false;
                body = body[1..];
            }
            var isFirst = field == type.Start;
            if (!IntervalLiteral.TryDigits(ref body, isFirst ? 18 : 2, out var value) || (!isFirst && value > Limits[(int)field]))
                return false;
            total += (Int128)value * Units[(int)field];
        }
        if (type.End == DayTimeField.Second && !body.IsEmpty && body[0] == '.' && !TryFraction(ref body, ref total))
            return false;
        total = negative ? -total : total;
        micros = (long)total;
        return body.IsEmpty && micros == total;
    }

    /// <summary>Writes the ANSI literal: <c>INTERVAL '1 02:03:04.000005' DAY TO SECOND</c>.</summary>
    public static int Format(long micros, DayTimeIntervalType type, Span<byte> target)
    {
        "INTERVAL '"u8.CopyTo(target);
        var length = 10;
        if (micros < 0)
            target[length++] = (byte)'-';
        var rest = Size(micros);
        for (var field = type.Start; field <= type.End; field++)
        {
            if (field > type.Start)
                target[length++] = field == DayTimeField.Hour ? (byte)' ' : (byte)':';
            var unit = (ulong)Units[(int)field];
            // The first field may have any number of digits; a day has no leading zero.
            length += FormatNumber(rest / unit, field == DayTimeField.Day ? 1 : 2, target[length..]);
            rest %= unit;
        }
        if (type.End == DayTimeField.Second)
            length += PaddedText.FormatFraction((int)rest, target[length..]);
        "' "u8.CopyTo(target[length..]);
        length += 2;
        return length + Encoding.ASCII.GetBytes(Fields(type), target[length..]);
    }

    /// <summary>Writes all fields with nanoseconds: <c>1 02:03:04.000005000</c>.</summary>
    public static int FormatHive(long micros, Span<byte> target)
    {
        var length = 0;
        if (micros < 0)
            target[length++] = (byte)'-';
        var rest = Size(micros);
        length += FormatNumber(rest / (ulong)TimeUnits.MicrosPerDay, 1, target[length..]);
        target[length++] = (byte)' ';
        var timeOfDay = (long)(rest % (ulong)TimeUnits.MicrosPerDay);
        PaddedText.FormatTime(timeOfDay, target[length..]);
        target[length + 8] = (byte)'.';
        PaddedText.Format((int)(timeOfDay % TimeUnits.MicrosPerSecond), 6, target[(length + 9)..]);
        "000"u8.CopyTo(target[(length + 15)..]);
        return length + 18;
    }

    private static ulong Size(long micros) => micros < 0 ? unchecked(0UL - (ulong)micros) : (ulong)micros;

    private static int FormatNumber(ulong value, int width, Span<byte> target) =>
        value < 10 && width == 2 ? PaddedText.Format((int)value, 2, target) : IntegerText.Format((long)value, target);

    /// <summary>1 to 9 digits after the point, of which six count.</summary>
    private static bool TryFraction(ref ReadOnlySpan<byte> body, ref Int128 micros)
    {
        body = body[1..];
        var before = body.Length;
        if (!IntervalLiteral.TryDigits(ref body, 9, out var value))
            return false;
        for (var digits = before - body.Length; digits < 9; digits++)
            value *= 10;
        micros += value / 1_000;
        return true;
    }

    private static string Fields(DayTimeIntervalType type) => type.Name["interval ".Length..].ToUpperInvariant();
}
