using System.Buffers;
using Spindle.Columnar.Errors;
using Spindle.Columnar.Kernels;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Functions.Evaluation;
using Spindle.Functions.Scalars.Text;

namespace Spindle.Functions.Scalars.Nested.Arrays;

/// <summary>A function of arrays that looks at no element.</summary>
/// <param name="type">The result's type.</param>
/// <param name="canRaise">Whether some value ends in an error.</param>
internal abstract class ShapeKernel(DataType type, bool canRaise = false) : ScalarKernel
{
    public sealed override bool CanRaise => canRaise;

    protected DataType Type => type;

    public sealed override Vector Run(ReadOnlySpan<Vector> operands, LaneSet lanes, MemoryBudget budget)
    {
        if (operands[0].Physical != PhysicalType.List)
            return new ConstantVector(ConstantNode.Single(null, type, budget), lanes.Length);
        using var array = ArrayOperand.Of(operands[0], lanes, budget);
        return Run(array, operands, lanes, budget);
    }

    protected abstract Vector Run(ArrayOperand array, ReadOnlySpan<Vector> operands, LaneSet lanes, MemoryBudget budget);
}

/// <summary>size, of arrays and maps; reads no element.</summary>
internal sealed unsafe class SizeKernel : ScalarKernel
{
    public override bool IsCheap => true;

    public override Vector Run(ReadOnlySpan<Vector> operands, LaneSet lanes, MemoryBudget budget)
    {
        if (operands[0].Physical != PhysicalType.List)
            return new ConstantVector(ConstantNode.Single(null, DataType.Int, budget), lanes.Length);
        var mask = operands[0].Form == VectorForm.Constant ? 0 : -1;
        var sizes = ((ListVector)(operands[0] is ConstantVector constant ? constant.Value : operands[0])).Sizes;
        using var output = new FlatOutput(DataType.Int, lanes.Length, budget);
        output.NullWhereAny(operands);
        for (var i = 0; i < lanes.Count; i++)
            ((int*)output.Values)[lanes[i]] = sizes[lanes[i] & mask];
        return output.Build();
    }
}

/// <summary>slice(array, start, length): a part of the array, whose elements stay where they are.</summary>
internal sealed class SliceKernel(DataType type, Origin origin) : ShapeKernel(type, canRaise: true)
{
    protected override Vector Run(ArrayOperand array, ReadOnlySpan<Vector> operands, LaneSet lanes, MemoryBudget budget)
    {
        using var output = new ArrayOutput(Type, lanes.Length, operands, budget);
        for (var i = 0; i < lanes.Count; i++)
        {
            var lane = lanes[i];
            if (output.IsNull(lane))
                continue;
            var (start, length, size) = (operands[1].Int(lane), operands[2].Int(lane), array.Size(lane));
            Check(start, length);
            var first = start > 0 ? start - 1 : size + start;
            if (first >= 0 && first < size)
                output.Put(lane, array.Start(lane) + first, Math.Min(length, size - first));
        }

        return output.BuildOver(array.Elements);
    }

    private void Check(int start, int length)
    {
        if (start == 0)
            throw EvaluationErrors.Of("INVALID_PARAMETER_VALUE.START", "22023", "a slice starts at 1 or later, or at -1 or earlier from the end", origin, ("parameter", "`start`"), ("functionName", "`slice`"));
        if (length < 0)
            throw EvaluationErrors.Of("INVALID_PARAMETER_VALUE.LENGTH", "22023", $"the length of a slice is at least 0, not {length}", origin, ("parameter", "`length`"), ("length", $"{length}"), ("functionName", "`slice`"));
    }
}

/// <summary>reverse, of arrays.</summary>
internal sealed class ReverseKernel(DataType type) : ShapeKernel(type)
{
    protected override Vector Run(ArrayOperand array, ReadOnlySpan<Vector> operands, LaneSet lanes, MemoryBudget budget)
    {
        using var output = new ArrayOutput(Type, lanes.Length, operands, budget);
        for (var i = 0; i < lanes.Count; i++)
        {
            var lane = lanes[i];
            if (output.IsNull(lane))
                continue;
            var (start, first) = (output.Count, array.Start(lane));
            for (var at = first + array.Size(lane) - 1; at >= first; at--)
                output.Add(at);
            output.Close(lane, start);
        }

        return output.Build(array.Elements);
    }
}

/// <summary>array_compact: the array without nulls.</summary>
internal sealed class CompactKernel(DataType type) : ShapeKernel(type)
{
    protected override Vector Run(ArrayOperand array, ReadOnlySpan<Vector> operands, LaneSet lanes, MemoryBudget budget)
    {
        using var output = new ArrayOutput(Type, lanes.Length, operands, budget);
        for (var i = 0; i < lanes.Count; i++)
        {
            var lane = lanes[i];
            if (output.IsNull(lane))
                continue;
            var (start, first) = (output.Count, array.Start(lane));
            for (var at = first; at < first + array.Size(lane); at++)
                if (!array.IsNull(at))
                    output.Add(at);
            output.Close(lane, start);
        }

        return output.Build(array.Elements);
    }
}

/// <summary>flatten: the elements of an array's arrays; null where one of these is.</summary>
internal sealed class FlattenKernel(DataType type) : ShapeKernel(type)
{
    protected override Vector Run(ArrayOperand array, ReadOnlySpan<Vector> operands, LaneSet lanes, MemoryBudget budget)
    {
        using var output = new ArrayOutput(Type, lanes.Length, operands, budget);
        if (array.Elements is not ListVector inner)
        {
            // Arrays of untyped nulls: an array with an element is null, one without is empty.
            for (var i = 0; i < lanes.Count; i++)
                if (array.Size(lanes[i]) > 0)
                    output.SetNull(lanes[i]);
            return output.Build(array.Elements);
        }

        using var arrays = ArrayOperand.Of(inner, LaneSet.All(inner.Length), budget);
        for (var i = 0; i < lanes.Count; i++)
        {
            var lane = lanes[i];
            if (output.IsNull(lane))
                continue;
            var (start, first) = (output.Count, array.Start(lane));
            for (var at = first; at < first + array.Size(lane) && !output.IsNull(lane); at++)
            {
                if (array.IsNull(at))
                    output.SetNull(lane);
                else
                    output.AddRun(arrays.Start(at), arrays.Size(at));
            }

            if (output.IsNull(lane))
                output.Truncate(start);
            output.Close(lane, start);
        }

        return output.Build(arrays.Elements);
    }
}

/// <summary>array_join(array, separator[, replacement]): nulls are left out, or replaced.</summary>
internal sealed unsafe class JoinKernel() : ShapeKernel(DataType.String)
{
    protected override Vector Run(ArrayOperand array, ReadOnlySpan<Vector> operands, LaneSet lanes, MemoryBudget budget)
    {
        using var output = new FlatOutput(Type, lanes.Length, budget);
        output.NullWhereAny(operands);
        var texts = (BytesView*)((FlatVector)array.Elements).Values;
        var text = new ArrayBufferWriter<byte>(256);
        for (var i = 0; i < lanes.Count; i++)
        {
            var lane = lanes[i];
            if (output.IsNull(lane))
                continue;
            text.ResetWrittenCount();
            var (first, isFirst) = (array.Start(lane), true);
            for (var at = first; at < first + array.Size(lane); at++)
            {
                var isNull = array.IsNull(at);
                if (isNull && operands.Length < 3)
                    continue;
                if (!isFirst)
                    text.Write(operands[1].Text(lane));
                isFirst = false;
                text.Write(isNull ? operands[2].Text(lane) : BytesView.Span(texts + at));
            }

            ((BytesView*)output.Values)[lane] = output.Heap.Append(text.WrittenSpan);
        }

        return output.Build();
    }
}
