using Spindle.Columnar.Time;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Functions.Evaluation;
using Spindle.Functions.Scalars.Shapes;
using Spindle.Functions.Scalars.Text;
using Spindle.Plans.Expressions;
using TimeZone = Spindle.Columnar.Time.TimeZone;

namespace Spindle.Functions.Scalars.Times;

/// <summary><c>time_bucket</c>: buckets of less than a day are counted on the time line, longer ones on the local clock, so that days begin at midnight also where clocks are changed.</summary>
internal static class BucketFunction
{
    public static readonly Dictionary<string, Func<Call, FunctionSite>> Table = new()
    {
        ["time_bucket"] = call => new FunctionSite(new LaneFunctionKernel<long, Bucket>(call.ResultType, new Bucket(call), canRaise: true), [.. call.Arguments.Take(3)]),
    };

    private readonly struct Bucket(Call call) : ILaneFunction<long>
    {
        private readonly TimeZone zone = call.ResultType is TimestampNtzType ? TimeZone.Utc
            : call.Arguments[3] is Literal { Value: ByteString id } && TimeZone.Find(id.ToString()) is { } found ? found : TimeZone.Utc;

        public bool TryCompute(ReadOnlySpan<Vector> operands, int lane, out long result)
        {
            var (instant, origin) = (operands[1].Long(lane), operands[2].Long(lane));
            if (call.Arguments[0].Type is YearMonthIntervalType)
            {
                result = zone.ToInstant(OfMonths(zone.ToLocal(instant), zone.ToLocal(origin), operands[0].Int(lane)));
                return true;
            }

            var size = operands[0].Long(lane);
            result = size < TimeUnits.MicrosPerDay ? Floor(instant, origin, size) : zone.ToInstant(Floor(zone.ToLocal(instant), zone.ToLocal(origin), size));
            return true;
        }

        private long Floor(long value, long origin, long size)
        {
            var distance = (Int128)value - origin;
            var rest = distance % size;
            var start = value - rest - (rest < 0 ? size : 0);
            return start == (long)start ? (long)start : throw EvaluationErrors.DatetimeOutOfRange(call.Name, call.Origin);
        }

        /// <summary>The last of the origin's steps that is not after the value; a step from a month's end ends at the month's end.</summary>
        private long OfMonths(long value, long origin, int months)
        {
            var (from, to) = (Calendar.CivilFromDays(TimeUnits.DayOf(origin)), Calendar.CivilFromDays(TimeUnits.DayOf(value)));
            var steps = TimeUnits.FloorDiv((to.Year - from.Year) * 12L + to.Month - from.Month, months);
            var cursor = new ZoneCursor(TimeZone.Utc);
            long start;
            while (!TimestampArithmetic.TryAddMonths(origin, steps * months, ref cursor, out start) || start > value)
            {
                if (start <= value && steps < -10_000_000)
                    throw EvaluationErrors.DatetimeOutOfRange(call.Name, call.Origin);
                steps--;
            }

            return start;
        }
    }
}
