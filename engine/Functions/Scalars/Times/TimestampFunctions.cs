using Spindle.Columnar.Errors;
using Spindle.Columnar.Time;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Functions.Casts;
using Spindle.Functions.Evaluation;
using Spindle.Functions.Scalars.Shapes;
using Spindle.Functions.Scalars.Text;
using Spindle.Plans.Expressions;
using TimeZone = Spindle.Columnar.Time.TimeZone;

namespace Spindle.Functions.Scalars.Times;

/// <summary>Functions of timestamps and times of day.</summary>
internal static class TimestampFunctions
{
    public static readonly Dictionary<string, Func<Call, FunctionSite>> Table = new()
    {
        ["timestamp_add_interval"] = AddInterval,
        ["timestamp_diff"] = call => new FunctionSite(new TryZipKernel<long, long, long, Difference>(call.ResultType, new Difference(ZoneOf(call)),
            (_, _, _) => EvaluationErrors.IntervalOutOfRange(call.Origin)), call.Arguments[0], call.Arguments[1]),
        ["time_add_interval"] = call => new FunctionSite(new TryZipKernel<long, long, long, AddToTime>(call.ResultType, default, DateFunctions.OutOfRange(call)), call.Arguments[0], call.Arguments[1]),
        ["time_diff"] = call => new FunctionSite(new TryZipKernel<long, long, long, TimeDifference>(call.ResultType, default, null), call.Arguments[0], call.Arguments[1]),
        ["hour"] = call => TimePart(call, TimeUnits.MicrosPerHour, 24),
        ["minute"] = call => TimePart(call, TimeUnits.MicrosPerMinute, 60),
        ["second"] = call => TimePart(call, TimeUnits.MicrosPerSecond, 60),
        ["extract_seconds"] = call => call.Arguments[0].Type is TimeType
            ? new FunctionSite(new MapKernel<long, long, SecondsOfTime>(call.ResultType, default), call.Arguments[0])
            : new FunctionSite(new MapKernel<long, long, SecondsOfInstant>(call.ResultType, new SecondsOfInstant(ZoneOf(call))), call.Arguments[0]),
        ["months_between"] = call => new FunctionSite(new LaneFunctionKernel<double, MonthsBetween>(DataType.Double, new MonthsBetween(ZoneOf(call))), [.. call.Arguments.Take(3)]),
    };

    /// <summary>The zone among the arguments; a timestamp without zone is computed with as if it were in UTC.</summary>
    internal static TimeZone ZoneOf(Call call)
    {
        if (call.Arguments[0].Type is TimestampNtzType or TimeType)
            return TimeZone.Utc;
        foreach (var argument in call.Arguments.Reverse())
            if (argument is Literal { Value: ByteString id })
                return TimeZone.Find(id.ToString()) ?? throw new System.Diagnostics.UnreachableException($"zone {id}");
        return TimeZone.Utc;
    }

    private static FunctionSite AddInterval(Call call)
    {
        var zone = ZoneOf(call);
        return call.Arguments[1].Type switch
        {
            YearMonthIntervalType => new(new TryZipKernel<long, int, long, AddMonths>(call.ResultType, new AddMonths(zone), DateFunctions.OutOfRange(call)), call.Arguments[0], call.Arguments[1]),
            DayTimeIntervalType => new(new TryZipKernel<long, long, long, AddDuration>(call.ResultType, new AddDuration(zone), DateFunctions.OutOfRange(call)), call.Arguments[0], call.Arguments[1]),
            _ => new(new TryZipKernel<long, CalendarInterval, long, AddCalendarInterval>(call.ResultType, new AddCalendarInterval(zone), DateFunctions.OutOfRange(call)), call.Arguments[0], call.Arguments[1]),
        };
    }

    private static FunctionSite TimePart(Call call, long unit, int modulus) => call.Arguments[0].Type is TimeType
        ? new(new MapKernel<long, int, PartOfTime>(DataType.Int, new PartOfTime(unit, modulus)), call.Arguments[0])
        : new(new MapKernel<long, int, PartOfInstant>(DataType.Int, new PartOfInstant(ZoneOf(call), unit, modulus)), call.Arguments[0]);

    private readonly struct PartOfTime(long unit, int modulus) : IMap<long, int>
    {
        public int Map(long value) => (int)(value / TimeUnits.NanosPerMicro / unit % modulus);
    }

    private struct PartOfInstant(TimeZone zone, long unit, int modulus) : IMap<long, int>
    {
        private ZoneCursor cursor = new(zone);

        public int Map(long value) => (int)(TimeUnits.TimeOfDay(cursor.ToLocal(value)) / unit % modulus);
    }

    /// <summary>Microseconds of the minute: seconds of scale 6.</summary>
    private readonly struct SecondsOfTime : IMap<long, long>
    {
        public long Map(long value) => value / TimeUnits.NanosPerMicro % TimeUnits.MicrosPerMinute;
    }

    private struct SecondsOfInstant(TimeZone zone) : IMap<long, long>
    {
        private ZoneCursor cursor = new(zone);

        public long Map(long value) => TimeUnits.FloorMod(cursor.ToLocal(value), TimeUnits.MicrosPerMinute);
    }

    private struct MonthsBetween(TimeZone zone) : ILaneFunction<double>
    {
        private ZoneCursor cursor = new(zone);

        public bool TryCompute(ReadOnlySpan<Vector> operands, int lane, out double result)
        {
            result = TimestampArithmetic.MonthsBetween(cursor.ToLocal(operands[0].Long(lane)), cursor.ToLocal(operands[1].Long(lane)), operands[2].Bool(lane));
            return true;
        }
    }

    private struct AddMonths(TimeZone zone) : ITryZip<long, int, long>
    {
        private ZoneCursor cursor = new(zone);

        public bool TryZip(long left, int right, out long result) => TimestampArithmetic.TryAddMonths(left, right, ref cursor, out result);
    }

    /// <summary>A duration's whole days move the local date, its rest the instant.</summary>
    private struct AddDuration(TimeZone zone) : ITryZip<long, long, long>
    {
        private ZoneCursor cursor = new(zone);

        public bool TryZip(long left, long right, out long result) =>
            TimestampArithmetic.TryAddDays(left, right / TimeUnits.MicrosPerDay, ref cursor, out result)
            && TimestampArithmetic.TryAddMicros(result, right % TimeUnits.MicrosPerDay, out result);
    }

    private struct AddCalendarInterval(TimeZone zone) : ITryZip<long, CalendarInterval, long>
    {
        private ZoneCursor cursor = new(zone);

        public bool TryZip(long left, CalendarInterval right, out long result) => TimestampArithmetic.TryAdd(left, right, ref cursor, out result);
    }

    /// <summary>The difference of the local times.</summary>
    private struct Difference(TimeZone zone) : ITryZip<long, long, long>
    {
        private ZoneCursor cursor = new(zone);

        public bool TryZip(long left, long right, out long result)
        {
            var (l, r) = (cursor.ToLocal(left), cursor.ToLocal(right));
            result = unchecked(l - r);
            return ((l ^ r) & (l ^ result)) >= 0;
        }
    }

    private readonly struct AddToTime : ITryZip<long, long, long>
    {
        public bool TryZip(long left, long right, out long result)
        {
            result = left + right % (2 * TimeUnits.MicrosPerDay) * TimeUnits.NanosPerMicro;
            return Math.Abs(right) < TimeUnits.MicrosPerDay && result >= 0 && result < TimeUnits.MicrosPerDay * TimeUnits.NanosPerMicro;
        }
    }

    private readonly struct TimeDifference : ITryZip<long, long, long>
    {
        public bool TryZip(long left, long right, out long result)
        {
            result = (left - right) / TimeUnits.NanosPerMicro;
            return true;
        }
    }
}
