using Spindle.Columnar.Kernels;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Vectors;

namespace Spindle.Functions.Evaluation.Lambdas;

/// <summary>The elements of the selected lanes' lists, one after the other: where each lies, which lane it belongs to, and its index.</summary>
internal sealed unsafe class Elements : IDisposable
{
    private readonly NativeBuffer positions;
    private readonly NativeBuffer parents;
    private readonly NativeBuffer indices;

    /// <param name="list">Plain lists or maps.</param>
    /// <param name="lanes">The lanes whose elements are wanted; null lists have none.</param>
    /// <param name="budget">Pays for the positions.</param>
    public Elements(ListVector list, LaneSet lanes, MemoryBudget budget)
    {
        long total = 0;
        for (var i = 0; i < lanes.Count; i++)
            total += list.IsNull(lanes[i]) ? 0 : list.Sizes[lanes[i]];
        Count = checked((int)total);
        positions = budget.Allocate(Math.Max(total, 1) * sizeof(int));
        parents = budget.Allocate(Math.Max(total, 1) * sizeof(int));
        indices = budget.Allocate(Math.Max(total, 1) * sizeof(int));
        var at = 0;
        for (var i = 0; i < lanes.Count; i++)
        {
            var lane = lanes[i];
            if (list.IsNull(lane))
                continue;
            for (var k = 0; k < list.Sizes[lane]; k++, at++)
            {
                Positions[at] = list.Offsets[lane] + k;
                Parents[at] = lane;
                Indices[at] = k;
            }
        }
    }

    public int Count { get; }

    public int* Positions => (int*)positions.Pointer;

    public int* Parents => (int*)parents.Pointer;

    public int* Indices => (int*)indices.Pointer;

    /// <summary>The elements' 0-based indices as a vector that the caller owns.</summary>
    public FlatVector IndexVector() => new(Columnar.Types.DataType.Int, Count, indices.Retain());

    public void Dispose()
    {
        positions.Release();
        parents.Release();
        indices.Release();
    }
}
