namespace Spindle.Columnar.Time;

/// <summary>Seconds from <paramref name="Start"/> (inclusive) to <paramref name="End"/> (exclusive) that share one offset from UTC.</summary>
internal readonly record struct ZoneStretch(long Start, long End, int OffsetSeconds);
