using Spindle.Columnar.Kernels;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;

namespace Spindle.Functions.Scalars.Nested.Arrays;

/// <summary>array_distinct: the first of equal elements, nulls being equal, in their order.</summary>
internal sealed class DistinctKernel(DataType type) : ElementKernel(type, Right.Itself)
{
    protected override Vector Run<TOrder>(TOrder order, ArrayOperand left, ArrayOperand right, ReadOnlySpan<Vector> operands, LaneSet lanes, MemoryBudget budget)
    {
        using var output = new ArrayOutput(Type, lanes.Length, operands[..1], budget);
        using var distinct = new DistinctPositions<TOrder>(order, left, budget);
        for (var i = 0; i < lanes.Count; i++)
        {
            var lane = lanes[i];
            if (output.IsNull(lane))
                continue;
            var start = output.Count;
            output.AddRun(left.Start(lane), left.Size(lane));
            distinct.Reduce(output, start);
            output.Close(lane, start);
        }

        return output.Build(left.Elements);
    }
}

/// <summary>array_intersect and array_except: the first array's elements that the second has, or lacks, each once.</summary>
internal sealed class MembersKernel(DataType type, bool wanted) : ElementKernel(type, Right.Array)
{
    protected override Vector Run<TOrder>(TOrder order, ArrayOperand left, ArrayOperand right, ReadOnlySpan<Vector> operands, LaneSet lanes, MemoryBudget budget)
    {
        using var output = new ArrayOutput(Type, lanes.Length, operands, budget);
        using var members = new Membership<TOrder>(order, right, budget);
        using var distinct = new DistinctPositions<TOrder>(order.OfLeft, left, budget);
        for (var i = 0; i < lanes.Count; i++)
        {
            var lane = lanes[i];
            if (output.IsNull(lane))
                continue;
            var (start, first) = (output.Count, left.Start(lane));
            members.Open(lane);
            for (var at = first; at < first + left.Size(lane); at++)
                if ((left.IsNull(at) ? members.HasNull : members.Contains(at)) == wanted)
                    output.Add(at);
            distinct.Reduce(output, start);
            output.Close(lane, start);
        }

        return output.Build(left.Elements);
    }
}

/// <summary>arrays_overlap: null where no element is shared, both arrays have some, and one of these is null.</summary>
internal sealed unsafe class OverlapKernel() : ElementKernel(DataType.Boolean, Right.Array)
{
    protected override Vector Run<TOrder>(TOrder order, ArrayOperand left, ArrayOperand right, ReadOnlySpan<Vector> operands, LaneSet lanes, MemoryBudget budget)
    {
        using var output = new FlatOutput(Type, lanes.Length, budget);
        output.NullWhereAny(operands);
        using var members = new Membership<TOrder>(order, right, budget);
        for (var i = 0; i < lanes.Count; i++)
        {
            var lane = lanes[i];
            if (output.IsNull(lane) || left.Size(lane) == 0 || right.Size(lane) == 0)
                continue;
            members.Open(lane);
            var (found, hasNull) = (false, members.HasNull);
            var end = left.Start(lane) + left.Size(lane);
            for (var at = left.Start(lane); at < end && !found; at++)
            {
                if (left.IsNull(at))
                    hasNull = true;
                else
                    found = members.Contains(at);
            }

            if (found)
                Bits.Set(output.Values, lane);
            else if (hasNull)
                output.SetNull(lane);
        }

        return output.Build();
    }
}
