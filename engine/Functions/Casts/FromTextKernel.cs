using Spindle.Columnar.Kernels;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Formats.Values;
using Spindle.Functions.Evaluation;
using Spindle.Plans.Expressions;

namespace Spindle.Functions.Casts;

/// <summary>Reads values of a fixed width from text.</summary>
internal sealed unsafe class FromTextKernel<T, TConversion>(CastSite site, TConversion conversion) : ScalarKernel
    where T : unmanaged where TConversion : struct, ITextConversion<T>
{
    public override bool CanRaise => site.CanRaise;

    public override Vector Run(ReadOnlySpan<Vector> operands, LaneSet lanes, MemoryBudget budget)
    {
        var views = new Operand<BytesView>(operands[0]);
        using var output = new FlatOutput(site.To, lanes.Length, budget);
        output.NullWhereAny(operands[0]);
        for (var i = 0; i < lanes.Count; i++)
        {
            var lane = lanes[i];
            if (output.IsNull(lane) || conversion.TryRead(BytesView.Span(views.At(lane)), out ((T*)output.Values)[lane]))
                continue;
            if (site.Mode == EvaluationMode.Ansi)
                throw site.Error(operands[0], lane);
            output.SetNull(lane);
        }
        return output.Build();
    }
}

/// <summary>Reads booleans, which are bits.</summary>
internal sealed unsafe class TextToBooleanKernel(CastSite site) : ScalarKernel
{
    public override bool CanRaise => site.CanRaise;

    public override Vector Run(ReadOnlySpan<Vector> operands, LaneSet lanes, MemoryBudget budget)
    {
        var views = new Operand<BytesView>(operands[0]);
        using var output = new FlatOutput(DataType.Boolean, lanes.Length, budget);
        output.NullWhereAny(operands[0]);
        for (var i = 0; i < lanes.Count; i++)
        {
            var lane = lanes[i];
            if (output.IsNull(lane))
                continue;
            if (BooleanText.TryParse(BytesView.Span(views.At(lane)), out var value))
                Bits.Put(output.Values, lane, value);
            else if (site.Mode == EvaluationMode.Ansi)
                throw site.Error(operands[0], lane);
            else
                output.SetNull(lane);
        }
        return output.Build();
    }
}

/// <summary>Reads decimals.</summary>
internal sealed unsafe class TextToDecimalKernel(CastSite site, DecimalType type) : ScalarKernel
{
    public override bool CanRaise => site.CanRaise;

    public override Vector Run(ReadOnlySpan<Vector> operands, LaneSet lanes, MemoryBudget budget)
    {
        var views = new Operand<BytesView>(operands[0]);
        using var output = new FlatOutput(type, lanes.Length, budget);
        output.NullWhereAny(operands[0]);
        for (var i = 0; i < lanes.Count; i++)
        {
            var lane = lanes[i];
            if (output.IsNull(lane))
                continue;
            var outcome = DecimalText.TryParse(BytesView.Span(views.At(lane)), type.Precision, type.Scale, out var value);
            if (outcome == DecimalParse.Ok)
                DecimalOutput.Put(output, type, lane, value);
            else if (site.Mode == EvaluationMode.Ansi)
                throw Error(outcome, LaneText.Of(operands[0], lane));
            else
                output.SetNull(lane);
        }
        return output.Build();
    }

    private Exception Error(DecimalParse outcome, string text) => outcome switch
    {
        DecimalParse.OutOfRange => EvaluationErrors.TooManyDigits(text, site.Origin),
        DecimalParse.DoesNotFit => EvaluationErrors.DecimalOutOfRange(text, type, site.Origin),
        _ => EvaluationErrors.InvalidCast($"'{text}'", site.From, site.To, site.Origin),
    };
}
