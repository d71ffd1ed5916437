using Spindle.Columnar.Errors;
using Spindle.Columnar.Kernels;
using Spindle.Columnar.Time;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Functions.Evaluation;
using Spindle.Functions.Scalars.Shapes;
using Spindle.Functions.Scalars.Text;
using Spindle.Plans.Expressions;

namespace Spindle.Functions.Scalars.Times;

/// <summary>Functions that make timestamps and intervals of their parts.</summary>
internal static class MakingFunctions
{
    public static readonly Dictionary<string, Func<Call, FunctionSite>> Table = new()
    {
        ["make_timestamp"] = call => call.Arguments.Count == 8
            ? Site<long, OfParts>(call, new OfParts(new NamedZones(call.Origin), call.Origin, call.Arguments[^1] is Literal { Value: true }), call.Arguments.Count - 1)
            : Site<long, OfDateAndTime>(call, new OfDateAndTime(new NamedZones(call.Origin)), call.Arguments.Count - 1),
        ["make_interval"] = call => Site<CalendarInterval, MakeInterval>(call, new MakeInterval(call.Origin, call.Arguments[^1] is Literal { Value: true }), 7),
        ["make_dt_interval"] = call => Site<long, MakeDuration>(call, new MakeDuration(call.Origin), 4),
        ["make_ym_interval"] = call => Site<int, MakeMonths>(call, new MakeMonths(call.Origin), 2),
    };

    private static FunctionSite Site<T, TFunction>(Call call, TFunction function, int operands) where T : unmanaged where TFunction : struct, ILaneFunction<T> =>
        new(new LaneFunctionKernel<T, TFunction>(call.ResultType, function, canRaise: true), [.. call.Arguments.Take(operands)]);

    /// <summary>The digits of a decimal lane.</summary>
    private static long Digits(Vector vector, int lane) => (long)new DecimalOperand(vector)[lane];

    private static SpindleException OutOfBounds(string what, Origin origin) =>
        EvaluationErrors.Of("DATETIME_FIELD_OUT_OF_BOUNDS.WITHOUT_SUGGESTION", "22023", $"{what}; use try_make_timestamp for null instead", origin, ("rangeMessage", what));

    /// <summary>Year, month, day, hour, minute, second (micros), zone. Second 60 is the next minute's 0.</summary>
    private readonly struct OfParts(NamedZones zones, Origin origin, bool fails) : ILaneFunction<long>
    {
        public bool TryCompute(ReadOnlySpan<Vector> operands, int lane, out long result)
        {
            result = 0;
            var (year, month, day) = (operands[0].Int(lane), operands[1].Int(lane), operands[2].Int(lane));
            var (hour, minute, micros) = (operands[3].Int(lane), operands[4].Int(lane), Digits(operands[5], lane));
            if (micros > TimeUnits.MicrosPerMinute)
            {
                return !fails ? false : micros / TimeUnits.MicrosPerMinute > 1 || micros / TimeUnits.MicrosPerSecond != 60 ? throw OutOfBounds($"second {micros / TimeUnits.MicrosPerSecond} is not in 0 to 59", origin)
                    : throw EvaluationErrors.Of("INVALID_FRACTION_OF_SECOND", "22023", "second 60 takes no fraction", origin, ("secAndMicros", $"{micros / 1e6:0.######}"));
            }

            var wrong = hour is < 0 or > 23 ? $"hour {hour} is not in 0 to 23" : minute is < 0 or > 59 ? $"minute {minute} is not in 0 to 59" : micros < 0 ? "a second is not below 0" : null;
            var days = 0;
            if (wrong is null && !Calendar.TryDaysFromCivil(year, month, day, out days))
                wrong = $"there is no date of year {year}, month {month} and day {day}";
            if (wrong is not null)
                return fails ? throw OutOfBounds(wrong, origin) : false;
            if (!TimeUnits.TryMicrosOfDay(days, out var start))
                return false;
            result = zones.For(operands[6].Text(lane)).ToInstant(start + hour * TimeUnits.MicrosPerHour + minute * TimeUnits.MicrosPerMinute + micros);
            return true;
        }
    }

    /// <summary>Date, time of day (nanos), zone.</summary>
    private readonly struct OfDateAndTime(NamedZones zones) : ILaneFunction<long>
    {
        public bool TryCompute(ReadOnlySpan<Vector> operands, int lane, out long result)
        {
            if (!TimeUnits.TryMicrosOfDay(operands[0].Int(lane), out result))
                return false;
            result = zones.For(operands[2].Text(lane)).ToInstant(result + operands[1].Long(lane) / TimeUnits.NanosPerMicro);
            return true;
        }
    }

    private readonly struct MakeInterval(Origin origin, bool fails) : ILaneFunction<CalendarInterval>
    {
        public bool TryCompute(ReadOnlySpan<Vector> operands, int lane, out CalendarInterval result)
        {
            var months = operands[0].Int(lane) * (long)TimeUnits.MonthsPerYear + operands[1].Int(lane);
            var days = operands[2].Int(lane) * (long)TimeUnits.DaysPerWeek + operands[3].Int(lane);
            var micros = (Int128)operands[4].Int(lane) * TimeUnits.MicrosPerHour + (Int128)operands[5].Int(lane) * TimeUnits.MicrosPerMinute + Digits(operands[6], lane);
            result = new CalendarInterval((int)months, (int)days, (long)micros);
            if (result.Months == months && result.Days == days && result.Microseconds == micros)
                return true;
            return fails ? throw EvaluationErrors.Of("ARITHMETIC_OVERFLOW", "22003", "the interval is too long; use try_make_interval for null instead", origin) : false;
        }
    }

    private readonly struct MakeDuration(Origin origin) : ILaneFunction<long>
    {
        public bool TryCompute(ReadOnlySpan<Vector> operands, int lane, out long result)
        {
            var micros = (Int128)operands[0].Int(lane) * TimeUnits.MicrosPerDay + (Int128)operands[1].Int(lane) * TimeUnits.MicrosPerHour
                + (Int128)operands[2].Int(lane) * TimeUnits.MicrosPerMinute + Digits(operands[3], lane);
            result = (long)micros;
            return result == micros ? true : throw EvaluationErrors.IntervalOutOfRange(origin);
        }
    }

    private readonly struct MakeMonths(Origin origin) : ILaneFunction<int>
    {
        public bool TryCompute(ReadOnlySpan<Vector> operands, int lane, out int result)
        {
            var months = operands[0].Int(lane) * (long)TimeUnits.MonthsPerYear + operands[1].Int(lane);
            result = (int)months;
            return result == months ? true : throw EvaluationErrors.IntervalOutOfRange(origin);
        }
    }
}
