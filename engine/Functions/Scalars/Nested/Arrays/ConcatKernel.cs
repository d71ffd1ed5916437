using Spindle.Columnar.Kernels;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Functions.Evaluation;

namespace Spindle.Functions.Scalars.Nested.Arrays;

/// <summary>Arrays and single values one after the other: concat, array, array_append and array_prepend.</summary>
/// <param name="type">The result's type.</param>
/// <param name="isValue">By operand, whether it is one element (which may be null) and not an array; a null array makes the result null.</param>
internal sealed class ConcatKernel(DataType type, bool[] isValue) : ScalarKernel
{
    public override Vector Run(ReadOnlySpan<Vector> operands, LaneSet lanes, MemoryBudget budget)
    {
        var arrays = new List<Vector>();
        for (var k = 0; k < operands.Length; k++)
        {
            if (isValue[k])
                continue;
            if (operands[k].Physical != PhysicalType.List)
                return new ConstantVector(ConstantNode.Single(null, type, budget), lanes.Length);
            arrays.Add(operands[k]);
        }

        using var output = new ArrayOutput(type, lanes.Length, arrays.ToArray(), budget);
        var parts = new ArrayOperand[operands.Length];
        try
        {
            for (var k = 0; k < parts.Length; k++)
                parts[k] = isValue[k] ? ArrayOperand.OfValues(operands[k]) : ArrayOperand.Of(operands[k], lanes, budget, dense: true);
            return Join(parts, output, lanes, budget);
        }
        finally
        {
            foreach (var part in parts)
                part?.Dispose();
        }
    }

    private Vector Join(ArrayOperand[] parts, ArrayOutput output, LaneSet lanes, MemoryBudget budget)
    {
        // Where each part's elements begin among all; untyped nulls have none.
        var bases = new int[parts.Length];
        var elements = new List<Vector>();
        var (length, anyUntyped) = (0, false);
        for (var k = 0; k < parts.Length; k++)
        {
            bases[k] = parts[k].Elements.Physical == PhysicalType.Null ? -1 : length;
            anyUntyped |= bases[k] < 0;
            if (bases[k] < 0)
                continue;
            elements.Add(parts[k].Elements);
            length = checked(length + parts[k].Elements.Length);
        }

        for (var i = 0; i < lanes.Count; i++)
        {
            var lane = lanes[i];
            if (output.IsNull(lane))
                continue;
            var start = output.Count;
            for (var k = 0; k < parts.Length; k++)
            {
                if (bases[k] >= 0)
                    output.AddRun(bases[k] + parts[k].Start(lane), parts[k].Size(lane));
                else
                    for (var n = parts[k].Size(lane); n > 0; n--)
                        output.Add(-1);
            }

            output.Close(lane, start);
        }

        var all = elements.Count == 1 ? elements[0].Retain() : Concatenation.Of(elements, ((ArrayType)type).Element, 0, budget);
        try
        {
            return output.Build(all, anyUntyped);
        }
        finally
        {
            all.Release();
        }
    }
}

/// <summary>array_union: the elements of both arrays, each once.</summary>
internal sealed class UnionKernel(DataType type) : ScalarKernel
{
    private readonly ConcatKernel concat = new(type, [false, false]);
    private readonly DistinctKernel distinct = new(type);

    public override Vector Run(ReadOnlySpan<Vector> operands, LaneSet lanes, MemoryBudget budget)
    {
        var both = concat.Run(operands, lanes, budget);
        try
        {
            return distinct.Run([both], lanes, budget);
        }
        finally
        {
            both.Release();
        }
    }
}
