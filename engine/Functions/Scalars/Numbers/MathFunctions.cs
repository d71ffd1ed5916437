using Spindle.Columnar.Errors;
using Spindle.Columnar.Kernels;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Numerics;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Functions.Casts;
using Spindle.Functions.Evaluation;
using Spindle.Functions.Scalars.Shapes;
using Spindle.Plans.Expressions;

namespace Spindle.Functions.Scalars.Numbers;

/// <summary>Signs and remainders of every kind of number.</summary>
internal static class MathFunctions
{
    public static readonly Dictionary<string, Func<Call, FunctionSite>> Table = new()
    {
        ["negative"] = call => new FunctionSite(new NegateKernel(call.ResultType, call.Traits.HasFlag(FunctionTraits.CanRaise), false, call.Origin), call.Arguments[0]),
        ["abs"] = call => new FunctionSite(new NegateKernel(call.ResultType, call.Traits.HasFlag(FunctionTraits.CanRaise), true, call.Origin), call.Arguments[0]),
        ["isnan"] = call => new FunctionSite(new IsNanKernel(), call.Arguments[0]),
        ["nanvl"] = call => call.ResultType is FloatType
            ? new FunctionSite(new NanvlKernel<float>(call.ResultType), [.. call.Arguments])
            : new FunctionSite(new NanvlKernel<double>(call.ResultType), [.. call.Arguments]),
        ["signum"] = Signum,
        ["pmod"] = call => new FunctionSite(new PmodKernel(call.ResultType, call.Traits.HasFlag(FunctionTraits.CanRaise), call.Origin), call.Arguments[0], call.Arguments[1]),
    };

    private static FunctionSite Signum(Call call) => call.Arguments[0].Type switch
    {
        YearMonthIntervalType => new(new MapKernel<int, double, SignOfMonths>(DataType.Double, default), call.Arguments[0]),
        DayTimeIntervalType => new(new MapKernel<long, double, SignOfDuration>(DataType.Double, default), call.Arguments[0]),
        _ => new(new MapKernel<double, double, SignOfDouble>(DataType.Double, default), call.Arguments[0]),
    };

    /// <summary>False for null.</summary>
    private sealed unsafe class IsNanKernel : ScalarKernel
    {
        public override bool IsCheap => true;

        public override Vector Run(ReadOnlySpan<Vector> operands, LaneSet lanes, MemoryBudget budget)
        {
            var value = operands[0];
            using var output = new FlatOutput(DataType.Boolean, lanes.Length, budget);
            for (var i = 0; i < lanes.Count; i++)
            {
                var lane = lanes[i];
                if (!value.IsNull(lane) && (value.Physical == PhysicalType.Float32 ? float.IsNaN(new Operand<float>(value)[lane]) : double.IsNaN(new Operand<double>(value)[lane])))
                    Bits.Set(output.Values, lane);
            }
            return output.Build();
        }
    }

    /// <summary>The first operand, or the second where the first is NaN.</summary>
    private sealed unsafe class NanvlKernel<T>(DataType type) : ScalarKernel where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        public override Vector Run(ReadOnlySpan<Vector> operands, LaneSet lanes, MemoryBudget budget)
        {
            var (first, second) = (new Operand<T>(operands[0]), new Operand<T>(operands[1]));
            using var output = new FlatOutput(type, lanes.Length, budget);
            output.NullWhereAny(operands[0]);
            for (var i = 0; i < lanes.Count; i++)
            {
                var lane = lanes[i];
                var isNaN = T.IsNaN(first[lane]);
                ((T*)output.Values)[lane] = isNaN ? second[lane] : first[lane];
                if (isNaN && operands[1].IsNull(lane))
                    output.SetNull(lane);
            }
            return output.Build();
        }
    }

    private readonly struct SignOfDouble : IMap<double, double>
    {
        public double Map(double value) => double.IsNaN(value) || value == 0 ? value : Math.Sign(value);
    }

    private readonly struct SignOfMonths : IMap<int, double>
    {
        public double Map(int value) => Math.Sign(value);
    }

    private readonly struct SignOfDuration : IMap<long, double>
    {
        public double Map(long value) => Math.Sign(value);
    }

    /// <summary>The number or interval below zero, or only where it is below zero already; the smallest value has no opposite.</summary>
    private sealed unsafe class NegateKernel(DataType type, bool canRaise, bool onlyNegative, Origin origin) : ScalarKernel
    {
        public override bool CanRaise => canRaise && type is not (FloatType or DoubleType or DecimalType);

        public override bool IsCheap => true;

        public override Vector Run(ReadOnlySpan<Vector> operands, LaneSet lanes, MemoryBudget budget)
        {
            var value = operands[0];
            using var output = new FlatOutput(type, lanes.Length, budget, value.Physical);
            output.NullWhereAny(value);
            var fault = value.Physical switch
            {
                PhysicalType.Int8 => Integers<sbyte>(value, lanes, output),
                PhysicalType.Int16 => Integers<short>(value, lanes, output),
                PhysicalType.Int32 => Integers<int>(value, lanes, output),
                PhysicalType.Int64 => Integers<long>(value, lanes, output),
                PhysicalType.Int128 => Integers<Int128>(value, lanes, output),
                PhysicalType.Float32 => Floats<float>(value, lanes, output),
                PhysicalType.Float64 => Floats<double>(value, lanes, output),
                _ => Intervals(value, lanes, output),
            };
            if (fault >= 0 && canRaise)
                throw type is IntegralType ? EvaluationErrors.Overflow(type, $"the opposite of {LaneText.Of(value, fault)}", origin) : EvaluationErrors.IntervalOutOfRange(origin);
            return output.Build();
        }

        /// <summary>Computes the lanes; the first that has no opposite, -1 where all have.</summary>
        private int Integers<T>(Vector value, LaneSet lanes, FlatOutput output) where T : unmanaged, System.Numerics.IBinaryInteger<T>, System.Numerics.IMinMaxValue<T>
        {
            var source = new Operand<T>(value);
            var target = (T*)output.Values;
            var fault = -1;
            for (var i = lanes.Count - 1; i >= 0; i--)
            {
                var lane = lanes[i];
                var number = source[lane];
                target[lane] = onlyNegative && !T.IsNegative(number) ? number : unchecked(-number);
                if (number == T.MinValue && !output.IsNull(lane))
                    fault = lane;
            }

            return fault;
        }

        private int Floats<T>(Vector value, LaneSet lanes, FlatOutput output) where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
        {
            var source = new Operand<T>(value);
            var target = (T*)output.Values;
            for (var i = 0; i < lanes.Count; i++)
                target[lanes[i]] = onlyNegative ? T.Abs(source[lanes[i]]) : -source[lanes[i]];
            return -1;
        }

        private static int Intervals(Vector value, LaneSet lanes, FlatOutput output)
        {
            var source = new Operand<CalendarInterval>(value);
            for (var i = 0; i < lanes.Count; i++)
            {
                var lane = lanes[i];
                var interval = source[lane];
                ((CalendarInterval*)output.Values)[lane] = unchecked(new CalendarInterval(-interval.Months, -interval.Days, -interval.Microseconds));
                if (!output.IsNull(lane) && interval is not { Months: not int.MinValue, Days: not int.MinValue, Microseconds: not long.MinValue })
                    return lane;
            }

            return -1;
        }
    }

    /// <summary>The remainder with the divisor's sign: ((a % b) + b) % b where a % b is below zero.</summary>
    private sealed class PmodKernel(DataType type, bool canRaise, Origin origin) : ScalarKernel
    {
        public override bool CanRaise => canRaise;

        public override Vector Run(ReadOnlySpan<Vector> operands, LaneSet lanes, MemoryBudget budget)
        {
            var (left, right) = (operands[0], operands[1]);
            using var output = new FlatOutput(type, lanes.Length, budget);
            output.NullWhereAny(left, right);
            for (var i = 0; i < lanes.Count; i++)
            {
                var lane = lanes[i];
                if (output.IsNull(lane) || TryLane(left, right, lane, output))
                    continue;
                if (canRaise)
                    throw EvaluationErrors.RemainderByZero(origin);
                output.SetNull(lane);
            }
            return output.Build();
        }

        private unsafe bool TryLane(Vector left, Vector right, int lane, FlatOutput output)
        {
            switch (type)
            {
                case DecimalType to:
                    var (l, r) = (new DecimalOperand(left)[lane], new DecimalOperand(right)[lane]);
                    if (r == 0)
                        return false;
                    var (ls, rs) = (((DecimalType)left.Type).Scale, ((DecimalType)right.Type).Scale);
                    var common = Math.Max(ls, rs);
                    if (!DecimalArithmetic.TryRemainder(l, ls, r, rs, 38, common, out var rest))
                        throw EvaluationErrors.DecimalOutOfRange(LaneText.Of(left, lane), to, origin);
                    if (rest < 0 && !(DecimalArithmetic.TryAdd(rest, common, r, rs, 38, common, out rest) && DecimalArithmetic.TryRemainder(rest, common, r, rs, 38, common, out rest)))
                        throw EvaluationErrors.DecimalOutOfRange(LaneText.Of(left, lane), to, origin);
                    if (!DecimalArithmetic.TryRescale(rest, common, to.Precision, to.Scale, out rest))
                        throw EvaluationErrors.DecimalOutOfRange(LaneText.Of(left, lane), to, origin);
                    DecimalOutput.Put(output, to, lane, rest);
                    return true;
                case ByteType:
                    return TryInteger<sbyte>(left, right, lane, output);
                case ShortType:
                    return TryInteger<short>(left, right, lane, output);
                case IntegerType:
                    return TryInteger<int>(left, right, lane, output);
                case LongType:
                    return TryInteger<long>(left, right, lane, output);
                case FloatType:
                    return TryFloat<float>(left, right, lane, output);
                default:
                    return TryFloat<double>(left, right, lane, output);
            }
        }

        private static unsafe bool TryInteger<T>(Vector left, Vector right, int lane, FlatOutput output) where T : unmanaged, System.Numerics.IBinaryInteger<T>
        {
            Int128 l = Int128.CreateTruncating(new Operand<T>(left)[lane]), r = Int128.CreateTruncating(new Operand<T>(right)[lane]);
            if (r == 0)
                return false;
            var rest = l % r;
            ((T*)output.Values)[lane] = T.CreateTruncating(rest < 0 ? (rest + r) % r : rest);
            return true;
        }

        private static unsafe bool TryFloat<T>(Vector left, Vector right, int lane, FlatOutput output) where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
        {
            var (l, r) = (new Operand<T>(left)[lane], new Operand<T>(right)[lane]);
            if (r == T.Zero)
                return false;
            var rest = l % r;
            ((T*)output.Values)[lane] = rest < T.Zero ? (rest + r) % r : rest;
            return true;
        }
    }
}
