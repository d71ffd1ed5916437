using Spindle.Columnar.Kernels;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Vectors;
using Spindle.Functions.Evaluation;

namespace Spindle.Functions.Casts;

/// <summary>One kernel after another.</summary>
internal sealed class ChainedKernel(ScalarKernel first, ScalarKernel second) : ScalarKernel
{
    public override bool CanRaise => first.CanRaise || second.CanRaise;

    public override Vector Run(ReadOnlySpan<Vector> operands, LaneSet lanes, MemoryBudget budget)
    {
        var between = first.Run(operands, lanes, budget);
        try
        {
            return second.Run([between], lanes, budget);
        }
        finally
        {
            between.Release();
        }
    }
}
