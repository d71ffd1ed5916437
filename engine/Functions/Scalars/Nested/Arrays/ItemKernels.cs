using Spindle.Columnar.Kernels;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Functions.Evaluation;
using Spindle.Functions.Scalars.Text;
using Spindle.Plans.Expressions;

namespace Spindle.Functions.Scalars.Nested.Arrays;

/// <summary>Which positions an element is asked for by, and what one outside of the array gives.</summary>
internal enum ItemRule : byte
{
    /// <summary>From 0; outside null.</summary>
    Get,

    /// <summary>From 0; outside an error.</summary>
    Subscript,

    /// <summary>From 1, from the end where negative; 0 is an error.</summary>
    ElementAt,
}

/// <summary>One element of an array: get, a subscript, element_at. The last argument says whether a position outside raises.</summary>
internal sealed unsafe class ItemKernel(Call call, ItemRule rule) : ShapeKernel(call.ResultType, canRaise: call.Traits.HasFlag(FunctionTraits.CanRaise) || rule == ItemRule.ElementAt)
{
    protected override Vector Run(ArrayOperand array, ReadOnlySpan<Vector> operands, LaneSet lanes, MemoryBudget budget)
    {
        var picked = budget.Allocate((long)lanes.Length * sizeof(int));
        try
        {
            var positions = (int*)picked.Pointer;
            new Span<int>(positions, lanes.Length).Fill(-1);
            for (var i = 0; i < lanes.Count; i++)
            {
                var lane = lanes[i];
                if (operands[0].IsNull(lane) || operands[1].IsNull(lane))
                    continue;
                var (index, size) = (operands[1].Int(lane), array.Size(lane));
                if (rule == ItemRule.ElementAt && index == 0)
                    throw EvaluationErrors.Of("INVALID_INDEX_OF_ZERO", "22003", "positions in an array start at 1, or at -1 from the end", call.Origin);
                var at = rule != ItemRule.ElementAt ? index : index > 0 ? index - 1 : size + index;
                if (at >= 0 && at < size)
                    positions[lane] = array.Start(lane) + at;
                else if (rule != ItemRule.Get && BooleanKernel.Value(operands[^1], lane))
                    throw Outside(index, size);
            }

            return Gather.Lanes(array.Elements, positions, lanes.Length, budget, mayBeNegative: true);
        }
        finally
        {
            picked.Release();
        }
    }

    private Columnar.Errors.SpindleException Outside(int index, int size) => EvaluationErrors.Of(rule == ItemRule.ElementAt ? "INVALID_ARRAY_INDEX_IN_ELEMENT_AT" : "INVALID_ARRAY_INDEX", "22003",
        $"the array has {size} elements, none at {index}: use try_element_at or get to have null instead", call.Origin, ("indexValue", $"{index}"), ("arraySize", $"{size}"));
}

/// <summary>array_repeat(value, count).</summary>
internal sealed class RepeatKernel(DataType type) : ScalarKernel
{
    public override Vector Run(ReadOnlySpan<Vector> operands, LaneSet lanes, MemoryBudget budget)
    {
        using var values = ArrayOperand.OfValues(operands[0]);
        using var output = new ArrayOutput(type, lanes.Length, operands[1..], budget);
        for (var i = 0; i < lanes.Count; i++)
        {
            var lane = lanes[i];
            if (output.IsNull(lane))
                continue;
            var start = output.Count;
            for (var n = operands[1].Int(lane); n > 0; n--)
                output.Add(values.Start(lane));
            output.Close(lane, start);
        }

        return output.Build(values.Elements);
    }
}
