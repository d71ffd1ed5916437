using System.Runtime.CompilerServices;

namespace Spindle.Columnar.Time;

/// <summary>
/// Converts many instants of one zone. Neighbouring values mostly lie between the same two changes of offset, so the cursor keeps the last stretch
/// and looks up only outside it. A mutable struct: pass it by reference, one per thread.
/// </summary>
public struct ZoneCursor(TimeZone zone)
{
    private readonly TimeZone zone = zone;
    private MicrosStretch instants;
    private MicrosStretch locals;

    /// <summary>The offset from UTC in microseconds at an instant in microseconds.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long OffsetMicros(long micros)
    {
        if (micros < instants.Start || micros >= instants.End)
            instants = MicrosStretch.From(zone.StretchAt(TimeUnits.FloorDiv(micros, TimeUnits.MicrosPerSecond)));
        return instants.Offset;
    }

    /// <summary>The local time of an instant.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long ToLocal(long micros) => micros + OffsetMicros(micros);

    /// <summary>The instant of a local time; see <see cref="TimeZone.ToInstant"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long ToInstant(long localMicros)
    {
        if (localMicros < locals.Start || localMicros >= locals.End)
            locals = MicrosStretch.From(zone.LocalStretchAt(TimeUnits.FloorDiv(localMicros, TimeUnits.MicrosPerSecond)));
        return localMicros - locals.Offset;
    }

    /// <summary>An all-zero stretch is empty, so that the default value forces a look-up.</summary>
    private readonly record struct MicrosStretch(long Start, long End, long Offset)
    {
        public static MicrosStretch From(ZoneStretch stretch) =>
            new(Saturate(stretch.Start), Saturate(stretch.End), stretch.OffsetSeconds * TimeUnits.MicrosPerSecond);

        private static long Saturate(long seconds) =>
            seconds <= long.MinValue / TimeUnits.MicrosPerSecond ? long.MinValue
            : seconds >= long.MaxValue / TimeUnits.MicrosPerSecond ? long.MaxValue
            : seconds * TimeUnits.MicrosPerSecond;
    }
}
