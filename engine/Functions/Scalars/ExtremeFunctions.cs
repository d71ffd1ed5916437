using Spindle.Columnar.Kernels;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Functions.Evaluation;
using Spindle.Plans.Expressions;

namespace Spindle.Functions.Scalars;

/// <summary>greatest and least, of any type with an order.</summary>
internal static class ExtremeFunctions
{
    public static readonly Dictionary<string, Func<Call, FunctionSite>> Table = new()
    {
        ["greatest"] = call => new FunctionSite(new ExtremeKernel(call.ResultType, 1), [.. call.Arguments]),
        ["least"] = call => new FunctionSite(new ExtremeKernel(call.ResultType, -1), [.. call.Arguments]),
    };

    /// <summary>Nulls do not count; null where all are.</summary>
    private sealed unsafe class ExtremeKernel(DataType type, int sign) : ScalarKernel
    {
        public override Vector Run(ReadOnlySpan<Vector> operands, LaneSet lanes, MemoryBudget budget)
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
}
