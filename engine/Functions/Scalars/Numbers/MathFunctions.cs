using Spindle.Columnar.Errors;
using Spindle.Columnar.Kernels;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Numerics;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Functions.Evaluation;
using Spindle.Plans.Expressions;

namespace Spindle.Functions.Scalars.Numbers;

/// <summary>Functions of numbers.</summary>
internal static class MathFunctions
{
    public static readonly Dictionary<string, Func<Call, FunctionSite>> Table = new()
    {
        ["negative"] = call => new FunctionSite(new NegativeKernel(call.ResultType, call.Traits.HasFlag(FunctionTraits.CanRaise), call.Origin), call.Arguments[0]),
    };

    /// <summary>The number or interval below zero; the smallest value has none.</summary>
    private sealed unsafe class NegativeKernel(DataType type, bool canRaise, Origin origin) : ScalarKernel
    {
        public override bool CanRaise => canRaise;

        public override bool IsCheap => true;

        public override Vector Run(ReadOnlySpan<Vector> operands, LaneSet lanes, MemoryBudget budget)
        {
            var value = operands[0];
            using var output = new FlatOutput(type, lanes.Length, budget, value.Physical);
            output.NullWhereAny(value);
            for (var i = 0; i < lanes.Count; i++)
                if (!output.IsNull(lanes[i]) && !TryNegate(value, lanes[i], output) && canRaise)
                    throw type is IntegralType ? EvaluationErrors.Overflow(type, "negation", origin) : EvaluationErrors.IntervalOutOfRange(origin);
            return output.Build();
        }

        private static bool TryNegate(Vector value, int lane, FlatOutput output)
        {
            switch (value.Physical)
            {
                case PhysicalType.Int8:
                    var tiny = new Operand<sbyte>(value)[lane];
                    ((sbyte*)output.Values)[lane] = unchecked((sbyte)-tiny);
                    return tiny != sbyte.MinValue;
                case PhysicalType.Int16:
                    var small = new Operand<short>(value)[lane];
                    ((short*)output.Values)[lane] = unchecked((short)-small);
                    return small != short.MinValue;
                case PhysicalType.Int32:
                    var integer = new Operand<int>(value)[lane];
                    ((int*)output.Values)[lane] = unchecked(-integer);
                    return integer != int.MinValue;
                case PhysicalType.Int64:
                    var big = new Operand<long>(value)[lane];
                    ((long*)output.Values)[lane] = unchecked(-big);
                    return big != long.MinValue;
                case PhysicalType.Int128:
                    ((Int128*)output.Values)[lane] = -new Operand<Int128>(value)[lane];
                    return true;
                case PhysicalType.Float32:
                    ((float*)output.Values)[lane] = -new Operand<float>(value)[lane];
                    return true;
                case PhysicalType.Float64:
                    ((double*)output.Values)[lane] = -new Operand<double>(value)[lane];
                    return true;
                default:
                    var interval = new Operand<CalendarInterval>(value)[lane];
                    ((CalendarInterval*)output.Values)[lane] = unchecked(new CalendarInterval(-interval.Months, -interval.Days, -interval.Microseconds));
                    return interval is { Months: not int.MinValue, Days: not int.MinValue, Microseconds: not long.MinValue };
            }
        }
    }
}
