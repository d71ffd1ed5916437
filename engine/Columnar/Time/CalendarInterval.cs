namespace Spindle.Columnar.Time;

/// <summary>An interval of months, days and microseconds, kept apart because a month has no fixed number of days and a day none of hours.</summary>
public readonly record struct CalendarInterval(int Months, int Days, long Micros)
{
    /// <summary>Parts added one by one; throws <see cref="OverflowException"/> when one leaves its range.</summary>
    public static CalendarInterval operator +(CalendarInterval left, CalendarInterval right) =>
        new(checked(left.Months + right.Months), checked(left.Days + right.Days), checked(left.Micros + right.Micros));

    /// <summary>Parts subtracted one by one; throws <see cref="OverflowException"/> when one leaves its range.</summary>
    public static CalendarInterval operator -(CalendarInterval left, CalendarInterval right) =>
        new(checked(left.Months - right.Months), checked(left.Days - right.Days), checked(left.Micros - right.Micros));

    /// <summary>Parts negated; throws <see cref="OverflowException"/> at the smallest value of a part.</summary>
    public static CalendarInterval operator -(CalendarInterval value) =>
        new(checked(-value.Months), checked(-value.Days), checked(-value.Micros));
}
