using System.Numerics;
using System.Runtime.CompilerServices;
using Spindle.Columnar.Kernels;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Functions.Evaluation;
using Spindle.Plans.Expressions;
using Vector = Spindle.Columnar.Vectors.Vector;

namespace Spindle.Functions.Scalars;

/// <summary>greatest and least, of any type with an order.</summary>
internal static class ExtremeFunctions
{
    public static readonly Dictionary<string, Func<Call, FunctionSite>> Table = new()
    {
        ["greatest"] = call => new FunctionSite(new ExtremeKernel(call.ResultType, 1), [.. call.Arguments]),
        ["least"] = call => new FunctionSite(new ExtremeKernel(call.ResultType, -1), [.. call.Arguments]),
    };

    /// <summary>Nulls do not count; null where all are. Of equal values the first is taken.</summary>
    private sealed unsafe class ExtremeKernel(DataType type, int sign) : ScalarKernel
    {
        public override Vector Run(ReadOnlySpan<Vector> operands, LaneSet lanes, MemoryBudget budget)
        {
            var physical = operands[0].Physical;
            foreach (var operand in operands)
                if (operand.Physical != physical)
                    return RunAny(operands, lanes, budget);
            return physical switch
            {
                PhysicalType.Int8 => Numbers<sbyte, WholeOrder<sbyte>>(operands, lanes, physical, budget),
                PhysicalType.Int16 => Numbers<short, WholeOrder<short>>(operands, lanes, physical, budget),
                PhysicalType.Int32 => Numbers<int, WholeOrder<int>>(operands, lanes, physical, budget),
                PhysicalType.Int64 => Numbers<long, WholeOrder<long>>(operands, lanes, physical, budget),
                PhysicalType.Int128 => Numbers<Int128, WholeOrder<Int128>>(operands, lanes, physical, budget),
                PhysicalType.Float32 => Numbers<float, FloatOrder<float>>(operands, lanes, physical, budget),
                PhysicalType.Float64 => Numbers<double, FloatOrder<double>>(operands, lanes, physical, budget),
                _ => RunAny(operands, lanes, budget),
            };
        }

        /// <summary>One operand after the other against the best so far.</summary>
        private FlatVector Numbers<T, TOrder>(ReadOnlySpan<Vector> operands, LaneSet lanes, PhysicalType physical, MemoryBudget budget)
            where T : unmanaged where TOrder : struct, IValueOrder<T>
        {
            using var output = new FlatOutput(type, lanes.Length, budget, physical);
            var best = (T*)output.Values;
            var first = new Operand<T>(operands[0]);
            for (var i = 0; i < lanes.Count; i++)
            {
                best[lanes[i]] = first[lanes[i]];
                if (operands[0].MayHaveNulls && operands[0].IsNull(lanes[i]))
                    output.SetNull(lanes[i]);
            }

            foreach (var operand in operands[1..])
            {
                if (operand.MayHaveNulls || output.Validity != null)
                    MergeNullable<T, TOrder>(operand, lanes, output);
                else
                    Merge<T, TOrder>(new Operand<T>(operand), lanes, best);
            }

            return output.Build();
        }

        [MethodImpl(MethodImplOptions.NoInlining)]
        private void Merge<T, TOrder>(Operand<T> operand, LaneSet lanes, T* best) where T : unmanaged where TOrder : struct, IValueOrder<T>
        {
            for (var i = 0; i < lanes.Count; i++)
            {
                var lane = lanes[i];
                var value = operand[lane];
                best[lane] = (sign > 0 ? TOrder.Less(best[lane], value) : TOrder.Less(value, best[lane])) ? value : best[lane];
            }
        }

        private void MergeNullable<T, TOrder>(Vector vector, LaneSet lanes, FlatOutput output) where T : unmanaged where TOrder : struct, IValueOrder<T>
        {
            var operand = new Operand<T>(vector);
            var best = (T*)output.Values;
            for (var i = 0; i < lanes.Count; i++)
            {
                var lane = lanes[i];
                if (vector.IsNull(lane))
                    continue;
                var value = operand[lane];
                if (output.IsNull(lane))
                    Bits.Set(output.Validity, lane);
                else if (!(sign > 0 ? TOrder.Less(best[lane], value) : TOrder.Less(value, best[lane])))
                    continue;
                best[lane] = value;
            }
        }

        private Vector RunAny(ReadOnlySpan<Vector> operands, LaneSet lanes, MemoryBudget budget)
        {
            using var merge = new LaneMerge(type, lanes.Length, budget);
            var chosen = new int[lanes.Count];
            for (var i = 0; i < lanes.Count; i++)
                chosen[i] = Choose(operands, lanes[i]);
            for (var k = 0; k < operands.Length; k++)
            {
                var buffer = budget.Allocate((long)lanes.Count * sizeof(int));
                var count = 0;
                for (var i = 0; i < lanes.Count; i++)
                    if (chosen[i] == k)
                        ((int*)buffer.Pointer)[count++] = lanes[i];
                merge.Add(operands[k].Retain(), new Selection(buffer, count));
            }
            return merge.Build();
        }

        private int Choose(ReadOnlySpan<Vector> operands, int lane)
        {
            var best = -1;
            for (var k = 0; k < operands.Length; k++)
                if (!operands[k].IsNull(lane) && (best < 0 || LaneComparer.Compare(operands[k], lane, operands[best], lane) * sign > 0))
                    best = k;
            return best;
        }
    }

    private interface IValueOrder<T>
    {
        static abstract bool Less(T left, T right);
    }

    private readonly struct WholeOrder<T> : IValueOrder<T> where T : IBinaryInteger<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static bool Less(T left, T right) => left < right;
    }

    /// <summary>NaN is highest.</summary>
    private readonly struct FloatOrder<T> : IValueOrder<T> where T : IFloatingPointIeee754<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static bool Less(T left, T right) => left < right || (T.IsNaN(right) && !T.IsNaN(left));
    }
}
