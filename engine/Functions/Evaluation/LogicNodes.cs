using Spindle.Columnar.Kernels;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;

namespace Spindle.Functions.Evaluation;

/// <summary>AND of two or more conditions; OR where <paramref name="isAnd"/> is false. An operand is evaluated only on the lanes that earlier ones left open.</summary>
internal sealed unsafe class JunctionNode(bool isAnd, Node[] operands) : Node(DataType.Boolean)
{
    private readonly bool canRaise = operands.Any(o => o.CanRaise);

    public override bool CanRaise => canRaise;

    public override bool IsCheap => operands.All(o => o.IsCheap);

    public override Vector Evaluate(Frame frame, LaneSet lanes)
    {
        var result = Plain(operands[0], frame, lanes);
        for (var i = 1; i < operands.Length; i++)
        {
            var previous = result;
            try
            {
                result = Join(previous, operands[i], frame, lanes);
            }
            finally
            {
                previous.Release();
            }
        }
        return result;
    }

    public override int Select(Frame frame, LaneSet lanes, bool wanted, int* output)
    {
        // AND is true, and OR false, where every operand is: each narrows what the last one left.
        if (wanted == isAnd)
        {
            var rest = lanes;
            foreach (var operand in operands)
            {
                var count = operand.Select(frame, rest, wanted, output);
                if (count == 0)
                    return 0;
                rest = LaneSet.Of(output, count, lanes.Length);
            }
            return rest.Count;
        }
        return SelectAny(frame, lanes, wanted, output);
    }

    public override void Dispose()
    {
        foreach (var operand in operands)
            operand.Dispose();
    }

    /// <summary>OR is true, and AND false, where some operand is: lanes that one settles are not asked again.</summary>
    private int SelectAny(Frame frame, LaneSet lanes, bool wanted, int* output)
    {
        var bytes = (long)lanes.Count * sizeof(int);
        using var buffers = new BufferSet(frame.Budget);
        var hits = buffers.Add(bytes);
        var open = buffers.Add(bytes);
        var settled = buffers.AddZeroed(Bits.BytesFor(lanes.Length));
        var rest = LaneSet.Of((int*)open.Pointer, CopyLanes(lanes, (int*)open.Pointer), lanes.Length);
        foreach (var operand in operands)
        {
            var count = operand.Select(frame, rest, wanted, (int*)hits.Pointer);
            for (var i = 0; i < count; i++)
                Bits.Set(settled.Pointer, ((int*)hits.Pointer)[i]);
            rest = LaneSet.Of((int*)open.Pointer, Bitmaps.Select(settled.Pointer, null, rest, wanted: false, (int*)open.Pointer), lanes.Length);
            if (rest.Count == 0)
                break;
        }
        return Bitmaps.Select(settled.Pointer, null, lanes, wanted: true, output);
    }

    private Vector Join(Vector left, Node operand, Frame frame, LaneSet lanes)
    {
        if (!operand.CanRaise && operand.IsCheap)
            return Combine(left, operand, frame, lanes);
        var open = frame.Budget.Allocate((long)lanes.Count * sizeof(int));
        try
        {
            var count = Unsettled(left, lanes, (int*)open.Pointer);
            return count == 0 ? left.Retain() : Combine(left, operand, frame, LaneSet.Of((int*)open.Pointer, count, lanes.Length));
        }
        finally
        {
            open.Release();
        }
    }

    private Vector Combine(Vector left, Node operand, Frame frame, LaneSet lanes)
    {
        var right = Plain(operand, frame, lanes);
        try
        {
            return isAnd ? BooleanKernel.And(left, right, frame.Budget) : BooleanKernel.Or(left, right, frame.Budget);
        }
        finally
        {
            right.Release();
        }
    }

    /// <summary>The lanes that are not false yet (for OR: not true).</summary>
    private int Unsettled(Vector left, LaneSet lanes, int* output)
    {
        var count = 0;
        for (var i = 0; i < lanes.Count; i++)
        {
            var lane = lanes[i];
            output[count] = lane;
            count += left.IsNull(lane) || BooleanKernel.Value(left, lane) == isAnd ? 1 : 0;
        }
        return count;
    }

    private static Vector Plain(Node node, Frame frame, LaneSet lanes)
    {
        var value = node.Evaluate(frame, lanes);
        try
        {
            return Operands.Plain(value, lanes, frame.Budget);
        }
        finally
        {
            value.Release();
        }
    }
}

/// <summary>NOT.</summary>
internal sealed unsafe class NotNode(Node operand) : Node(DataType.Boolean)
{
    public override bool CanRaise => operand.CanRaise;

    public override bool IsCheap => operand.IsCheap;

    public override Vector Evaluate(Frame frame, LaneSet lanes)
    {
        using var values = new ColumnSet();
        values.Add(operand.Evaluate(frame, lanes));
        values.Add(Operands.Plain(values.Columns[0], lanes, frame.Budget));
        return BooleanKernel.Not(values.Columns[1], frame.Budget);
    }

    public override int Select(Frame frame, LaneSet lanes, bool wanted, int* output) => operand.Select(frame, lanes, !wanted, output);

    public override void Dispose() => operand.Dispose();
}

/// <summary>IS NULL, or IS NOT NULL where <paramref name="wanted"/> is false.</summary>
internal sealed class NullTestNode(Node operand, bool wanted) : Node(DataType.Boolean)
{
    public override bool CanRaise => operand.CanRaise;

    public override bool IsCheap => operand.IsCheap;

    public override Vector Evaluate(Frame frame, LaneSet lanes)
    {
        var value = operand.Evaluate(frame, lanes);
        try
        {
            if (!value.MayHaveNulls || value.Form == VectorForm.Constant)
                return new ConstantVector(ConstantNode.Single(value.MayHaveNulls == wanted, DataType.Boolean, frame.Budget), lanes.Length);
            if (value is DictionaryVector encoded && encoded.Dictionary.Length <= lanes.Count)
                return encoded.WithDictionary(BooleanKernel.IsNull(encoded.Dictionary, wanted, frame.Budget), entriesAreDistinct: false);
            var plain = Operands.Plain(value, lanes, frame.Budget);
            try
            {
                return BooleanKernel.IsNull(plain, wanted, frame.Budget);
            }
            finally
            {
                plain.Release();
            }
        }
        finally
        {
            value.Release();
        }
    }

    public override void Dispose() => operand.Dispose();
}
