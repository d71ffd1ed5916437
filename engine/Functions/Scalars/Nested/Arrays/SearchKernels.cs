using Spindle.Columnar.Kernels;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;

namespace Spindle.Functions.Scalars.Nested.Arrays;

/// <summary>array_contains: null where the value is not found and an element is null.</summary>
internal sealed unsafe class ContainsKernel() : ElementKernel(DataType.Boolean, Right.Value)
{
    protected override Vector Run<TOrder>(TOrder order, ArrayOperand left, ArrayOperand right, ReadOnlySpan<Vector> operands, LaneSet lanes, MemoryBudget budget)
    {
        using var output = new FlatOutput(Type, lanes.Length, budget);
        output.NullWhereAny(operands);
        for (var i = 0; i < lanes.Count; i++)
        {
            var lane = lanes[i];
            if (output.IsNull(lane))
                continue;
            if (ElementSearch.Find(order, left, lane, right.Start(lane), out var hasNull) >= 0)
                Bits.Set(output.Values, lane);
            else if (hasNull)
                output.SetNull(lane);
        }

        return output.Build();
    }
}

/// <summary>array_position: from 1, and 0 where the value is not found.</summary>
internal sealed unsafe class PositionKernel() : ElementKernel(DataType.Long, Right.Value)
{
    protected override Vector Run<TOrder>(TOrder order, ArrayOperand left, ArrayOperand right, ReadOnlySpan<Vector> operands, LaneSet lanes, MemoryBudget budget)
    {
        using var output = new FlatOutput(Type, lanes.Length, budget);
        output.NullWhereAny(operands);
        for (var i = 0; i < lanes.Count; i++)
        {
            var lane = lanes[i];
            if (!output.IsNull(lane))
                ((long*)output.Values)[lane] = ElementSearch.Find(order, left, lane, right.Start(lane), out _) + 1;
        }

        return output.Build();
    }
}

/// <summary>array_remove: elements equal to the value are left out, nulls stay.</summary>
internal sealed class RemoveKernel(DataType type) : ElementKernel(type, Right.Value)
{
    protected override Vector Run<TOrder>(TOrder order, ArrayOperand left, ArrayOperand right, ReadOnlySpan<Vector> operands, LaneSet lanes, MemoryBudget budget)
    {
        using var output = new ArrayOutput(Type, lanes.Length, operands, budget);
        for (var i = 0; i < lanes.Count; i++)
        {
            var lane = lanes[i];
            if (output.IsNull(lane))
                continue;
            var (start, first, value) = (output.Count, left.Start(lane), right.Start(lane));
            for (var at = first; at < first + left.Size(lane); at++)
                if (left.IsNull(at) || !order.Equal(at, value))
                    output.Add(at);
            output.Close(lane, start);
        }

        return output.Build(left.Elements);
    }
}

/// <summary>array_max and array_min: of equal elements the first; null where there is none but nulls.</summary>
internal sealed unsafe class ExtremeElementKernel(DataType type, int sign) : ElementKernel(type, Right.Itself)
{
    protected override Vector Run<TOrder>(TOrder order, ArrayOperand left, ArrayOperand right, ReadOnlySpan<Vector> operands, LaneSet lanes, MemoryBudget budget)
    {
        var picked = budget.Allocate((long)lanes.Length * sizeof(int));
        try
        {
            var positions = (int*)picked.Pointer;
            new Span<int>(positions, lanes.Length).Fill(-1);
            for (var i = 0; i < lanes.Count; i++)
            {
                var lane = lanes[i];
                if (operands[0].IsNull(lane))
                    continue;
                var (best, end) = (-1, left.Start(lane) + left.Size(lane));
                for (var at = left.Start(lane); at < end; at++)
                    if (!left.IsNull(at) && (best < 0 || order.Compare(at, best) * sign > 0))
                        best = at;
                positions[lane] = best;
            }

            return Gather.Lanes(left.Elements, positions, lanes.Length, budget, mayBeNegative: true);
        }
        finally
        {
            picked.Release();
        }
    }
}

/// <summary>Looks for a value in an array.</summary>
internal static class ElementSearch
{
    /// <summary>The index, from 0, of the first element of the lane that equals the value at a position of the right vector; -1 where there is none.</summary>
    public static int Find<TOrder>(TOrder order, ArrayOperand left, int lane, int value, out bool hasNull) where TOrder : struct, IElementOrder<TOrder>
    {
        hasNull = false;
        var (start, size) = (left.Start(lane), left.Size(lane));
        if (!left.MayHaveNullElements)
        {
            for (var i = 0; i < size; i++)
                if (order.Equal(start + i, value))
                    return i;
            return -1;
        }

        for (var i = 0; i < size; i++)
        {
            if (left.IsNull(start + i))
                hasNull = true;
            else if (order.Equal(start + i, value))
                return i;
        }

        return -1;
    }
}
