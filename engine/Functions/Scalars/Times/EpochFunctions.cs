using Spindle.Columnar.Time;
using Spindle.Columnar.Types;
using Spindle.Functions.Casts;
using Spindle.Functions.Evaluation;
using Spindle.Functions.Scalars.Shapes;
using Spindle.Plans.Expressions;

namespace Spindle.Functions.Scalars.Times;

/// <summary>Instants as counts since 1970, and back.</summary>
internal static class EpochFunctions
{
    public static readonly Dictionary<string, Func<Call, FunctionSite>> Table = new()
    {
        ["unix_seconds"] = call => Count(call, TimeUnits.MicrosPerSecond),
        ["unix_millis"] = call => Count(call, TimeUnits.MicrosPerMilli),
        ["unix_micros"] = call => Count(call, 1),
        ["timestamp_seconds"] = Seconds,
        ["timestamp_millis"] = call => Whole(call, TimeUnits.MicrosPerMilli),
        ["timestamp_micros"] = call => Whole(call, 1),
    };

    private static FunctionSite Count(Call call, long unit) => new(new MapKernel<long, long, CountUnits>(DataType.Long, new CountUnits(unit)), call.Arguments[0]);

    private static FunctionSite Seconds(Call call) => call.Arguments[0].Type switch
    {
        DecimalType from => new(new DecimalToIntegerKernel<long>(new CastSite(from, DataType.Timestamp, EvaluationMode.Ansi, Columnar.Time.TimeZone.Utc, call.Origin), from.Scale, TimeUnits.MicrosPerSecond),
            call.Arguments[0]),
        FloatType => new(new MapKernel<float, long, FloatSeconds<float>>(DataType.Timestamp, default), call.Arguments[0]),
        DoubleType => new(new MapKernel<double, long, FloatSeconds<double>>(DataType.Timestamp, default), call.Arguments[0]),
        _ => Whole(call, TimeUnits.MicrosPerSecond),
    };

    private static FunctionSite Whole(Call call, long unit) => call.Arguments[0].Type switch
    {
        ByteType => Whole<sbyte>(call, unit),
        ShortType => Whole<short>(call, unit),
        IntegerType => Whole<int>(call, unit),
        _ => Whole<long>(call, unit),
    };

    private static FunctionSite Whole<T>(Call call, long unit) where T : unmanaged, System.Numerics.IBinaryInteger<T> => new(
        new TryMapKernel<T, long, Units<T>>(DataType.Timestamp, new Units<T>(unit),
            (value, lane) => EvaluationErrors.Overflow(DataType.Long, $"{call.Name}({LaneText.Of(value, lane)})", call.Origin)), call.Arguments[0]);

    private readonly struct CountUnits(long unit) : IMap<long, long>
    {
        public long Map(long value) => TimeUnits.FloorDiv(value, unit);
    }

    private readonly struct Units<T>(long unit) : ITryMap<T, long> where T : unmanaged, System.Numerics.IBinaryInteger<T>
    {
        public bool TryMap(T value, out long result)
        {
            var high = Math.BigMul(long.CreateTruncating(value), unit, out result);
            return high == result >> 63;
        }
    }

    /// <summary>Saturates at the range's ends.</summary>
    private readonly struct FloatSeconds<T> : IMap<T, long> where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        public long Map(T value)
        {
            new FloatSecondsToMicros<T>().TryConvert(value, out var result);
            return result;
        }
    }
}
