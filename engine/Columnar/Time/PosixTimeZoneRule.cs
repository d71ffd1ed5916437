using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace Spindle.Columnar.Time;

/// <summary>
/// The rule at the foot of a TZif file (POSIX <c>TZ</c>, with the extended hours of RFC 8536), which holds for every year after the last recorded
/// transition: <c>PST8PDT,M3.2.0,M11.1.0</c>.
/// </summary>
internal sealed class PosixTimeZoneRule
{
    private readonly int standardOffset;
    private readonly int daylightOffset;
    private readonly PosixChange toDaylight;
    private readonly PosixChange toStandard;

    private PosixTimeZoneRule(int standardOffset, int daylightOffset, PosixChange toDaylight, PosixChange toStandard, bool isFixed)
    {
        this.standardOffset = standardOffset;
        this.daylightOffset = daylightOffset;
        this.toDaylight = toDaylight;
        this.toStandard = toStandard;
        IsFixed = isFixed;
    }

    /// <summary>Whether the rule has no daylight saving time.</summary>
    public bool IsFixed { get; }

    public int StandardOffset => standardOffset;

    /// <summary>Reads a rule; false when the text is not one.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out PosixTimeZoneRule? rule)
    {
        rule = null;
        var reader = new PosixRuleReader(text);
        if (!reader.TryName() || !reader.TryTime(out var standard))
            return false;
        standard = -standard;
        if (reader.AtEnd)
        {
            rule = new PosixTimeZoneRule(standard, standard, default, default, isFixed: true);
            return true;
        }
        if (!reader.TryName())
            return false;
        var daylight = standard + 3_600;
        if (!reader.NextIs(','))
        {
            if (!reader.TryTime(out daylight))
                return false;
            daylight = -daylight;
        }
        if (!reader.Take(',') || !reader.TryChange(out var start) || !reader.Take(',') || !reader.TryChange(out var end) || !reader.AtEnd)
            return false;
        rule = new PosixTimeZoneRule(standard, daylight, start, end, isFixed: false);
        return true;
    }

    /// <summary>The stretch around an instant that lies at or after <paramref name="floor"/>.</summary>
    public ZoneStretch StretchAt(long epochSeconds, long floor) => Find(epochSeconds, floor, local: false);

    /// <summary>The stretch around a local second that lies at or after <paramref name="floor"/>.</summary>
    public ZoneStretch LocalStretchAt(long localSeconds, long floor) => Find(localSeconds, floor, local: true);

    private ZoneStretch Find(long seconds, long floor, bool local)
    {
        // The calendar covers int days; instants of int64 microseconds reach a twentieth of that.
        var days = (int)Math.Clamp(TimeUnits.FloorDiv(seconds, TimeUnits.SecondsPerDay), -200_000_000, 200_000_000);
        var year = Calendar.Year(days);
        Span<(long At, int Offset)> changes = stackalloc (long, int)[6];
        for (var i = 0; i < 3; i++)
            AddChanges(year - 1 + i, local, changes.Slice(2 * i, 2));
        changes.Sort(static (a, b) => a.At.CompareTo(b.At));
        var next = 0;
        while (next < changes.Length && changes[next].At <= seconds)
            next++;
        if (next == 0 || next == changes.Length)
            throw new UnreachableException();
        return new ZoneStretch(Math.Max(changes[next - 1].At, floor), changes[next].At, changes[next - 1].Offset);
    }

    private void AddChanges(int year, bool local, Span<(long At, int Offset)> changes)
    {
        var shift = local ? Math.Max(standardOffset, daylightOffset) : 0;
        changes[0] = (toDaylight.LocalSecond(year) - standardOffset + shift, daylightOffset);
        changes[1] = (toStandard.LocalSecond(year) - daylightOffset + shift, standardOffset);
    }
}
