using Spindle.Columnar.Time;

namespace Spindle.Formats.Values;

/// <summary>
/// Dates and local times as the JVM's older classes show them: the 5th to the 14th of October 1582, which the hybrid calendar does not have, as the 15th; the year 0 as 1, the year -1 as 2; no
/// plus sign before years of five digits.
/// </summary>
public static class HybridDateText
{
    private static readonly int GapStart = Calendar.DaysFromCivil(1582, 10, 5);
    private static readonly int GapEnd = Calendar.DaysFromCivil(1582, 10, 15);

    /// <returns>How many bytes of <paramref name="target"/> are written.</returns>
    public static int Format(int days, Span<byte> target) => Unsigned(days, target, DateText.Format(Shown(days), target));

    /// <inheritdoc cref="Format(int, Span{byte})"/>
    /// <param name="localMicros">Microseconds of the local clock since 1970.</param>
    public static int Format(long localMicros, Span<byte> target)
    {
        var day = TimeUnits.DayOf(localMicros);
        return Unsigned(day, target, TimestampText.Format(localMicros + (Shown(day) - day) * TimeUnits.MicrosPerDay, target));
    }

    private static int Shown(int days) => days >= GapStart && days < GapEnd ? GapEnd : days;

    /// <summary>The text with the year of the era in the place of the year with its sign.</summary>
    private static int Unsigned(int days, Span<byte> target, int length)
    {
        var year = Calendar.Year(days);
        if (year is > 0 and <= 9999)
            return length;
        // What follows the year begins at the first hyphen after the sign.
        var rest = target[..length][1..].IndexOf((byte)'-') + 1;
        Span<byte> tail = stackalloc byte[length - rest];
        target[rest..length].CopyTo(tail);
        var shown = year > 0 ? year : 1 - year;
        shown.TryFormat(target, out var digits, "0000", System.Globalization.CultureInfo.InvariantCulture);
        tail.CopyTo(target[digits..]);
        return digits + tail.Length;
    }
}
