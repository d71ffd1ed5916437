using System.Runtime.CompilerServices;

namespace Spindle.Columnar.Time;

/// <summary>Lengths of the fixed units of time, and division that rounds towards the past, so that times before 1970 fall into the right unit.</summary>
public static class TimeUnits
{
    public const long NanosPerMicro = 1_000;
    public const long MicrosPerMilli = 1_000;
    public const long MicrosPerSecond = 1_000_000;
    public const long MicrosPerMinute = 60 * MicrosPerSecond;
    public const long MicrosPerHour = 60 * MicrosPerMinute;
    public const long MicrosPerDay = 24 * MicrosPerHour;
    public const int SecondsPerDay = 86_400;
    public const int MonthsPerYear = 12;
    public const int DaysPerWeek = 7;

    /// <summary>The largest integer not above the quotient. <paramref name="divisor"/> is positive.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long FloorDiv(long value, long divisor)
    {
        var quotient = value / divisor;
        return quotient - ((value - quotient * divisor) >>> 63);
    }

    /// <inheritdoc cref="FloorDiv(long, long)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int FloorDiv(int value, int divisor)
    {
        var quotient = value / divisor;
        return quotient + ((value - quotient * divisor) >> 31);
    }

    /// <summary>The remainder that goes with <see cref="FloorDiv(long, long)"/>: never negative.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long FloorMod(long value, long divisor)
    {
        var remainder = value % divisor;
        return remainder + ((remainder >> 63) & divisor);
    }

    /// <inheritdoc cref="FloorMod(long, long)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int FloorMod(int value, int divisor)
    {
        var remainder = value % divisor;
        return remainder + ((remainder >> 31) & divisor);
    }

    /// <summary>The day in which local microseconds fall. The range of a long is well inside the range of int days.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int DayOf(long localMicros) => (int)FloorDiv(localMicros, MicrosPerDay);

    /// <summary>Microseconds since local midnight.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long TimeOfDay(long localMicros) => FloorMod(localMicros, MicrosPerDay);

    /// <summary>Local midnight of a day in microseconds; false where that leaves the range of a long.</summary>
    public static bool TryMicrosOfDay(int days, out long micros)
    {
        var high = Math.BigMul(days, MicrosPerDay, out var low);
        micros = low;
        return high == low >> 63;
    }
}
