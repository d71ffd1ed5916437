using Spindle.Columnar.Types;

namespace Spindle.Formats.Values;

/// <summary>Year-month intervals as text.</summary>
public static class YearMonthIntervalText
{
    /// <summary>The most bytes that a formatted interval takes.</summary>
    public const int MaxLength = 40;

    /// <summary>Reads <c>[+-]y-m</c> (or one number, where the type has one field), bare or as a whole literal, into months.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, YearMonthIntervalType type, out int months)
    {
        months = 0;
        if (!IntervalLiteral.TryUnwrap(text, Fields(type, upper: false), out var body, out var negative)
            || !IntervalLiteral.TryDigits(ref body, 10, out var first))
            return false;
        long total;
        if (type.Start == type.End)
        {
            total = type.Start == YearMonthField.Year ? first * 12 : first;
        }
        else
        {
            if (body.IsEmpty || body[0] != '-')
                return false;
            body = body[1..];
            if (!IntervalLiteral.TryDigits(ref body, 2, out var second) || second > 11)
                return false;
            total = first * 12 + second;
        }
        total = negative ? -total : total;
        months = (int)total;
        return body.IsEmpty && months == total;
    }

    /// <summary>Writes the ANSI literal: <c>INTERVAL '1-2' YEAR TO MONTH</c>.</summary>
    public static int Format(int months, YearMonthIntervalType type, Span<byte> target)
    {
        "INTERVAL '"u8.CopyTo(target);
        var length = 10;
        if (type.Start != type.End)
            length += FormatHive(months, target[length..]);
        else
            length += IntegerText.Format(type.Start == YearMonthField.Year ? months / 12 : months, target[length..]);
        "' "u8.CopyTo(target[length..]);
        length += 2;
        var fields = Fields(type, upper: true);
        fields.CopyTo(target[length..]);
        return length + fields.Length;
    }

    /// <summary>Writes years and months: <c>-0-3</c>.</summary>
    public static int FormatHive(int months, Span<byte> target)
    {
        var length = 0;
        if (months < 0)
            target[length++] = (byte)'-';
        var size = Math.Abs((long)months);
        length += IntegerText.Format(size / 12, target[length..]);
        target[length++] = (byte)'-';
        return length + IntegerText.Format(size % 12, target[length..]);
    }

    private static ReadOnlySpan<byte> Fields(YearMonthIntervalType type, bool upper) => (type.Start, type.End, upper) switch
    {
        (YearMonthField.Year, YearMonthField.Month, false) => "year to month"u8,
        (YearMonthField.Year, YearMonthField.Year, false) => "year"u8,
        (_, _, false) => "month"u8,
        (YearMonthField.Year, YearMonthField.Month, true) => "YEAR TO MONTH"u8,
        (YearMonthField.Year, YearMonthField.Year, true) => "YEAR"u8,
        _ => "MONTH"u8,
    };
}
