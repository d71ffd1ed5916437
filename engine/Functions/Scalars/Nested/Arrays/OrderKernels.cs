using Spindle.Columnar.Kernels;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;

namespace Spindle.Functions.Scalars.Nested.Arrays;

/// <summary>sort_array: rising with nulls first where the second operand is true, else falling with nulls last.</summary>
internal sealed unsafe class SortKernel(DataType type) : ElementKernel(type, Right.Itself)
{
    protected override Vector Run<TOrder>(TOrder order, ArrayOperand left, ArrayOperand right, ReadOnlySpan<Vector> operands, LaneSet lanes, MemoryBudget budget)
    {
        using var output = new ArrayOutput(Type, lanes.Length, operands, budget);
        using var scratch = new NativeArray<int>(budget);
        for (var i = 0; i < lanes.Count; i++)
        {
            var lane = lanes[i];
            if (output.IsNull(lane))
                continue;
            var (start, first, size) = (output.Count, left.Start(lane), left.Size(lane));
            var rising = BooleanKernel.Value(operands[1], lane);
            if (rising)
                AddNulls(left, first, size, output);
            var valid = output.Count;
            for (var at = first; at < first + size; at++)
                if (!left.IsNull(at))
                    output.Add(at);
            var count = output.Count - valid;
            scratch.Ensure(count);
            PositionSort.Sort(new Span<int>(output.Positions + valid, count), new Span<int>(scratch.Pointer, count), order, rising ? 1 : -1);
            if (!rising)
                AddNulls(left, first, size, output);
            output.Close(lane, start);
        }

        return output.Build(left.Elements);
    }

    private static void AddNulls(ArrayOperand left, int first, int size, ArrayOutput output)
    {
        for (var at = first; left.MayHaveNullElements && at < first + size; at++)
            if (left.IsNull(at))
                output.Add(at);
    }
}
