using Spindle.Columnar.Kernels;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Functions.Evaluation;
using Spindle.Functions.Scalars.Shapes;
using Spindle.Plans.Expressions;

namespace Spindle.Functions.Scalars.Text;

/// <summary>Functions that give a part of a text, without copying it.</summary>
internal static class SliceFunctions
{
    public static readonly Dictionary<string, Func<Call, FunctionSite>> Table = new()
    {
        ["substring"] = call => new FunctionSite(new SubstringKernel(call.ResultType), [.. call.Arguments]),
        ["right"] = call => new FunctionSite(new RightKernel(), [.. call.Arguments]),
        ["trim"] = call => Trim(call, left: true, right: true),
        ["btrim"] = call => Trim(call, left: true, right: true),
        ["ltrim"] = call => Trim(call, left: true, right: false),
        ["rtrim"] = call => Trim(call, left: false, right: true),
        ["substring_index"] = call => new FunctionSite(new SubstringIndexKernel(), [.. call.Arguments]),
        ["split_part"] = call => new FunctionSite(new SplitPartKernel(call.Origin), [.. call.Arguments]),
    };

    private static FunctionSite Trim(Call call, bool left, bool right) => call.Arguments.Count == 1
        ? new(new TextSliceKernel<TrimSpaces>(call.ResultType, new TrimSpaces(left, right)), call.Arguments[0])
        : new(new TrimKernel(left, right), [.. call.Arguments]);

    /// <summary>substring(text, start[, length]): positions from 1, from the end where negative; of binary, bytes.</summary>
    private sealed class SubstringKernel(DataType type) : ScalarKernel
    {
        public override Vector Run(ReadOnlySpan<Vector> operands, LaneSet lanes, MemoryBudget budget)
        {
            var length = operands.Length > 2 ? new Operand<int>(operands[2]) : default;
            var slice = new Substring(new Operand<int>(operands[1]), length, operands.Length > 2, type is BinaryType);
            return TextSlices.Run(type, operands[0], operands, slice, lanes, budget);
        }
    }

    private readonly struct Substring(Operand<int> start, Operand<int> length, bool hasLength, bool isBinary) : ITextSlice
    {
        public (int Start, int Length) Slice(ReadOnlySpan<byte> text, int lane)
        {
            var (from, count) = (start[lane], hasLength ? length[lane] : int.MaxValue);
            if (count <= 0)
                return (0, 0);
            long begin = from > 0 ? from - 1 : from;
            var bytewise = isBinary || System.Text.Ascii.IsValid(text);
            if (begin < 0)
                begin += bytewise ? text.Length : CodePoints.Count(text);
            // Positions before the start of the text use up length.
            var end = Math.Min(begin + count, int.MaxValue);
            begin = Math.Max(begin, 0);
            if (end <= begin)
                return (0, 0);
            if (bytewise)
            {
                begin = Math.Min(begin, text.Length);
                return ((int)begin, (int)(Math.Min(end, text.Length) - begin));
            }
            var first = CodePoints.Offset(text, (int)Math.Min(begin, int.MaxValue));
            return (first, CodePoints.Offset(text[first..], (int)(end - begin)));
        }
    }

    private sealed class RightKernel : ScalarKernel
    {
        public override Vector Run(ReadOnlySpan<Vector> operands, LaneSet lanes, MemoryBudget budget) =>
            TextSlices.Run(DataType.String, operands[0], operands, new Right(new Operand<int>(operands[1])), lanes, budget);
    }

    private readonly struct Right(Operand<int> length) : ITextSlice
    {
        public (int Start, int Length) Slice(ReadOnlySpan<byte> text, int lane)
        {
            var skip = CodePoints.Count(text) - Math.Max(length[lane], 0);
            var start = skip <= 0 ? 0 : CodePoints.Offset(text, skip);
            return (start, text.Length - start);
        }
    }

    private readonly struct TrimSpaces(bool left, bool right) : ITextSlice
    {
        public (int Start, int Length) Slice(ReadOnlySpan<byte> text, int lane)
        {
            var (start, end) = (0, text.Length);
            while (left && start < end && text[start] == ' ')
                start++;
            while (right && end > start && text[end - 1] == ' ')
                end--;
            return (start, end - start);
        }
    }

    private sealed class TrimKernel(bool left, bool right) : ScalarKernel
    {
        public override Vector Run(ReadOnlySpan<Vector> operands, LaneSet lanes, MemoryBudget budget) =>
            TextSlices.Run(DataType.String, operands[0], operands, new TrimCharacters(new Operand<BytesView>(operands[1]), left, right), lanes, budget);
    }

    /// <summary>Cuts characters that are in a set from the ends.</summary>
    private readonly unsafe struct TrimCharacters(Operand<BytesView> characters, bool left, bool right) : ITextSlice
    {
        public (int Start, int Length) Slice(ReadOnlySpan<byte> text, int lane)
        {
            var set = BytesView.Span(characters.At(lane));
            var (start, end) = (0, text.Length);
            while (left && start < end && Math.Min(CodePoints.Length(text[start]), end - start) is var length && Contains(set, text.Slice(start, length)))
                start += length;
            while (right && end > start && LastStart(text[start..end]) + start is var last && Contains(set, text[last..end]))
                end = last;
            return (start, end - start);
        }

        private static int LastStart(ReadOnlySpan<byte> text)
        {
            var at = text.Length - 1;
            while (at > 0 && text.Length - at < 4 && (text[at] & 0xC0) == 0x80)
                at--;
            return at;
        }

        private static bool Contains(ReadOnlySpan<byte> set, ReadOnlySpan<byte> character)
        {
            while (!set.IsEmpty)
            {
                var length = Math.Min(CodePoints.Length(set[0]), set.Length);
                if (set[..length].SequenceEqual(character))
                    return true;
                set = set[length..];
            }
            return false;
        }
    }

    private sealed class SubstringIndexKernel : ScalarKernel
    {
        public override Vector Run(ReadOnlySpan<Vector> operands, LaneSet lanes, MemoryBudget budget) =>
            TextSlices.Run(DataType.String, operands[0], operands, new SubstringIndex(new Operand<BytesView>(operands[1]), new Operand<int>(operands[2])), lanes, budget);
    }

    private readonly unsafe struct SubstringIndex(Operand<BytesView> separators, Operand<int> counts) : ITextSlice
    {
        public (int Start, int Length) Slice(ReadOnlySpan<byte> text, int lane)
        {
            var separator = BytesView.Span(separators.At(lane));
            var count = counts[lane];
            if (separator.IsEmpty || count == 0)
                return (0, 0);
            if (count > 0)
            {
                var end = -1;
                for (; count > 0; count--)
                {
                    // The next separator may overlap the last one.
                    var next = text[(end + 1)..].IndexOf(separator);
                    if (next < 0)
                        return (0, text.Length);
                    end += next + 1;
                }
                return (0, end);
            }
            var start = text.Length;
            for (var i = (long)count; i < 0; i++)
            {
                start = LastBefore(text, separator, start);
                if (start < 0)
                    return (0, text.Length);
            }
            return (start + separator.Length, text.Length - start - separator.Length);
        }

        private static int LastBefore(ReadOnlySpan<byte> text, ReadOnlySpan<byte> separator, int before)
        {
            for (var at = Math.Min(before - 1, text.Length - separator.Length); at >= 0; at--)
                if (text.Slice(at, separator.Length).SequenceEqual(separator))
                    return at;
            return -1;
        }
    }

    private sealed class SplitPartKernel(Columnar.Errors.Origin origin) : ScalarKernel
    {
        public override bool CanRaise => true;

        public override Vector Run(ReadOnlySpan<Vector> operands, LaneSet lanes, MemoryBudget budget) =>
            TextSlices.Run(DataType.String, operands[0], operands, new SplitPart(new Operand<BytesView>(operands[1]), new Operand<int>(operands[2]), origin), lanes, budget);
    }

    /// <summary>The n-th part between separators, counted from the end where n is negative; empty past the last.</summary>
    private readonly unsafe struct SplitPart(Operand<BytesView> separators, Operand<int> numbers, Columnar.Errors.Origin origin) : ITextSlice
    {
        public (int Start, int Length) Slice(ReadOnlySpan<byte> text, int lane)
        {
            var separator = BytesView.Span(separators.At(lane));
            long number = numbers[lane];
            if (number == 0)
                throw EvaluationErrors.Of("INVALID_INDEX_OF_ZERO", "22003", "the number of a part is 1 or more from the start, -1 or less from the end; 0 is neither", origin);
            var parts = separator.IsEmpty ? 1 : 1 + text.Count(separator);
            var index = number > 0 ? number - 1 : parts + number;
            if (index < 0 || index >= parts)
                return (0, 0);
            var start = 0;
            for (; index > 0; index--)
                start += text[start..].IndexOf(separator) + separator.Length;
            var length = separator.IsEmpty ? text.Length : text[start..].IndexOf(separator);
            return (start, length < 0 ? text.Length - start : length);
        }
    }
}
