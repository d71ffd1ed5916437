using Spindle.Columnar.Kernels;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Functions.Evaluation;

namespace Spindle.Functions.Scalars.Operators;

/// <summary>A field of a struct; null where the struct is.</summary>
internal sealed unsafe class GetFieldKernel(int ordinal, DataType type) : ScalarKernel
{
    public override bool IsCheap => true;

    public override Vector Run(ReadOnlySpan<Vector> operands, LaneSet lanes, MemoryBudget budget)
    {
        if (operands[0] is ConstantVector constant)
            return constant.Value is StructVector one && !one.IsNull(0)
                ? new ConstantVector(Gather.Flatten(one.Children[ordinal], budget), lanes.Length)
                : new ConstantVector(ConstantNode.Single(null, type, budget), lanes.Length);
        var structs = (StructVector)operands[0];
        var child = structs.Children[ordinal];
        if (structs.Validity == null)
            return child.Retain();
        // The struct's nulls are not its children's: pick lanes, with -1 for those of null structs.
        var positions = budget.Allocate((long)lanes.Length * sizeof(int));
        for (var lane = 0; lane < lanes.Length; lane++)
            ((int*)positions.Pointer)[lane] = structs.IsNull(lane) ? -1 : lane;
        try
        {
            return Gather.Lanes(child, (int*)positions.Pointer, lanes.Length, budget, mayBeNegative: true);
        }
        finally
        {
            positions.Release();
        }
    }
}
