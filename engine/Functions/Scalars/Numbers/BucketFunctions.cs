using Spindle.Columnar.Errors;
using Spindle.Columnar.Kernels;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Functions.Evaluation;
using Spindle.Functions.Scalars.Shapes;
using Spindle.Functions.Scalars.Text;
using Spindle.Plans.Expressions;

namespace Spindle.Functions.Scalars.Numbers;

/// <summary>Functions that place numbers in buckets, and read single bits.</summary>
internal static class BucketFunctions
{
    private const int BitmapBits = 32_768;

    public static readonly Dictionary<string, Func<Call, FunctionSite>> Table = new()
    {
        ["width_bucket"] = call => call.Arguments[0].Type switch
        {
            YearMonthIntervalType => Bucket<int>(call),
            DayTimeIntervalType => Bucket<long>(call),
            _ => Bucket<double>(call),
        },
        ["bit_get"] = call => call.Arguments[0].Type switch
        {
            ByteType => Bit<sbyte>(call),
            ShortType => Bit<short>(call),
            IntegerType => Bit<int>(call),
            _ => Bit<long>(call),
        },
        ["bitmap_bucket_number"] = call => new FunctionSite(new MapKernel<long, long, BitmapBucket>(DataType.Long, default), call.Arguments[0]),
        ["bitmap_bit_position"] = call => new FunctionSite(new MapKernel<long, long, BitmapPosition>(DataType.Long, default), call.Arguments[0]),
        ["bitmap_count"] = call => new FunctionSite(new TextMeasureKernel<long, BitmapCount>(DataType.Long, default), call.Arguments[0]),
    };

    private static FunctionSite Bucket<T>(Call call) where T : unmanaged, System.Numerics.INumber<T> =>
        new(new LaneFunctionKernel<long, WidthBucket<T>>(DataType.Long, default), [.. call.Arguments]);

    private static FunctionSite Bit<T>(Call call) where T : unmanaged, System.Numerics.IBinaryInteger<T> =>
        new(new LaneFunctionKernel<sbyte, BitGet<T>>(DataType.Byte, new BitGet<T>(call.Name, call.Origin), canRaise: true), [.. call.Arguments]);

    /// <summary>width_bucket(value, from, to, count): 0 before the first bucket, count + 1 behind the last; null for bounds that are equal or not finite.</summary>
    private readonly struct WidthBucket<T> : ILaneFunction<long> where T : unmanaged, System.Numerics.INumber<T>
    {
        public bool TryCompute(ReadOnlySpan<Vector> operands, int lane, out long result)
        {
            var (value, from, to) = (Number(operands[0], lane), Number(operands[1], lane), Number(operands[2], lane));
            var count = operands[3].Long(lane);
            result = 0;
            if (count is <= 0 or long.MaxValue || double.IsNaN(value) || from == to || !double.IsFinite(from) || !double.IsFinite(to))
                return false;
            var (done, width) = from < to ? (value - from, to - from) : (from - value, from - to);
            result = done < 0 ? 0 : done >= width ? count + 1 : (long)(count * done / width) + 1;
            return true;
        }

        private static double Number(Vector vector, int lane) => double.CreateTruncating(new Operand<T>(vector)[lane]);
    }

    private readonly struct BitGet<T>(string name, Origin origin) : ILaneFunction<sbyte> where T : unmanaged, System.Numerics.IBinaryInteger<T>
    {
        public bool TryCompute(ReadOnlySpan<Vector> operands, int lane, out sbyte result)
        {
            var position = operands[1].Int(lane);
            var bits = 8 * T.Zero.GetByteCount();
            if (position < 0 || position >= bits)
            {
                throw EvaluationErrors.Of("INVALID_PARAMETER_VALUE.BIT_POSITION_RANGE", "22023", $"there is no bit {position} of {bits}", origin,
                    ("functionName", $"`{name}`"), ("parameter", "`pos`"), ("upper", $"{bits}"), ("invalidValue", $"{position}"));
            }

            result = (sbyte)(long.CreateTruncating(new Operand<T>(operands[0])[lane]) >> position & 1);
            return true;
        }
    }

    private readonly struct BitmapBucket : IMap<long, long>
    {
        public long Map(long value) => value > 0 ? 1 + (value - 1) / BitmapBits : value / BitmapBits;
    }

    private readonly struct BitmapPosition : IMap<long, long>
    {
        public long Map(long value) => value > 0 ? (value - 1) % BitmapBits : -value % BitmapBits;
    }

    private readonly struct BitmapCount : ITextMeasure<long>
    {
        public long Measure(ReadOnlySpan<byte> text)
        {
            long count = 0;
            foreach (var value in text)
                count += System.Numerics.BitOperations.PopCount(value);
            return count;
        }
    }
}
