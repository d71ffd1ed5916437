using System.Buffers;
using System.Text;
using Spindle.Columnar.Errors;
using Spindle.Columnar.Kernels;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Functions.Casts;
using Spindle.Functions.Evaluation;
using Spindle.Functions.Scalars.Shapes;
using Spindle.Functions.Scalars.Text;
using Spindle.Plans.Expressions;

namespace Spindle.Functions.Scalars.Formatting;

/// <summary>to_char and to_number by a constant pattern, which the last literal argument of text holds.</summary>
internal static class NumberPatternFunctions
{
    public static readonly Dictionary<string, Func<Call, FunctionSite>> Table = new()
    {
        ["number_to_text"] = call => new FunctionSite(new TextFunctionKernel<ToText>(DataType.String, new ToText(Pattern(call))), call.Arguments[0]),
        ["text_to_number"] = call => new FunctionSite(new ToNumberKernel((DecimalType)call.ResultType, Pattern(call), call.Arguments[^1] is Literal { Value: true }, call.Origin), call.Arguments[0]),
    };

    private static NumberPattern Pattern(Call call) =>
        NumberPattern.Parse(((ByteString)call.Arguments.OfType<Literal>().Last(l => l.Type is StringType).Value!).ToString(), call.Origin);

    private readonly struct ToText(NumberPattern pattern) : ITextFunction
    {
        private readonly NumberPatternWriter writer = new(pattern);

        public bool TryWrite(ReadOnlySpan<Vector> operands, int lane, IBufferWriter<byte> target)
        {
            foreach (var chunk in writer.Write(new DecimalOperand(operands[0])[lane], ((DecimalType)operands[0].Type).Scale).GetChunks())
                Encoding.UTF8.GetBytes(chunk.Span, target);
            return true;
        }
    }

    private sealed class ToNumberKernel(DecimalType type, NumberPattern pattern, bool raises, Origin origin) : ScalarKernel
    {
        public override bool CanRaise => raises;

        public override Vector Run(ReadOnlySpan<Vector> operands, LaneSet lanes, MemoryBudget budget)
        {
            using var output = new FlatOutput(type, lanes.Length, budget);
            output.NullWhereAny(operands);
            for (var i = 0; i < lanes.Count; i++)
            {
                var lane = lanes[i];
                if (output.IsNull(lane))
                    continue;
                var text = operands[0].Text(lane);
                if (new NumberPatternReader(pattern, text).TryRead(out var number))
                    DecimalOutput.Put(output, type, lane, number);
                else if (raises)
                    throw Mismatch(Encoding.UTF8.GetString(text));
                else
                    output.SetNull(lane);
            }

            return output.Build();
        }

        private SpindleException Mismatch(string text) => EvaluationErrors.Of("INVALID_FORMAT.MISMATCH_INPUT", "42601",
            $"'{text}' does not match the number format '{pattern.Text}'; try_to_number gives null for it", origin,
            ("input", text), ("inputType", "\"STRING\""), ("format", pattern.Text));
    }
}
