using Spindle.Columnar.Kernels;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Functions.Evaluation;

namespace Spindle.Functions.Casts;

/// <summary>Whole numbers as their bytes, the highest first; only with ANSI off.</summary>
internal sealed unsafe class IntegerToBytesKernel<T> : ScalarKernel where T : unmanaged, System.Numerics.IBinaryInteger<T>
{
    public override Vector Run(ReadOnlySpan<Vector> operands, LaneSet lanes, MemoryBudget budget)
    {
        using var output = new FlatOutput(DataType.Binary, lanes.Length, budget);
        output.NullWhereAny(operands[0]);
        var source = new Operand<T>(operands[0]);
        Span<byte> bytes = stackalloc byte[sizeof(T)];
        for (var i = 0; i < lanes.Count; i++)
        {
            var lane = lanes[i];
            if (output.IsNull(lane))
                continue;
            source[lane].WriteBigEndian(bytes);
            ((BytesView*)output.Values)[lane] = output.Heap.Append(bytes);
        }
        return output.Build();
    }
}
