using Spindle.Columnar.Kernels;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;

namespace Spindle.Functions.Evaluation.Lambdas;

/// <summary>aggregate: all lanes take one step at a time, each over its own next element; lanes whose lists have ended keep their value.</summary>
internal sealed unsafe class FoldNode(Node source, Node start, LambdaBody merge, LambdaBody finish, DataType type) : Node(type)
{
    public override bool CanRaise => source.CanRaise || start.CanRaise || merge.CanRaise || finish.CanRaise;

    public override Vector Evaluate(Frame frame, LaneSet lanes)
    {
        var value = source.Evaluate(frame, lanes);
        var plain = Gather.Flatten(value, frame.Budget);
        value.Release();
        try
        {
            return plain is ListVector list ? Fold(frame, lanes, list) : new ConstantVector(ConstantNode.Single(null, Type, frame.Budget), lanes.Length);
        }
        finally
        {
            plain.Release();
        }
    }

    public override void Dispose()
    {
        source.Dispose();
        start.Dispose();
        merge.Dispose();
        finish.Dispose();
    }

    private Vector Fold(Frame frame, LaneSet lanes, ListVector list)
    {
        var state = start.Evaluate(frame, lanes);
        var longest = 0;
        for (var i = 0; i < lanes.Count; i++)
            longest = Math.Max(longest, list.IsNull(lanes[i]) ? 0 : list.Sizes[lanes[i]]);
        try
        {
            for (var step = 0; step < longest; step++)
            {
                var next = Step(frame, lanes, list, state, step);
                state.Release();
                state = next;
            }
            return Finish(frame, lanes, list, state);
        }
        finally
        {
            state.Release();
        }
    }

    private Vector Step(Frame frame, LaneSet lanes, ListVector list, Vector state, int step)
    {
        var active = Lanes(lanes, lane => !list.IsNull(lane) && step < list.Sizes[lane]);
        var rest = Lanes(lanes, lane => list.IsNull(lane) || step >= list.Sizes[lane]);
        var results = Over(frame, active, merge, state, list, step);
        using var merged = new LaneMerge(state.Type, lanes.Length, frame.Budget);
        merged.Add(results, Select(frame, active));
        merged.Add(state.Retain(), Select(frame, rest));
        return merged.Build();
    }

    private Vector Finish(Frame frame, LaneSet lanes, ListVector list, Vector state)
    {
        var active = Lanes(lanes, lane => !list.IsNull(lane));
        if (active.Length == 0)
            return new ConstantVector(ConstantNode.Single(null, Type, frame.Budget), lanes.Length);
        using var merged = new LaneMerge(Type, lanes.Length, frame.Budget);
        merged.Add(Over(frame, active, finish, state, null, 0), Select(frame, active));
        return merged.Build();
    }

    /// <summary>The lambda over the active lanes, its results put back to their lanes.</summary>
    private static Vector Over(Frame frame, int[] active, LambdaBody lambda, Vector state, ListVector? list, int step)
    {
        var arguments = new List<Vector>();
        Vector? dense = null;
        try
        {
            fixed (int* lanes = active)
            {
                arguments.Add(Gather.Lanes(state, lanes, active.Length, frame.Budget));
                if (list is not null)
                {
                    fixed (int* positions = active.Select(lane => list.Offsets[lane] + step).ToArray())
                        arguments.Add(Gather.Lanes(list.Elements, positions, active.Length, frame.Budget));
                }
                dense = lambda.Evaluate(frame, lanes, active.Length, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(arguments));
            }
            var back = Enumerable.Repeat(-1, state.Length).ToArray();
            for (var i = 0; i < active.Length; i++)
                back[active[i]] = i;
            fixed (int* positions = back)
                return Gather.Lanes(dense, positions, back.Length, frame.Budget, mayBeNegative: true);
        }
        finally
        {
            dense?.Release();
            foreach (var argument in arguments)
                argument.Release();
        }
    }

    private static int[] Lanes(LaneSet lanes, Func<int, bool> wanted)
    {
        var result = new List<int>(lanes.Count);
        for (var i = 0; i < lanes.Count; i++)
            if (wanted(lanes[i]))
                result.Add(lanes[i]);
        return [.. result];
    }

    private static Selection Select(Frame frame, int[] lanes)
    {
        var buffer = frame.Budget.Allocate((long)Math.Max(lanes.Length, 1) * sizeof(int));
        lanes.CopyTo(buffer.AsSpan<int>(lanes.Length));
        return new Selection(buffer, lanes.Length);
    }
}
