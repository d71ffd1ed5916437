using System.Globalization;
using Spindle.Columnar.Errors;
using Spindle.Columnar.Kernels;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Numerics;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Formats.Values;
using Spindle.Functions.Casts;
using Spindle.Functions.Evaluation;
using Spindle.Functions.Scalars.Shapes;
using Spindle.Plans.Expressions;

namespace Spindle.Functions.Scalars.Numbers;

/// <summary>round, bround, ceil and floor.</summary>
internal static class RoundingFunctions
{
    public static readonly Dictionary<string, Func<Call, FunctionSite>> Table = new()
    {
        ["round"] = call => Round(call, RoundingKind.HalfUp),
        ["bround"] = call => Round(call, RoundingKind.HalfEven),
        ["ceil"] = call => Whole(call, RoundingKind.Ceiling),
        ["floor"] = call => Whole(call, RoundingKind.Floor),
    };

    private static FunctionSite Whole(Call call, RoundingKind kind) => call.Arguments[0].Type switch
    {
        DecimalType => Round(call, kind),
        LongType => new FunctionSite(new RetypeKernel(DataType.Long), call.Arguments[0]),
        _ => new FunctionSite(new TryMapKernel<double, long, DoubleToWhole>(DataType.Long, new DoubleToWhole(kind),
            (value, lane) => EvaluationErrors.Overflow(DataType.Long, $"{call.Name}({LaneText.Of(value, lane)})", call.Origin)), call.Arguments[0]),
    };

    private static FunctionSite Round(Call call, RoundingKind kind)
    {
        var digits = 0;
        if (call.Arguments.Count > 1)
        {
            if (call.Arguments[1] is not Literal { Value: { } value })
                return new FunctionSite(new NullKernel(call.ResultType), call.Arguments[0]);
            digits = Convert.ToInt32(value, CultureInfo.InvariantCulture);
        }
        ScalarKernel kernel = call.Arguments[0].Type switch
        {
            DecimalType from => new RoundDecimalKernel(from, (DecimalType)call.ResultType, digits, kind, call.Origin),
            FloatType => new MapKernel<float, float, RoundFloat>(DataType.Float, new RoundFloat(digits, kind)),
            DoubleType => new MapKernel<double, double, RoundDouble>(DataType.Double, new RoundDouble(digits, kind)),
            ByteType => Integers<sbyte>(call, digits, kind),
            ShortType => Integers<short>(call, digits, kind),
            IntegerType => Integers<int>(call, digits, kind),
            _ => Integers<long>(call, digits, kind),
        };
        return new FunctionSite(kernel, call.Arguments[0]);
    }

    private static ScalarKernel Integers<T>(Call call, int digits, RoundingKind kind) where T : unmanaged, System.Numerics.IBinaryInteger<T> => digits >= 0
        ? new RetypeKernel(call.ResultType)
        : new TryMapKernel<T, T, RoundInteger<T>>(call.ResultType, new RoundInteger<T>(digits, kind),
            (value, lane) => EvaluationErrors.Overflow(call.ResultType, $"{call.Name}({LaneText.Of(value, lane)}, {digits})", call.Origin));

    /// <summary>0 for NaN.</summary>
    private readonly struct DoubleToWhole(RoundingKind kind) : ITryMap<double, long>
    {
        public bool TryMap(double value, out long result) =>
            new FloatToInteger<double, long>().TryConvert(kind == RoundingKind.Ceiling ? Math.Ceiling(value) : Math.Floor(value), out result) || double.IsNaN(value);
    }

    private readonly struct RoundInteger<T>(int digits, RoundingKind kind) : ITryMap<T, T> where T : unmanaged, System.Numerics.IBinaryInteger<T>
    {
        public bool TryMap(T value, out T result)
        {
            var fits = Rounding.TryRound(long.CreateTruncating(value), 0, digits, kind, out var exact);
            result = T.CreateTruncating(exact);
            return fits && Int128.CreateTruncating(result) == exact;
        }
    }

    private readonly struct RoundDouble(int digits, RoundingKind kind) : IMap<double, double>
    {
        public double Map(double value)
        {
            if (kind <= RoundingKind.HalfEven && TryFast(value, out var rounded))
                return rounded;
            Span<byte> text = stackalloc byte[FloatText.MaxLength + 24];
            return double.IsFinite(value) && RoundedText.TryRound(text, FloatText.Format(value, text), digits, kind, out var length) && FloatText.TryParse(text[..length], out double result)
                ? result : value;
        }

        /// <summary>
        /// Multiplies, rounds and divides. What the number prints as is within half a unit of its last place, as is the product: where that is too little to reach a tie, both
        /// ways round alike, and the quotient of two whole numbers that are exact is the double nearest to the decimal.
        /// </summary>
        private bool TryFast(double value, out double result)
        {
            const double LargestExact = 1L << 52;
            result = value;
            if (digits is < 0 or > 15)
                return false;
            var power = (double)PowersOfTen.Int64(digits);
            var scaled = Math.Abs(value) * power;
            if (!(scaled < LargestExact))
                return false;
            var whole = Math.Floor(scaled);
            var fraction = scaled - whole;
            if (Math.Abs(fraction - 0.5) <= scaled * (1.0 / (1L << 50)) + double.Epsilon)
                return false;
            var rounded = fraction > 0.5 ? whole + 1 : whole;
            // Zero keeps or loses its sign by how it prints.
            if (rounded == 0)
                return false;
            result = Math.CopySign(rounded / power, value);
            return true;
        }
    }

    private readonly struct RoundFloat(int digits, RoundingKind kind) : IMap<float, float>
    {
        public float Map(float value)
        {
            Span<byte> text = stackalloc byte[FloatText.MaxLength + 24];
            return float.IsFinite(value) && RoundedText.TryRound(text, FloatText.Format(value, text), digits, kind, out var length) && FloatText.TryParse(text[..length], out float result)
                ? result : value;
        }
    }

    /// <summary>Floating-point numbers are rounded by the decimal digits that they print with.</summary>
    private static class RoundedText
    {
        /// <summary>Replaces the number by the rounded one; false where rounding changes nothing.</summary>
        public static bool TryRound(Span<byte> text, int printed, int digits, RoundingKind kind, out int length)
        {
            length = printed;
            if (!DecimalText.TryParseExact(text[..printed], out var unscaled, out var scale) || scale <= digits)
                return false;
            length = DecimalText.Format(Rounding.Drop(unscaled, scale - digits, kind), 0, text);
            text[length++] = (byte)'E';
            length += IntegerText.Format(-digits, text[length..]);
            return true;
        }
    }

    private sealed unsafe class RoundDecimalKernel(DecimalType from, DecimalType to, int digits, RoundingKind kind, Origin origin) : ScalarKernel
    {
        public override bool CanRaise => true;

        public override Vector Run(ReadOnlySpan<Vector> operands, LaneSet lanes, MemoryBudget budget)
        {
            using var output = new FlatOutput(to, lanes.Length, budget);
            output.NullWhereAny(operands[0]);
            // The result's type has at most the operand's decimals.
            var at = Math.Min(digits, from.Scale);
            if (operands[0].Physical == PhysicalType.Int64 && to.Physical == PhysicalType.Int64 && at >= 0 && at == to.Scale && from.Scale - at is > 0 and <= PowersOfTen.MaxInt64Exponent
                && TryNarrow(new Operand<long>(operands[0]), PowersOfTen.Int64(from.Scale - at), lanes, output))
                return output.Build();
            var source = new DecimalOperand(operands[0]);
            for (var i = 0; i < lanes.Count; i++)
            {
                var lane = lanes[i];
                if (output.IsNull(lane))
                    continue;
                if (!Rounding.TryRound(source[lane], from.Scale, at, kind, out var value)
                    || !DecimalArithmetic.TryRescale(value, Math.Max(at, 0), to.Precision, to.Scale, out value))
                    throw EvaluationErrors.DecimalOutOfRange(LaneText.Of(operands[0], lane), to, origin);
                DecimalOutput.Put(output, to, lane, value);
            }
            return output.Build();
        }

        /// <summary>In 64 bits; false where some lane has too many digits for the result's type.</summary>
        private bool TryNarrow(Operand<long> source, long unit, LaneSet lanes, FlatOutput output)
        {
            var target = (long*)output.Values;
            for (var i = 0; i < lanes.Count; i++)
            {
                var lane = lanes[i];
                if (output.IsNull(lane))
                    continue;
                target[lane] = Rounding.Drop(source[lane], unit, kind);
                if (!PowersOfTen.Fits(target[lane], to.Precision))
                    return false;
            }

            return true;
        }
    }
}
