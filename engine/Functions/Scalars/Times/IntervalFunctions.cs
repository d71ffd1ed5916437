using Spindle.Columnar.Errors;
using Spindle.Columnar.Kernels;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Numerics;
using Spindle.Columnar.Time;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Functions.Casts;
using Spindle.Functions.Evaluation;
using Spindle.Functions.Scalars.Shapes;
using Spindle.Functions.Scalars.Text;
using Spindle.Plans.Expressions;

namespace Spindle.Functions.Scalars.Times;

/// <summary>Sums, multiples and fields of intervals.</summary>
internal static class IntervalFunctions
{
    public static readonly Dictionary<string, Func<Call, FunctionSite>> Table = new()
    {
        ["interval_add"] = call => Combine(call, ArithmeticKind.Add),
        ["interval_subtract"] = call => Combine(call, ArithmeticKind.Subtract),
        ["interval_multiply"] = call => new FunctionSite(new ScaleKernel(call, isDivision: false), call.Arguments[0], call.Arguments[1]),
        ["interval_divide"] = call => new FunctionSite(new ScaleKernel(call, isDivision: true), call.Arguments[0], call.Arguments[1]),
        ["extract_interval"] = call => new FunctionSite(new FieldKernel(call), call.Arguments[1]),
    };

    private static bool Fails(Call call) => call.Arguments[^1] is not Literal { Value: false };

    private static FunctionSite Combine(Call call, ArithmeticKind kind) => call.ResultType is CalendarIntervalType
        ? new(new TryZipKernel<CalendarInterval, CalendarInterval, CalendarInterval, CombineParts>(call.ResultType, new CombineParts(kind == ArithmeticKind.Add ? 1 : -1),
            Fails(call) ? (_, _, _) => EvaluationErrors.IntervalOutOfRange(call.Origin) : null), call.Arguments[0], call.Arguments[1])
        : new(new CountsKernel(kind, call.ResultType, Fails(call), call.Origin), call.Arguments[0], call.Arguments[1]);

    /// <summary>Months and microseconds add like numbers.</summary>
    private sealed class CountsKernel(ArithmeticKind kind, DataType type, bool fails, Origin origin) : ScalarKernel
    {
        public override bool CanRaise => fails;

        public override Vector Run(ReadOnlySpan<Vector> operands, LaneSet lanes, MemoryBudget budget) =>
            ArithmeticKernel.Compute(kind, operands[0], operands[1], type, fails ? FaultHandling.Report : FaultHandling.Null, lanes, budget, out _)
            ?? throw EvaluationErrors.IntervalOutOfRange(origin, kind == ArithmeticKind.Add ? "try_add" : "try_subtract");
    }

    private readonly struct CombineParts(int sign) : ITryZip<CalendarInterval, CalendarInterval, CalendarInterval>
    {
        public bool TryZip(CalendarInterval left, CalendarInterval right, out CalendarInterval result)
        {
            var months = left.Months + (long)right.Months * sign;
            var days = left.Days + (long)right.Days * sign;
            var micros = left.Microseconds + (Int128)right.Microseconds * sign;
            result = new CalendarInterval((int)months, (int)days, (long)micros);
            return result.Months == months && result.Days == days && result.Microseconds == micros;
        }
    }

    /// <summary>An interval times or over a number, rounded half up; a calendar interval's fractions of months are dropped, those of days become microseconds.</summary>
    private sealed unsafe class ScaleKernel(Call call, bool isDivision) : ScalarKernel
    {
        public override bool CanRaise => Fails(call);

        public override Vector Run(ReadOnlySpan<Vector> operands, LaneSet lanes, MemoryBudget budget)
        {
            var (interval, number) = (operands[0], operands[1]);
            using var output = new FlatOutput(call.ResultType, lanes.Length, budget);
            output.NullWhereAny(interval, number);
            for (var i = 0; i < lanes.Count; i++)
            {
                var lane = lanes[i];
                if (output.IsNull(lane))
                    continue;
                var zero = isDivision && IsZero(number, lane);
                if (!zero && TryLane(interval, number, lane, output))
                    continue;
                if (Fails(call))
                    throw zero ? EvaluationErrors.IntervalDividedByZero(call.Origin) : OutOfRange(number.Type);
                output.SetNull(lane);
            }
            return output.Build();
        }

        // Only the least interval over -1 leaves its range by division of whole numbers, which try_divide answers with null.
        private SpindleException OutOfRange(DataType number) => isDivision && number is IntegralType && call.ResultType is not CalendarIntervalType
            ? EvaluationErrors.IntervalOutOfRange(call.Origin, "try_divide") : EvaluationErrors.IntervalOutOfRange(call.Origin);

        private static bool IsZero(Vector number, int lane) => LaneText.Of(number, lane).AsSpan().Trim("-+0.").IsEmpty;

        private bool TryLane(Vector interval, Vector number, int lane, FlatOutput output)
        {
            if (call.ResultType is CalendarIntervalType)
                return TryCalendar(new Operand<CalendarInterval>(interval)[lane], number.Double(lane), out ((CalendarInterval*)output.Values)[lane]);
            var isMonths = call.ResultType is YearMonthIntervalType;
            var count = isMonths ? interval.Int(lane) : interval.Long(lane);
            if (!TryScale(count, number, lane, out var result))
                return false;
            if (!isMonths)
                ((long*)output.Values)[lane] = result;
            else if (result == (int)result)
                ((int*)output.Values)[lane] = (int)result;
            else
                return false;
            return true;
        }

        private bool TryScale(long count, Vector number, int lane, out long result)
        {
            if (number.Type is FloatType or DoubleType)
            {
                var factor = number.Type is FloatType ? new Operand<float>(number)[lane] : number.Double(lane);
                var exact = Math.Round(isDivision ? count / factor : count * factor, MidpointRounding.AwayFromZero);
                return new FloatToInteger<double, long>().TryConvert(exact, out result);
            }
            var scale = number.Type is DecimalType type ? type.Scale : 0;
            var digits = number.Type is DecimalType ? new DecimalOperand(number)[lane] : (Int128)Convert.ToInt64(number.Read(lane), System.Globalization.CultureInfo.InvariantCulture);
            var fits = isDivision
                ? DecimalArithmetic.TryDivide(count, 0, digits, scale, 19, 0, out var value)
                : DecimalArithmetic.TryMultiply(count, 0, digits, scale, 19, 0, out value);
            result = (long)value;
            return fits && result == value;
        }

        private bool TryCalendar(CalendarInterval interval, double number, out CalendarInterval result)
        {
            var (months, days, micros) = isDivision
                ? (interval.Months / number, interval.Days / number, interval.Microseconds / number)
                : (interval.Months * number, interval.Days * number, interval.Microseconds * number);
            var wholeDays = Math.Truncate(days);
            var rest = Math.Round(micros + (days - wholeDays) * TimeUnits.MicrosPerDay, MidpointRounding.AwayFromZero);
            result = default;
            if (!(Math.Abs(months) < int.MaxValue) || !(Math.Abs(wholeDays) < int.MaxValue) || !new FloatToInteger<double, long>().TryConvert(rest, out var total))
                return false;
            result = new CalendarInterval((int)months, (int)wholeDays, total);
            return true;
        }
    }

    /// <summary>A field of an interval; each has the interval's sign.</summary>
    private sealed unsafe class FieldKernel(Call call) : ScalarKernel
    {
        private readonly string unit = call.Arguments[0] is Literal { Value: ByteString text } ? text.ToString() : throw new System.Diagnostics.UnreachableException(call.Sql);

        public override Vector Run(ReadOnlySpan<Vector> operands, LaneSet lanes, MemoryBudget budget)
        {
            using var output = new FlatOutput(call.ResultType, lanes.Length, budget);
            output.NullWhereAny(operands[0]);
            for (var i = 0; i < lanes.Count; i++)
            {
                var lane = lanes[i];
                if (output.IsNull(lane))
                    continue;
                var value = Field(operands[0], lane);
                switch (call.ResultType.Physical)
                {
                    case PhysicalType.Int8:
                        ((sbyte*)output.Values)[lane] = (sbyte)value;
                        break;
                    case PhysicalType.Int32:
                        ((int*)output.Values)[lane] = (int)value;
                        break;
                    default:
                        ((long*)output.Values)[lane] = value;
                        break;
                }
            }
            return output.Build();
        }

        private long Field(Vector interval, int lane)
        {
            var parts = interval.Type switch
            {
                YearMonthIntervalType => new CalendarInterval(interval.Int(lane), 0, 0),
                DayTimeIntervalType => new CalendarInterval(0, (int)(interval.Long(lane) / TimeUnits.MicrosPerDay), interval.Long(lane) % TimeUnits.MicrosPerDay),
                _ => new Operand<CalendarInterval>(interval)[lane],
            };
            return unit switch
            {
                "year" => parts.Months / TimeUnits.MonthsPerYear,
                "month" => parts.Months % TimeUnits.MonthsPerYear,
                "day" => parts.Days,
                "hour" => parts.Microseconds / TimeUnits.MicrosPerHour,
                "minute" => parts.Microseconds / TimeUnits.MicrosPerMinute % 60,
                _ => parts.Microseconds % TimeUnits.MicrosPerMinute,
            };
        }
    }
}
