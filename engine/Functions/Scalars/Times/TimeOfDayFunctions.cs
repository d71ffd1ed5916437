using System.Numerics;
using System.Text;
using Spindle.Columnar.Errors;
using Spindle.Columnar.Kernels;
using Spindle.Columnar.Time;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Formats.Patterns;
using Spindle.Formats.Values;
using Spindle.Functions.Casts;
using Spindle.Functions.Evaluation;
using Spindle.Functions.Scalars.Shapes;
using Spindle.Functions.Scalars.Text;
using Spindle.Plans.Expressions;
using Vector = Spindle.Columnar.Vectors.Vector;

namespace Spindle.Functions.Scalars.Times;

/// <summary>Functions of times of day, which are nanoseconds since midnight.</summary>
internal static class TimeOfDayFunctions
{
    private const long NanosPerSecond = TimeUnits.MicrosPerSecond * TimeUnits.NanosPerMicro;

    public static readonly Dictionary<string, Func<Call, FunctionSite>> Table = new()
    {
        ["make_time"] = call => Site(call, new MakeTime(call.Origin), 3),
        ["to_time"] = call => Site(call, new Parse(call), call.Arguments.Count - 1),
        ["time_units_between"] = call => Site(call, new UnitsBetween(call), 3),
        ["time_trunc"] = call => Site(call, new Truncate(call), 2),
        ["time_from_seconds"] = call => Site(call, new OfSeconds(call), 1),
        ["time_from_millis"] = call => Site(call, new OfUnits(TimeUnits.MicrosPerMilli * TimeUnits.NanosPerMicro, call.Origin), 1),
        ["time_from_micros"] = call => Site(call, new OfUnits(TimeUnits.NanosPerMicro, call.Origin), 1),
        // A decimal of scale 6 holds microseconds.
        ["time_to_seconds"] = call => new FunctionSite(new MapKernel<long, long, InUnits>(call.ResultType, new InUnits(TimeUnits.NanosPerMicro)), call.Arguments[0]),
        ["time_to_millis"] = call => new FunctionSite(new MapKernel<long, long, InUnits>(call.ResultType, new InUnits(TimeUnits.NanosPerMicro * TimeUnits.MicrosPerMilli)), call.Arguments[0]),
        ["time_to_micros"] = call => new FunctionSite(new MapKernel<long, long, InUnits>(call.ResultType, new InUnits(TimeUnits.NanosPerMicro)), call.Arguments[0]),
    };

    private static FunctionSite Site<TFunction>(Call call, TFunction function, int operands) where TFunction : struct, ILaneFunction<long> =>
        new(new LaneFunctionKernel<long, TFunction>(call.ResultType, function, canRaise: true), [.. call.Arguments.Take(operands)]);

    private static SpindleException OutOfBounds(string what, Origin origin) =>
        EvaluationErrors.Of("DATETIME_FIELD_OUT_OF_BOUNDS.WITHOUT_SUGGESTION", "22023", what, origin, ("rangeMessage", what));

    private static bool TryTime(BigInteger nanos, Origin origin, out long result) => nanos >= 0 && nanos < TimeUnits.MicrosPerDay * TimeUnits.NanosPerMicro
        ? (result = (long)nanos) >= 0
        : throw OutOfBounds($"{nanos} nanoseconds after midnight are not within the day", origin);

    /// <summary>Nanoseconds of a unit of less than a day, by its name.</summary>
    private static long Unit(ReadOnlySpan<byte> text, Call call) => Encoding.UTF8.GetString(text).ToUpperInvariant() switch
    {
        "HOUR" => 3_600 * NanosPerSecond,
        "MINUTE" => 60 * NanosPerSecond,
        "SECOND" => NanosPerSecond,
        "MILLISECOND" => NanosPerSecond / 1_000,
        "MICROSECOND" => TimeUnits.NanosPerMicro,
        _ => throw EvaluationErrors.Of("INVALID_PARAMETER_VALUE.TIME_UNIT", "22023", $"'{Encoding.UTF8.GetString(text)}' is no unit of a time of day: they are hour, minute, second, millisecond and microsecond",
            call.Origin, ("functionName", $"`{call.Name}`"), ("parameter", "`unit`"), ("invalidValue", $"'{Encoding.UTF8.GetString(text)}'")),
    };

    private readonly struct MakeTime(Origin origin) : ILaneFunction<long>
    {
        public bool TryCompute(ReadOnlySpan<Vector> operands, int lane, out long result)
        {
            var (hour, minute, micros) = (operands[0].Int(lane), operands[1].Int(lane), (long)new DecimalOperand(operands[2])[lane]);
            if (hour is < 0 or > 23)
                throw OutOfBounds($"hour {hour} is not in 0 to 23", origin);
            if (minute is < 0 or > 59)
                throw OutOfBounds($"minute {minute} is not in 0 to 59", origin);
            if (micros is < 0 or >= TimeUnits.MicrosPerMinute)
                throw OutOfBounds($"second {micros / TimeUnits.MicrosPerSecond} is not in 0 to 59", origin);
            result = (hour * TimeUnits.MicrosPerHour + minute * TimeUnits.MicrosPerMinute + micros) * TimeUnits.NanosPerMicro;
            return true;
        }
    }

    private readonly struct Parse(Call call) : ILaneFunction<long>
    {
        private readonly PatternCache patterns = new(call, PatternUse.Parsing);
        private readonly bool fails = call.Arguments[^1] is Literal { Value: true };

        public bool TryCompute(ReadOnlySpan<Vector> operands, int lane, out long result)
        {
            var text = operands[0].Text(lane);
            if (operands.Length == 1)
            {
                if (TimeText.TryParse(text, out result))
                    return true;
            }
            else if (patterns.For(operands[1].Text(lane)).TryParse(text, out result, out _))
            {
                result = TimeUnits.TimeOfDay(result) * TimeUnits.NanosPerMicro;
                return true;
            }

            if (!fails)
                return false;
            var format = operands.Length == 1 ? "HH:mm:ss.SSSSSS" : Encoding.UTF8.GetString(operands[1].Text(lane));
            throw EvaluationErrors.Of("CANNOT_PARSE_TIME", "22010", $"'{Encoding.UTF8.GetString(text)}' is no time of the pattern '{format}'; use try_to_time for null instead", call.Origin,
                ("input", $"'{Encoding.UTF8.GetString(text)}'"), ("format", $"'{format}'"));
        }
    }

    private readonly struct UnitsBetween(Call call) : ILaneFunction<long>
    {
        public bool TryCompute(ReadOnlySpan<Vector> operands, int lane, out long result)
        {
            result = (operands[2].Long(lane) - operands[1].Long(lane)) / Unit(operands[0].Text(lane), call);
            return true;
        }
    }

    private readonly struct Truncate(Call call) : ILaneFunction<long>
    {
        public bool TryCompute(ReadOnlySpan<Vector> operands, int lane, out long result)
        {
            var nanos = operands[1].Long(lane);
            result = nanos - nanos % Unit(operands[0].Text(lane), call);
            return true;
        }
    }

    private readonly struct OfUnits(long nanosPerUnit, Origin origin) : ILaneFunction<long>
    {
        public bool TryCompute(ReadOnlySpan<Vector> operands, int lane, out long result) => TryTime((BigInteger)operands[0].Long(lane) * nanosPerUnit, origin, out result);
    }

    /// <summary>Whole, decimal or floating seconds; what is less than a microsecond is cut off.</summary>
    private readonly struct OfSeconds(Call call) : ILaneFunction<long>
    {
        public bool TryCompute(ReadOnlySpan<Vector> operands, int lane, out long result)
        {
            var seconds = operands[0].Read(lane);
            if (seconds is Int128 unscaled)
                return TryTime((BigInteger)unscaled * TimeUnits.MicrosPerSecond / BigInteger.Pow(10, ((DecimalType)call.Arguments[0].Type).Scale) * TimeUnits.NanosPerMicro, call.Origin, out result);
            if (seconds is not (double or float))
                return TryTime((BigInteger)Convert.ToInt64(seconds, System.Globalization.CultureInfo.InvariantCulture) * NanosPerSecond, call.Origin, out result);
            var value = Convert.ToDouble(seconds, System.Globalization.CultureInfo.InvariantCulture);
            return double.IsFinite(value)
                ? TryTime(new BigInteger(value * TimeUnits.MicrosPerSecond) * TimeUnits.NanosPerMicro, call.Origin, out result)
                : throw OutOfBounds($"{LaneText.Of(operands[0], lane)} seconds after midnight are not within the day", call.Origin);
        }
    }

    private readonly struct InUnits(long nanosPerUnit) : IMap<long, long>
    {
        public long Map(long value) => value / nanosPerUnit;
    }
}
