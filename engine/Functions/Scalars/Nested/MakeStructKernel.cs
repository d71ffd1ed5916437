using Spindle.Columnar.Kernels;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Functions.Evaluation;

namespace Spindle.Functions.Scalars.Nested;

/// <summary>A struct of the operands, which become its children as they are.</summary>
internal sealed class MakeStructKernel(DataType type) : ScalarKernel
{
    public override bool IsCheap => true;

    public override Vector Run(ReadOnlySpan<Vector> operands, LaneSet lanes, MemoryBudget budget)
    {
        var children = new Vector[operands.Length];
        for (var i = 0; i < children.Length; i++)
            children[i] = operands[i].Retain();
        return new StructVector(type, lanes.Length, children);
    }
}
