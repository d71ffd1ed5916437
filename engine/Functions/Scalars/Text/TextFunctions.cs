using Spindle.Columnar.Kernels;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Functions.Evaluation;
using Spindle.Functions.Scalars.Shapes;
using Spindle.Plans.Expressions;

namespace Spindle.Functions.Scalars.Text;

/// <summary>Functions of strings.</summary>
internal static class TextFunctions
{
    public static readonly Dictionary<string, Func<Call, FunctionSite>> Table = new()
    {
        ["substring"] = call => new FunctionSite(new SubstringKernel(call.ResultType), [.. call.Arguments]),
        ["length"] = call => call.Arguments[0].Type is BinaryType
            ? new FunctionSite(new TextMeasureKernel<int, ByteCount>(DataType.Int, default), call.Arguments[0])
            : new FunctionSite(new TextMeasureKernel<int, CodePointCount>(DataType.Int, default), call.Arguments[0]),
        ["upper"] = call => new FunctionSite(new TextMapKernel<UpperMap>(call.ResultType, default), call.Arguments[0]),
        ["lower"] = call => new FunctionSite(new TextMapKernel<LowerMap>(call.ResultType, default), call.Arguments[0]),
    };

    private readonly struct ByteCount : ITextMeasure<int>
    {
        public int Measure(ReadOnlySpan<byte> text) => text.Length;
    }

    private readonly struct CodePointCount : ITextMeasure<int>
    {
        public int Measure(ReadOnlySpan<byte> text) => CodePoints.Count(text);
    }

    private readonly struct UpperMap : ITextMap
    {
        public void Map(ReadOnlySpan<byte> text, System.Buffers.IBufferWriter<byte> target) => System.Buffers.BuffersExtensions.Write(target, CaseFolding.Upper(text));
    }

    private readonly struct LowerMap : ITextMap
    {
        public void Map(ReadOnlySpan<byte> text, System.Buffers.IBufferWriter<byte> target) => System.Buffers.BuffersExtensions.Write(target, CaseFolding.Lower(text));
    }

    /// <summary>substring(text, start[, length]): positions from 1, from the end where negative; of binary, bytes.</summary>
    private sealed class SubstringKernel(DataType type) : ScalarKernel
    {
        public override Vector Run(ReadOnlySpan<Vector> operands, LaneSet lanes, MemoryBudget budget)
        {
            var length = operands.Length > 2 ? new Operand<int>(operands[2]) : default;
            var slice = new SubstringSlice(new Operand<int>(operands[1]), length, operands.Length > 2, type is BinaryType);
            return TextSlices.Run(type, operands[0], operands, slice, lanes, budget);
        }
    }

    private readonly struct SubstringSlice(Operand<int> start, Operand<int> length, bool hasLength, bool isBinary) : ITextSlice
    {
        public (int Start, int Length) Slice(ReadOnlySpan<byte> text, int lane)
        {
            var (from, count) = (start[lane], hasLength ? length[lane] : int.MaxValue);
            if (count <= 0)
                return (0, 0);
            long begin = from > 0 ? from - 1 : from;
            var ascii = isBinary || System.Text.Ascii.IsValid(text);
            if (begin < 0)
                begin += ascii ? text.Length : CodePoints.Count(text);
            // Positions before the start of the text use up length.
            var end = Math.Min(begin + count, int.MaxValue);
            begin = Math.Max(begin, 0);
            if (end <= begin)
                return (0, 0);
            if (ascii)
            {
                begin = Math.Min(begin, text.Length);
                return ((int)begin, (int)(Math.Min(end, text.Length) - begin));
            }
            var first = CodePoints.Offset(text, (int)begin);
            return (first, CodePoints.Offset(text[first..], (int)(end - begin)));
        }
    }
}
