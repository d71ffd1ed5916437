using System.Buffers;
using System.Text;
using Spindle.Columnar.Errors;
using Spindle.Columnar.Time;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Formats.Patterns;
using Spindle.Functions.Evaluation;
using Spindle.Functions.Scalars.Shapes;
using Spindle.Functions.Scalars.Text;
using Spindle.Plans.Expressions;
using TimeZone = Spindle.Columnar.Time.TimeZone;

namespace Spindle.Functions.Scalars.Times;

/// <summary>Timestamps of text by a pattern, of units added, and of other zones; names of days and months.</summary>
internal static class ZoneFunctions
{
    public static readonly Dictionary<string, Func<Call, FunctionSite>> Table = new()
    {
        ["parse_timestamp"] = call => Site(call, new Parse(call, Zone(call.Arguments[2]), new PatternCache(call, PatternUse.Parsing)), 2),
        ["from_utc_timestamp"] = call => Site(call, new FromUtc(new NamedZones(call.Origin)), 2),
        ["to_utc_timestamp"] = call => Site(call, new ToUtc(new NamedZones(call.Origin)), 2),
        ["convert_timezone"] = call => Site(call, new Convert(new NamedZones(call.Origin), new NamedZones(call.Origin)), 3),
        ["timestampadd"] = call => Site(call, new AddUnits(Unit(call), call.Arguments[2].Type is TimestampType ? Zone(call.Arguments[3]) : TimeZone.Utc, call.Origin), 3),
        ["timestampdiff"] = call => Site(call, new UnitsBetween(Unit(call), Zone(call.Arguments[3])), 3),
        ["dayname"] = call => new FunctionSite(new TextFunctionKernel<DayName>(DataType.String, default), call.Arguments[0]),
        ["monthname"] = call => new FunctionSite(new TextFunctionKernel<MonthName>(DataType.String, default), call.Arguments[0]),
    };

    private static FunctionSite Site<TFunction>(Call call, TFunction function, int operands) where TFunction : struct, ILaneFunction<long> =>
        new(new LaneFunctionKernel<long, TFunction>(call.ResultType, function, canRaise: true), [.. call.Arguments.Take(operands)]);

    private static TimeZone Zone(Expression literal) => literal is Literal { Value: ByteString id } && TimeZone.Find(id.ToString()) is { } zone ? zone : TimeZone.Utc;

    private static string Unit(Call call) => call.Arguments[0] is Literal { Value: ByteString unit } ? unit.ToString().ToUpperInvariant() : "";

    private readonly struct Parse(Call call, TimeZone zone, PatternCache patterns) : ILaneFunction<long>
    {
        private readonly bool fails = call.Arguments[3] is Literal { Value: true };

        public bool TryCompute(ReadOnlySpan<Vector> operands, int lane, out long result)
        {
            var text = operands[0].Text(lane);
            var pattern = patterns.For(operands[1].Text(lane));
            if (call.ResultType is TimestampType ? pattern.TryParseInstant(text, zone, out result) : pattern.TryParse(text, out result, out _))
                return true;
            return fails
                ? throw EvaluationErrors.Of("CANNOT_PARSE_TIMESTAMP", "22007", $"'{Encoding.UTF8.GetString(text)}' is not of the pattern {pattern.Text}; use try_to_timestamp for null instead", call.Origin,
                    ("func", "`try_to_timestamp`"), ("message", "the text is not of the pattern"))
                : false;
        }
    }

    private readonly struct FromUtc(NamedZones zones) : ILaneFunction<long>
    {
        public bool TryCompute(ReadOnlySpan<Vector> operands, int lane, out long result)
        {
            result = zones.For(operands[1].Text(lane)).ToLocal(operands[0].Long(lane));
            return true;
        }
    }

    private readonly struct ToUtc(NamedZones zones) : ILaneFunction<long>
    {
        public bool TryCompute(ReadOnlySpan<Vector> operands, int lane, out long result)
        {
            result = zones.For(operands[1].Text(lane)).ToInstant(operands[0].Long(lane));
            return true;
        }
    }

    private readonly struct Convert(NamedZones from, NamedZones to) : ILaneFunction<long>
    {
        public bool TryCompute(ReadOnlySpan<Vector> operands, int lane, out long result)
        {
            result = to.For(operands[1].Text(lane)).ToLocal(from.For(operands[0].Text(lane)).ToInstant(operands[2].Long(lane)));
            return true;
        }
    }

    private readonly struct AddUnits(string unit, TimeZone zone, Origin origin) : ILaneFunction<long>
    {
        public bool TryCompute(ReadOnlySpan<Vector> operands, int lane, out long result)
        {
            var (count, start) = (operands[1].Long(lane), operands[2].Long(lane));
            var cursor = new ZoneCursor(zone);
            var (months, days, micros) = unit switch
            {
                "YEAR" => (12, 0, 0L),
                "QUARTER" => (3, 0, 0),
                "MONTH" => (1, 0, 0),
                "WEEK" => (0, 7, 0),
                "DAY" or "DAYOFYEAR" => (0, 1, 0),
                "HOUR" => (0, 0, TimeUnits.MicrosPerHour),
                "MINUTE" => (0, 0, TimeUnits.MicrosPerMinute),
                "SECOND" => (0, 0, TimeUnits.MicrosPerSecond),
                "MILLISECOND" => (0, 0, TimeUnits.MicrosPerMilli),
                _ => (0, 0, 1),
            };
            var high = Math.BigMul(count, months + days + micros, out var amount);
            var fits = high == amount >> 63;
            result = 0;
            if (fits && (months > 0 ? TimestampArithmetic.TryAddMonths(start, amount, ref cursor, out result) : days > 0 ? TimestampArithmetic.TryAddDays(start, amount, ref cursor, out result)
                : TimestampArithmetic.TryAddMicros(start, amount, out result)))
            {
                return true;
            }

            throw EvaluationErrors.Of("DATETIME_OVERFLOW", "22008", $"{count} {unit} later is out of the range of timestamps", origin, ("operation", $"add {count} {unit}"));
        }
    }

    /// <summary>Whole units of local time, cut towards zero; hours and less are of the instants.</summary>
    private readonly struct UnitsBetween(string unit, TimeZone zone) : ILaneFunction<long>
    {
        public bool TryCompute(ReadOnlySpan<Vector> operands, int lane, out long result)
        {
            var (from, to) = (operands[1].Long(lane), operands[2].Long(lane));
            var (localFrom, localTo) = (zone.ToLocal(from), zone.ToLocal(to));
            result = unit switch
            {
                "YEAR" => Months(localFrom, localTo) / 12,
                "QUARTER" => Months(localFrom, localTo) / 3,
                "MONTH" => Months(localFrom, localTo),
                "WEEK" => (localTo - localFrom) / TimeUnits.MicrosPerDay / 7,
                "DAY" or "DAYOFYEAR" => (localTo - localFrom) / TimeUnits.MicrosPerDay,
                "HOUR" => (to - from) / TimeUnits.MicrosPerHour,
                "MINUTE" => (to - from) / TimeUnits.MicrosPerMinute,
                "SECOND" => (to - from) / TimeUnits.MicrosPerSecond,
                "MILLISECOND" => (to - from) / TimeUnits.MicrosPerMilli,
                _ => to - from,
            };
            return true;
        }

        private static long Months(long from, long to)
        {
            var (start, end) = (Calendar.CivilFromDays(TimeUnits.DayOf(from)), Calendar.CivilFromDays(TimeUnits.DayOf(to)));
            var months = (end.Year - start.Year) * 12L + end.Month - start.Month;
            var rest = (end.Day - start.Day) * TimeUnits.MicrosPerDay + TimeUnits.TimeOfDay(to) - TimeUnits.TimeOfDay(from);
            return months > 0 && rest < 0 ? months - 1 : months < 0 && rest > 0 ? months + 1 : months;
        }
    }

    private readonly struct DayName : ITextFunction
    {
        public bool TryWrite(ReadOnlySpan<Vector> operands, int lane, IBufferWriter<byte> target)
        {
            target.Write(CalendarNames.Days[Calendar.WeekDay(operands[0].Int(lane))].AsSpan(0, 3));
            return true;
        }
    }

    private readonly struct MonthName : ITextFunction
    {
        public bool TryWrite(ReadOnlySpan<Vector> operands, int lane, IBufferWriter<byte> target)
        {
            target.Write(CalendarNames.Months[Calendar.Month(operands[0].Int(lane)) - 1].AsSpan(0, 3));
            return true;
        }
    }
}
