using Spindle.Columnar.Errors;
using Spindle.Columnar.Time;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Functions.Casts;
using Spindle.Functions.Evaluation;
using Spindle.Functions.Scalars.Shapes;
using Spindle.Functions.Scalars.Text;
using Spindle.Plans.Expressions;

namespace Spindle.Functions.Scalars.Times;

/// <summary>Functions of dates.</summary>
internal static class DateFunctions
{
    public static readonly Dictionary<string, Func<Call, FunctionSite>> Table = new()
    {
        ["year"] = Part<YearPart>,
        ["month"] = Part<MonthPart>,
        ["day"] = Part<DayPart>,
        ["quarter"] = Part<QuarterPart>,
        ["dayofyear"] = Part<DayOfYearPart>,
        ["dayofweek"] = Part<DayOfWeekPart>,
        ["dayofweek_iso"] = Part<IsoWeekDayPart>,
        ["weekday"] = Part<WeekDayPart>,
        ["weekofyear"] = Part<WeekPart>,
        ["year_of_week"] = Part<WeekYearPart>,
        ["last_day"] = call => new FunctionSite(new MapKernel<int, int, LastDay>(DataType.Date, default), call.Arguments[0]),
        ["date_add"] = call => Shift(call, 1),
        ["date_sub"] = call => Shift(call, -1),
        ["add_months"] = call => Zip<AddMonths>(call),
        ["date_add_interval"] = AddInterval,
        ["datediff"] = call => new FunctionSite(new TryZipKernel<int, int, int, DaysBetween>(DataType.Int, default, null), call.Arguments[0], call.Arguments[1]),
        ["date_diff_days"] = call => new FunctionSite(new TryZipKernel<int, int, long, DurationBetween>(call.ResultType, default, OutOfRange(call)), call.Arguments[0], call.Arguments[1]),
        ["next_day"] = call => new FunctionSite(new LaneFunctionKernel<int, NextDay>(DataType.Date, new NextDay(call.Origin), canRaise: true), [.. call.Arguments]),
        ["make_date"] = call => new FunctionSite(new LaneFunctionKernel<int, MakeDate>(DataType.Date, new MakeDate(call.Origin), canRaise: true), [.. call.Arguments]),
        ["date_from_unix_date"] = call => new FunctionSite(new RetypeKernel(DataType.Date), call.Arguments[0]),
        ["unix_date"] = call => new FunctionSite(new RetypeKernel(DataType.Int), call.Arguments[0]),
    };

    private static FunctionSite Part<TPart>(Call call) where TPart : struct, IMap<int, int> =>
        new(new MapKernel<int, int, TPart>(DataType.Int, default), call.Arguments[0]);

    private static FunctionSite Shift(Call call, int sign) =>
        new(new TryZipKernel<int, int, int, AddDays>(DataType.Date, new AddDays(sign), OutOfRange(call)), call.Arguments[0], call.Arguments[1]);

    private static FunctionSite Zip<TZip>(Call call) where TZip : struct, ITryZip<int, int, int> =>
        new(new TryZipKernel<int, int, int, TZip>(DataType.Date, default, OutOfRange(call)), call.Arguments[0], call.Arguments[1]);

    private static FunctionSite AddInterval(Call call) => call.Arguments[1].Type switch
    {
        YearMonthIntervalType => Zip<AddMonths>(call),
        DayTimeIntervalType => new(new TryZipKernel<int, long, int, AddDuration>(DataType.Date, default, OutOfRange(call)), call.Arguments[0], call.Arguments[1]),
        _ => new(new TryZipKernel<int, CalendarInterval, int, AddCalendarInterval>(DataType.Date, default, OutOfRange(call)), call.Arguments[0], call.Arguments[1]),
    };

    /// <summary>The error of a result that is no date; null where the call's last argument says not to fail.</summary>
    internal static Func<Vector, Vector, int, SpindleException>? OutOfRange(Call call) => call.Arguments[^1] is Literal { Value: false }
        ? null
        : (left, right, lane) => EvaluationErrors.DatetimeOutOfRange($"{call.Name}({LaneText.Of(left, lane)}, {LaneText.Of(right, lane)})", call.Origin);

    private readonly struct YearPart : IMap<int, int>
    {
        public int Map(int value) => Calendar.Year(value);
    }

    private readonly struct MonthPart : IMap<int, int>
    {
        public int Map(int value) => Calendar.Month(value);
    }

    private readonly struct DayPart : IMap<int, int>
    {
        public int Map(int value) => Calendar.DayOfMonth(value);
    }

    private readonly struct QuarterPart : IMap<int, int>
    {
        public int Map(int value) => Calendar.Quarter(value);
    }

    private readonly struct DayOfYearPart : IMap<int, int>
    {
        public int Map(int value) => Calendar.DayOfYear(value);
    }

    /// <summary>1 is Sunday.</summary>
    private readonly struct DayOfWeekPart : IMap<int, int>
    {
        public int Map(int value) => (Calendar.WeekDay(value) + 1) % TimeUnits.DaysPerWeek + 1;
    }

    /// <summary>1 is Monday.</summary>
    private readonly struct IsoWeekDayPart : IMap<int, int>
    {
        public int Map(int value) => Calendar.WeekDay(value) + 1;
    }

    private readonly struct WeekDayPart : IMap<int, int>
    {
        public int Map(int value) => Calendar.WeekDay(value);
    }

    private readonly struct WeekPart : IMap<int, int>
    {
        public int Map(int value) => Calendar.IsoWeek(value);
    }

    private readonly struct WeekYearPart : IMap<int, int>
    {
        public int Map(int value) => Calendar.IsoWeekYear(value);
    }

    private readonly struct LastDay : IMap<int, int>
    {
        public int Map(int value) => Calendar.LastDayOfMonth(value);
    }

    private readonly struct AddDays(int sign) : ITryZip<int, int, int>
    {
        public bool TryZip(int left, int right, out int result)
        {
            var sum = left + (long)right * sign;
            result = (int)sum;
            return result == sum;
        }
    }

    private readonly struct AddMonths : ITryZip<int, int, int>
    {
        public bool TryZip(int left, int right, out int result) => Calendar.TryAddMonths(left, right, out result);
    }

    private readonly struct AddDuration : ITryZip<int, long, int>
    {
        public bool TryZip(int left, long right, out int result)
        {
            var sum = left + right / TimeUnits.MicrosPerDay;
            result = (int)sum;
            return result == sum;
        }
    }

    private readonly struct AddCalendarInterval : ITryZip<int, CalendarInterval, int>
    {
        public bool TryZip(int left, CalendarInterval right, out int result)
        {
            if (!Calendar.TryAddMonths(left, right.Months, out result))
                return false;
            var sum = (long)result + right.Days + right.Microseconds / TimeUnits.MicrosPerDay;
            result = (int)sum;
            return result == sum;
        }
    }

    /// <summary>A week day by its English name, or the first two or three letters of it.</summary>
    private readonly struct NextDay(Origin origin) : ILaneFunction<int>
    {
        private static readonly string[] Names = ["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"];

        public bool TryCompute(ReadOnlySpan<Vector> operands, int lane, out int result)
        {
            var name = System.Text.Encoding.UTF8.GetString(operands[1].Text(lane));
            var upper = name.Trim().ToUpperInvariant();
            var weekDay = Array.FindIndex(Names, n => n == upper || (upper.Length is 2 or 3 && n.StartsWith(upper, StringComparison.Ordinal)));
            if (weekDay < 0)
                throw EvaluationErrors.Of("ILLEGAL_DAY_OF_WEEK", "22009", $"'{name}' is not a day of the week", origin, ("string", name));
            result = Calendar.NextWeekDay(operands[0].Int(lane), weekDay);
            return true;
        }
    }

    private readonly struct MakeDate(Origin origin) : ILaneFunction<int>
    {
        public bool TryCompute(ReadOnlySpan<Vector> operands, int lane, out int result)
        {
            var (year, month, day) = (operands[0].Int(lane), operands[1].Int(lane), operands[2].Int(lane));
            if (!Calendar.TryDaysFromCivil(year, month, day, out result))
                throw EvaluationErrors.Of("DATETIME_FIELD_OUT_OF_BOUNDS.WITHOUT_SUGGESTION", "22023", $"there is no date of year {year}, month {month} and day {day}", origin);
            return true;
        }
    }

    private readonly struct DaysBetween : ITryZip<int, int, int>
    {
        public bool TryZip(int left, int right, out int result)
        {
            result = unchecked(left - right);
            return true;
        }
    }

    private readonly struct DurationBetween : ITryZip<int, int, long>
    {
        public bool TryZip(int left, int right, out long result)
        {
            var high = Math.BigMul((long)left - right, TimeUnits.MicrosPerDay, out result);
            return high == result >> 63;
        }
    }
}
