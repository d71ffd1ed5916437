namespace Spindle.Sql.Objects;

#pragma warning disable RS0030 // The one place where the engine's instants meet those of .NET.

/// <summary>Instants in .NET's types, at the border to the user's program.</summary>
internal static class ClrInstants
{
    private const long EpochTicks = 621_355_968_000_000_000;
    private const long TicksPerMicrosecond = 10;

    public static readonly Type Instant = typeof(DateTime);

    public static readonly Type InstantWithOffset = typeof(DateTimeOffset);

    /// <summary>A clock's time in microseconds since 1970.</summary>
    public static long Now(TimeProvider clock) => Micros(clock.GetUtcNow().UtcTicks);

    /// <summary>Microseconds since 1970; a time of no kind is taken as UTC.</summary>
    public static long? Micros(object value) => value switch
    {
        DateTime { Kind: DateTimeKind.Local } local => Micros(local.ToUniversalTime().Ticks),
        DateTime time => Micros(time.Ticks),
        DateTimeOffset time => Micros(time.UtcTicks),
        _ => null,
    };

    public static object FromMicros(long micros, bool isUtc) =>
        new DateTime(checked(EpochTicks + micros * TicksPerMicrosecond), isUtc ? DateTimeKind.Utc : DateTimeKind.Unspecified);

    /// <summary>The value as the other of the two types, or null.</summary>
    public static object? Convert(object value, Type target) => value switch
    {
        DateTime time when target == InstantWithOffset => new DateTimeOffset(time.Kind == DateTimeKind.Unspecified ? DateTime.SpecifyKind(time, DateTimeKind.Utc) : time),
        _ => null,
    };

    private static long Micros(long ticks) => (ticks - EpochTicks) / TicksPerMicrosecond;
}
