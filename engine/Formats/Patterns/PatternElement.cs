namespace Spindle.Formats.Patterns;

/// <summary>What one element of a pattern stands for.</summary>
internal enum PatternField : byte
{
    Literal,
    Year,
    Month,
    MonthName,
    Day,
    DayOfYear,
    DayOfWeekName,
    Hour,
    HalfDayHour,
    Minute,
    Second,
    Fraction,
    HalfDay,
    Offset,
    ZoneId,
    OptionalStart,
    OptionalEnd,
}

/// <param name="Field">What it stands for.</param>
/// <param name="Width">Letters in the pattern; for <see cref="PatternField.OptionalStart"/> the index of its end.</param>
/// <param name="Literal">The bytes of a literal; for an offset the text of zero.</param>
internal readonly record struct PatternElement(PatternField Field, int Width, byte[] Literal);
