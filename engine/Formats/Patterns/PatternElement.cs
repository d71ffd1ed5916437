namespace Spindle.Formats.Patterns;

/// <summary>What one element of a pattern stands for.</summary>
internal enum PatternField : byte
{
    Literal,
    Era,
    Year,

    /// <summary>The year of an era that the pattern names.</summary>
    YearOfEra,
    Quarter,
    QuarterName,
    Month,
    MonthName,
    Day,
    DayOfYear,
    DayOfWeekName,

    /// <summary>Which time in the month its day of the week is met.</summary>
    AlignedWeekDay,
    Hour,

    /// <summary>1 to 12.</summary>
    HalfDayHour,

    /// <summary>0 to 11.</summary>
    HourOfHalfDay,

    /// <summary>1 to 24.</summary>
    ClockHour,
    Minute,
    Second,
    Fraction,
    HalfDay,
    Offset,

    /// <summary><c>GMT+8</c> or, of width 4, <c>GMT+08:00</c>.</summary>
    LocalizedOffset,
    ZoneId,
    ZoneName,
    OptionalStart,
    OptionalEnd,
}

/// <param name="Field">What it stands for.</param>
/// <param name="Width">Letters in the pattern; for <see cref="PatternField.OptionalStart"/> the index of its end.</param>
/// <param name="Literal">The bytes of a literal; for an offset the text of zero.</param>
internal readonly record struct PatternElement(PatternField Field, int Width, byte[] Literal);
