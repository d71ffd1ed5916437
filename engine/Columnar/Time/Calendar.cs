using System.Runtime.CompilerServices;

namespace Spindle.Columnar.Time;

/// <summary>The proleptic Gregorian calendar over int days since 1970-01-01, for every value of an int.</summary>
/// <remarks>
/// Years are counted from March, so that the leap day is a year's last, in eras of 400 years (146,097 days) that all look the same.
/// </remarks>
public static class Calendar
{
    private const int DaysPerEra = 146_097;

    // 0000-03-01 lies 719,468 days before 1970-01-01.
    private const int EpochShift = 719_468;

    // Four times a day number below this fits 32 bits.
    private const uint NearDays = (1u << 30) - 1;

    /// <summary>Days since 1970-01-01 of a valid date whose day number fits an int.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int DaysFromCivil(int year, int month, int day) => (int)LongDaysFromCivil(year, month, day);

    /// <summary>Days since 1970-01-01 of a date whose parts may be invalid or out of range.</summary>
    public static bool TryDaysFromCivil(long year, int month, int day, out int days)
    {
        days = 0;
        if (year is < -5_900_000 or > 5_900_000 || (uint)(month - 1) > 11 || day < 1 || day > DaysInMonth((int)year, month))
            return false;
        var value = LongDaysFromCivil((int)year, month, day);
        days = (int)value;
        return days == value;
    }

    private static long LongDaysFromCivil(int year, int month, int day)
    {
        var shifted = (long)year - (month <= 2 ? 1 : 0);
        var era = TimeUnits.FloorDiv(shifted, 400);
        var yearOfEra = (uint)(shifted - era * 400);
        var monthFromMarch = (uint)(month > 2 ? month - 3 : month + 9);
        var dayOfYear = (153 * monthFromMarch + 2) / 5 + (uint)day - 1;
        var dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
        return era * DaysPerEra + dayOfEra - EpochShift;
    }

    /// <summary>Year, month and day of a day number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static CivilDate CivilFromDays(int days)
    {
        // From 0000-03-01 on and for some three million years everything fits 32 bits, and the year's part is one multiplication (Neri and Schneider).
        var day = (uint)days + EpochShift;
        if (day >= NearDays)
            return FarCivilFromDays(days);
        var quarterDays = 4 * day + 3;
        var century = quarterDays / DaysPerEra;
        var product = 2_939_745UL * (quarterDays % DaysPerEra | 3);
        var dayOfYear = (uint)product / 2_939_745 / 4;
        var month = 2_141 * dayOfYear + 197_913;
        var isNextYear = dayOfYear >= 306;
        return new CivilDate((int)(100 * century + (uint)(product >> 32)) + (isNextYear ? 1 : 0), (int)(month >> 16) - (isNextYear ? 12 : 0), (int)((ushort)month / 2_141) + 1);
    }

    private static CivilDate FarCivilFromDays(int days)
    {
        var shifted = (long)days + EpochShift;
        var era = TimeUnits.FloorDiv(shifted, DaysPerEra);
        var dayOfEra = (uint)(shifted - era * DaysPerEra);
        var yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        var dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        var monthFromMarch = (5 * dayOfYear + 2) / 153;
        var day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1;
        var month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
        var year = era * 400 + yearOfEra + (month <= 2 ? 1 : 0);
        return new CivilDate((int)year, (int)month, (int)day);
    }

    public static bool IsLeapYear(int year) => (year & 3) == 0 && (year % 100 != 0 || year % 400 == 0);

    /// <summary>The length of a month: 28 to 31.</summary>
    public static int DaysInMonth(int year, int month) => month == 2 ? (IsLeapYear(year) ? 29 : 28) : 30 + ((month + (month >> 3)) & 1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Year(int days) => CivilFromDays(days).Year;

    public static int Month(int days) => CivilFromDays(days).Month;

    public static int DayOfMonth(int days) => CivilFromDays(days).Day;

    /// <summary>1 to 4.</summary>
    public static int Quarter(int days) => (CivilFromDays(days).Month + 2) / 3;

    /// <summary>1 to 366.</summary>
    public static int DayOfYear(int days) => days - DaysFromCivil(Year(days), 1, 1) + 1;

    /// <summary>0 is Monday, 6 Sunday.</summary>
    public static int WeekDay(int days) => (int)TimeUnits.FloorMod((long)days + 3, TimeUnits.DaysPerWeek);

    /// <summary>The year that the ISO week of the day belongs to: that of the week's Thursday.</summary>
    public static int IsoWeekYear(int days) => Year(days - WeekDay(days) + 3);

    /// <summary>The ISO week, 1 to 53; week 1 holds the year's first Thursday.</summary>
    public static int IsoWeek(int days)
    {
        var thursday = days - WeekDay(days) + 3;
        return (thursday - DaysFromCivil(Year(thursday), 1, 1)) / TimeUnits.DaysPerWeek + 1;
    }

    /// <summary>The last day of the day's month.</summary>
    public static int LastDayOfMonth(int days)
    {
        var date = CivilFromDays(days);
        return days + DaysInMonth(date.Year, date.Month) - date.Day;
    }

    /// <summary>The first day after <paramref name="days"/> that falls on the week day (0 is Monday).</summary>
    public static int NextWeekDay(int days, int weekDay) => days + 1 + (int)TimeUnits.FloorMod(weekDay - 1L - WeekDay(days), TimeUnits.DaysPerWeek);

    /// <summary>Adds months; a day past the new month's end becomes its last day. False where the result leaves the range of a date.</summary>
    public static bool TryAddMonths(int days, long months, out int result)
    {
        var date = CivilFromDays(days);
        var total = (long)date.Year * TimeUnits.MonthsPerYear + date.Month - 1 + months;
        var year = TimeUnits.FloorDiv(total, TimeUnits.MonthsPerYear);
        var month = (int)(total - year * TimeUnits.MonthsPerYear) + 1;
        result = 0;
        return year is > -5_900_000 and < 5_900_000
            && TryDaysFromCivil(year, month, Math.Min(date.Day, DaysInMonth((int)year, month)), out result);
    }
}
