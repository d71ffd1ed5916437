using System.Runtime.CompilerServices;

namespace Spindle.UserCode.Types;

#pragma warning disable RS0030 // Where the engine's instants meet those of the user's program.

/// <summary>Instants and dates in .NET's types.</summary>
internal static class Instants
{
    private const long EpochTicks = 621_355_968_000_000_000;
    private const long TicksPerMicrosecond = 10;
    private const int EpochDay = 719_162;
    private const long NanosPerTick = 100;

    public static readonly Type Instant = typeof(DateTime);

    public static readonly Type InstantWithOffset = typeof(DateTimeOffset);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe DateTime Utc(nint values, int position) => new(EpochTicks + (((long*)values)[position] * TicksPerMicrosecond), DateTimeKind.Utc);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe DateTime Local(nint values, int position) => new(EpochTicks + (((long*)values)[position] * TicksPerMicrosecond), DateTimeKind.Unspecified);

    public static unsafe DateTimeOffset WithOffset(nint values, int position) => new(EpochTicks + (((long*)values)[position] * TicksPerMicrosecond), TimeSpan.Zero);

    /// <summary>Microseconds since 1970; a time of no kind is taken as UTC.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Micros(DateTime time) => ((time.Kind == DateTimeKind.Local ? time.ToUniversalTime() : time).Ticks - EpochTicks) / TicksPerMicrosecond;

    public static long MicrosOf(DateTimeOffset time) => (time.UtcTicks - EpochTicks) / TicksPerMicrosecond;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe DateOnly Date(nint values, int position) => DateOnly.FromDayNumber(((int*)values)[position] + EpochDay);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Days(DateOnly date) => date.DayNumber - EpochDay;

    public static unsafe TimeOnly Time(nint values, int position) => new(((long*)values)[position] / NanosPerTick);

    public static long Nanos(TimeOnly time) => time.Ticks * NanosPerTick;

    public static unsafe TimeSpan Span(nint values, int position) => new(((long*)values)[position] * TicksPerMicrosecond);

    public static long MicrosOf(TimeSpan span) => span.Ticks / TicksPerMicrosecond;

    /// <summary>Writes an instant; false where the value is none.</summary>
    public static bool TryWrite(object value, BinaryWriter output, Action instant, Action withOffset)
    {
        switch (value)
        {
            case DateTime time:
                instant();
                output.Write(time.ToBinary());
                return true;
            case DateTimeOffset time:
                withOffset();
                output.Write(time.Ticks);
                output.Write((short)time.TotalOffsetMinutes);
                return true;
            default:
                return false;
        }
    }

    public static object ReadInstant(BinaryReader input) => DateTime.FromBinary(input.ReadInt64());

    public static object ReadInstantWithOffset(BinaryReader input) => new DateTimeOffset(input.ReadInt64(), TimeSpan.FromMinutes(input.ReadInt16()));
}
