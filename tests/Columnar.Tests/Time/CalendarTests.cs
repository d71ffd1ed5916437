using Spindle.Columnar.Time;

namespace Spindle.Columnar.Tests.Time;

public class CalendarTests
{
    [Fact]
    public void Days_and_parts_agree_with_the_platform_from_year_1_to_9999()
    {
        var first = new DateTime(1, 1, 1);
        var epoch = new DateTime(1970, 1, 1);
        for (var date = first; date.Year < 9999; date = date.AddDays(date.Day == 1 ? 13 : 1).AddDays(date.Year % 7))
        {
            var days = (int)(date - epoch).TotalDays;
            Assert.Equal(new CivilDate(date.Year, date.Month, date.Day), Calendar.CivilFromDays(days));
            Assert.Equal(days, Calendar.DaysFromCivil(date.Year, date.Month, date.Day));
            Assert.Equal(((int)date.DayOfWeek + 6) % 7, Calendar.WeekDay(days));
            Assert.Equal(date.DayOfYear, Calendar.DayOfYear(days));
            Assert.Equal(System.Globalization.ISOWeek.GetWeekOfYear(date), Calendar.IsoWeek(days));
            Assert.Equal(System.Globalization.ISOWeek.GetYear(date), Calendar.IsoWeekYear(days));
            Assert.Equal(DateTime.DaysInMonth(date.Year, date.Month), Calendar.DayOfMonth(Calendar.LastDayOfMonth(days)));
        }
    }

    [Fact]
    public void Every_int_is_a_date()
    {
        var chance = new Random(7);
        for (var i = 0; i < 100_000; i++)
        {
            var days = i switch { 0 => int.MinValue, 1 => int.MaxValue, _ => chance.Next(int.MinValue, int.MaxValue) };
            var date = Calendar.CivilFromDays(days);
            Assert.True(Calendar.TryDaysFromCivil(date.Year, date.Month, date.Day, out var back));
            Assert.Equal(days, back);
        }
    }

    [Theory]
    [InlineData(2023, 2, 29)]
    [InlineData(2024, 13, 1)]
    [InlineData(2024, 0, 1)]
    [InlineData(2024, 4, 31)]
    [InlineData(5_881_580, 7, 12)]
    public void Impossible_dates_are_refused(int year, int month, int day) => Assert.False(Calendar.TryDaysFromCivil(year, month, day, out _));

    [Theory]
    [InlineData("2016-08-31", 1, "2016-09-30")]
    [InlineData("2024-02-29", 12, "2025-02-28")]
    [InlineData("2024-02-29", 48, "2028-02-29")]
    [InlineData("2024-01-31", -2, "2023-11-30")]
    [InlineData("2024-01-15", -1, "2023-12-15")]
    public void Months_added_end_at_the_month_s_end(string from, int months, string to)
    {
        Assert.True(Calendar.TryAddMonths(Days(from), months, out var result));
        Assert.Equal(Days(to), result);
    }

    [Fact]
    public void Months_added_out_of_range_are_refused() => Assert.False(Calendar.TryAddMonths(Days("2024-01-01"), int.MaxValue, out _));

    [Theory]
    [InlineData("2024-07-17", Truncation.Week, "2024-07-15")]
    [InlineData("2024-07-17", Truncation.Month, "2024-07-01")]
    [InlineData("2024-08-17", Truncation.Quarter, "2024-07-01")]
    [InlineData("2024-07-17", Truncation.Year, "2024-01-01")]
    [InlineData("2024-07-17", Truncation.Decade, "2020-01-01")]
    [InlineData("2000-07-17", Truncation.Century, "1901-01-01")]
    [InlineData("2024-07-17", Truncation.Millennium, "2001-01-01")]
    public void Dates_are_cut_to_the_start_of_their_unit(string from, Truncation unit, string to) =>
        Assert.Equal(Days(to), DateTruncation.Truncate(Days(from), unit));

    [Fact]
    public void Next_week_day_is_after_the_day()
    {
        Assert.Equal(Days("2015-01-20"), Calendar.NextWeekDay(Days("2015-01-14"), 1));
        Assert.Equal(Days("2015-01-21"), Calendar.NextWeekDay(Days("2015-01-14"), 2));
    }

    internal static int Days(string text) => (int)(DateTime.Parse(text, System.Globalization.CultureInfo.InvariantCulture) - DateTime.UnixEpoch).TotalDays;
}
