using Spindle.Columnar.Kernels;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;

namespace Spindle.Functions.Evaluation;

/// <summary>CASE: each value is evaluated on the lanes where its condition is the first that is true.</summary>
internal sealed unsafe class CaseNode(Node[] conditions, Node[] values, Node? otherwise, DataType type) : Node(type)
{
    private readonly bool canRaise = conditions.Any(c => c.CanRaise) || values.Any(v => v.CanRaise) || otherwise is { CanRaise: true };

    public override bool CanRaise => canRaise;

    public override Vector Evaluate(Frame frame, LaneSet lanes)
    {
        using var merge = new LaneMerge(Type, lanes.Length, frame.Budget);
        using var buffers = new BufferSet(frame.Budget);
        var open = buffers.Add((long)Math.Max(lanes.Count, 1) * sizeof(int));
        var taken = buffers.AddZeroed(Bits.BytesFor(lanes.Length));
        var rest = LaneSet.Of((int*)open.Pointer, CopyLanes(lanes, (int*)open.Pointer), lanes.Length);
        for (var i = 0; i < conditions.Length && rest.Count > 0; i++)
        {
            var hits = frame.Budget.Allocate((long)rest.Count * sizeof(int));
            var count = 0;
            try
            {
                // Where no condition has been met yet, the set is still whatever the caller's is, and all lanes stay one dense loop.
                count = conditions[i].Select(frame, rest.Count == lanes.Count ? lanes : rest, true, (int*)hits.Pointer);
            }
            finally
            {
                if (count == 0)
                    hits.Release();
            }
            if (count == 0)
                continue;
            var selection = new Selection(hits, count);
            Add(merge, values[i], frame, selection, lanes);
            if (count == rest.Count)
                return merge.Build();
            for (var k = 0; k < count; k++)
                Bits.Set(taken.Pointer, selection.Lanes[k]);
            rest = LaneSet.Of((int*)open.Pointer, Bitmaps.Select(taken.Pointer, null, rest, wanted: false, (int*)open.Pointer), lanes.Length);
        }
        if (otherwise is not null && rest.Count > 0)
        {
            var remaining = frame.Budget.Allocate((long)rest.Count * sizeof(int));
            CopyLanes(rest, (int*)remaining.Pointer);
            Add(merge, otherwise, frame, new Selection(remaining, rest.Count), lanes);
        }
        return merge.Build();
    }

    public override void Dispose()
    {
        foreach (var node in (Node[])[.. conditions, .. values])
            node.Dispose();
        otherwise?.Dispose();
    }

    internal static void Add(LaneMerge merge, Node value, Frame frame, Selection selection, LaneSet lanes)
    {
        try
        {
            var all = selection.Count == lanes.Count ? lanes : LaneSet.Of(selection.Lanes, selection.Count, lanes.Length);
            merge.Add(value.Evaluate(frame, all), selection.Retain());
        }
        finally
        {
            selection.Release();
        }
    }
}

/// <summary>COALESCE: each operand is evaluated on the lanes where all before it are null.</summary>
internal sealed unsafe class CoalesceNode(Node[] operands, DataType type) : Node(type)
{
    private readonly bool canRaise = operands.Any(o => o.CanRaise);

    public override bool CanRaise => canRaise;

    public override Vector Evaluate(Frame frame, LaneSet lanes)
    {
        using var merge = new LaneMerge(Type, lanes.Length, frame.Budget);
        var open = frame.Budget.Allocate((long)Math.Max(lanes.Count, 1) * sizeof(int));
        try
        {
            var rest = lanes;
            for (var i = 0; i < operands.Length && rest.Count > 0; i++)
            {
                var values = operands[i].Evaluate(frame, rest);
                if (i == 0 && !values.MayHaveNulls)
                    return values;
                NativeBuffer given;
                try
                {
                    given = frame.Budget.Allocate((long)rest.Count * sizeof(int));
                }
                catch
                {
                    values.Release();
                    throw;
                }
                var (valid, nulls) = (0, 0);
                for (var k = 0; k < rest.Count; k++)
                {
                    var lane = rest[k];
                    if (values.IsNull(lane))
                        ((int*)open.Pointer)[nulls++] = lane;
                    else
                        ((int*)given.Pointer)[valid++] = lane;
                }
                merge.Add(values, new Selection(given, valid));
                rest = LaneSet.Of((int*)open.Pointer, nulls, lanes.Length);
            }
            return merge.Build();
        }
        finally
        {
            open.Release();
        }
    }

    public override void Dispose()
    {
        foreach (var operand in operands)
            operand.Dispose();
    }
}
