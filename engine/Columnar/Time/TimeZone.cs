using System.Diagnostics;

namespace Spindle.Columnar.Time;

/// <summary>A time zone: its offset from UTC, in whole seconds, at every instant. Immutable; safe to share between threads.</summary>
/// <remarks>
/// <code>
///   instant   ──────┬───────────────┬──────────── …  then the rule for all years after
///   offsets    [0]  │      [1]      │     [2]
///             transitions[0]   transitions[1]
/// </code>
/// </remarks>
public sealed class TimeZone
{
    private readonly long[] transitions;        // seconds since 1970, ascending
    private readonly long[] localTransitions;   // the first local second that has the new offset
    private readonly int[] offsets;             // seconds; one more than transitions
    private readonly PosixTimeZoneRule? rule;   // holds from the last transition on

    internal TimeZone(string id, long[] transitions, int[] offsets, PosixTimeZoneRule? rule)
    {
        Debug.Assert(offsets.Length == transitions.Length + 1);
        Id = id;
        this.transitions = transitions;
        this.offsets = offsets;
        this.rule = rule is { IsFixed: true } ? null : rule;
        localTransitions = new long[transitions.Length];
        for (var i = 0; i < transitions.Length; i++)
            localTransitions[i] = transitions[i] + Math.Max(offsets[i], offsets[i + 1]);
    }

    /// <summary>Coordinated universal time.</summary>
    public static TimeZone Utc { get; } = Fixed("UTC", 0);

    /// <summary>The id as it was asked for, in the form that Java prints (<c>+02:00</c>, <c>America/Los_Angeles</c>).</summary>
    public string Id { get; }

    /// <summary>Whether the zone has one offset for all time.</summary>
    public bool IsFixed => transitions.Length == 0 && rule is null;

    internal static TimeZone Fixed(string id, int offsetSeconds) => new(id, [], [offsetSeconds], null);

    internal TimeZone WithId(string id) => new(id, transitions, offsets, rule);

    /// <summary>Finds a zone by any id that Spark accepts; null when there is none.</summary>
    public static TimeZone? Find(string id) => TimeZoneIds.Find(id);

    /// <summary>The offset from UTC in seconds at an instant given in seconds since 1970.</summary>
    public int OffsetSecondsAt(long epochSeconds) => StretchAt(epochSeconds).OffsetSeconds;

    /// <summary>The local time of an instant, both in microseconds.</summary>
    public long ToLocal(long micros) =>
        micros + OffsetSecondsAt(TimeUnits.FloorDiv(micros, TimeUnits.MicrosPerSecond)) * TimeUnits.MicrosPerSecond;

    /// <summary>The instant of a local time: skipped times move forward by the gap, times that occur twice are the earlier instant.</summary>
    public long ToInstant(long localMicros) =>
        localMicros - LocalStretchAt(TimeUnits.FloorDiv(localMicros, TimeUnits.MicrosPerSecond)).OffsetSeconds * TimeUnits.MicrosPerSecond;

    /// <summary>The stretch of constant offset around an instant, in seconds since 1970.</summary>
    internal ZoneStretch StretchAt(long epochSeconds)
    {
        var next = UpperBound(transitions, epochSeconds);
        if (next == transitions.Length && rule is not null)
            return rule.StretchAt(epochSeconds, transitions.Length == 0 ? long.MinValue : transitions[^1]);
        return new ZoneStretch(next == 0 ? long.MinValue : transitions[next - 1], next == transitions.Length ? long.MaxValue : transitions[next], offsets[next]);
    }

    /// <summary>The stretch of local time, in seconds since 1970, over which one offset leads back to the instant.</summary>
    internal ZoneStretch LocalStretchAt(long localSeconds)
    {
        var next = UpperBound(localTransitions, localSeconds);
        if (next == transitions.Length && rule is not null)
            return rule.LocalStretchAt(localSeconds, next == 0 ? long.MinValue : localTransitions[^1]);
        return new ZoneStretch(
            next == 0 ? long.MinValue : localTransitions[next - 1], next == transitions.Length ? long.MaxValue : localTransitions[next], offsets[next]);
    }

    /// <summary>The index of the first element above the value.</summary>
    private static int UpperBound(long[] ascending, long value)
    {
        var (low, high) = (0, ascending.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (ascending[middle] <= value)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }

    public override string ToString() => Id;
}
