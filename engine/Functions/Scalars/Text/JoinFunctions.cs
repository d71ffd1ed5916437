using System.Buffers;
using Spindle.Columnar.Builders;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Functions.Scalars.Shapes;
using Spindle.Plans.Expressions;

namespace Spindle.Functions.Scalars.Text;

/// <summary>concat and concat_ws.</summary>
internal static class JoinFunctions
{
    public static readonly Dictionary<string, Func<Call, FunctionSite>> Table = new()
    {
        ["concat"] = call => call.ResultType is ArrayType
            ? new FunctionSite(new Nested.Arrays.ConcatKernel(call.ResultType, new bool[call.Arguments.Count]), [.. call.Arguments])
            : new FunctionSite(new TextFunctionKernel<Concat>(call.ResultType, default), [.. call.Arguments]),
        ["concat_ws"] = call => new FunctionSite(new ConcatWithSeparatorKernel(), [.. call.Arguments]),
    };

    private readonly struct Concat : ITextFunction
    {
        public bool TryWrite(ReadOnlySpan<Vector> operands, int lane, IBufferWriter<byte> target)
        {
            foreach (var operand in operands)
                target.Write(operand.Text(lane));
            return true;
        }
    }

    /// <summary>Texts and elements of arrays that are not null, with the first operand between them; null only where that is.</summary>
    private sealed class ConcatWithSeparatorKernel() : LaneKernel(DataType.String, canRaise: false, nullIntolerant: false)
    {
        private readonly ArrayBufferWriter<byte> text = new(256);

        protected override void Append(ReadOnlySpan<Vector> operands, int lane, VectorBuilder result)
        {
            if (operands[0].IsNull(lane))
            {
                result.AppendNull();
                return;
            }
            text.ResetWrittenCount();
            var separator = operands[0].Text(lane);
            var first = true;
            foreach (var operand in operands[1..])
            {
                if (operand.IsNull(lane))
                    continue;
                if (operand.Type is not ArrayType)
                {
                    Add(operand.Text(lane), separator, ref first);
                    continue;
                }
                foreach (var item in (ValueList<object?>)operand.Read(lane)!)
                    if (item is ByteString part)
                        Add(part.Span, separator, ref first);
            }
            ((BytesBuilder)result).Append(text.WrittenSpan);
        }

        private void Add(ReadOnlySpan<byte> part, ReadOnlySpan<byte> separator, ref bool first)
        {
            if (!first)
                text.Write(separator);
            first = false;
            text.Write(part);
        }
    }
}
