namespace Spindle.Columnar.Time;

/// <summary>A day of the proleptic Gregorian calendar by its parts. Year 0 is 1 BC, as in ISO 8601.</summary>
/// <param name="Year">Any year that int days reach, about ±5.8 million.</param>
/// <param name="Month">1 to 12.</param>
/// <param name="Day">1 to the month's length.</param>
public readonly record struct CivilDate(int Year, int Month, int Day);
