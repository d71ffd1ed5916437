using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;
using Spindle.Columnar.Kernels;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Functions.Evaluation;
using Spindle.Functions.Scalars.Nested.Arrays;

namespace Spindle.Functions.Scalars.Text;

/// <summary>
/// split(text, pattern, limit): at most limit parts where it is positive; trailing empty parts stay. The parts of ASCII text, and those between separators that mean only
/// themselves, are views of the text.
/// </summary>
internal sealed unsafe class SplitKernel(DataType type, RegexCache cache) : ScalarKernel
{
    public override bool CanRaise => true;

    public override Vector Run(ReadOnlySpan<Vector> operands, LaneSet lanes, MemoryBudget budget)
    {
        using var output = new ArrayOutput(type, lanes.Length, operands, budget);
        using var parts = new Parts(operands[0], budget);
        var texts = new Operand<BytesView>(operands[0]);
        for (var i = 0; i < lanes.Count; i++)
        {
            var lane = lanes[i];
            if (output.IsNull(lane))
                continue;
            var start = parts.Count;
            var pattern = operands[1].Text(lane);
            var limit = operands.Length > 2 ? operands[2].Int(lane) : -1;
            var view = texts.At(lane);
            if (RegexCache.IsLiteral(pattern))
                Literal(view, pattern, limit, parts);
            else
                Matched(view, cache.For(pattern), pattern.IsEmpty, limit, parts);
            output.Put(lane, start, parts.Count - start);
        }

        var elements = parts.Build();
        try
        {
            return output.BuildOver(elements);
        }
        finally
        {
            elements.Release();
        }
    }

    private static void Literal(BytesView* view, ReadOnlySpan<byte> separator, int limit, Parts parts)
    {
        var text = BytesView.Span(view);
        var (start, count) = (0, 1);
        for (; limit <= 0 || count < limit; count++)
        {
            var at = text[start..].IndexOf(separator);
            if (at < 0)
                break;
            parts.AddView(view, start, at);
            start += at + separator.Length;
        }

        parts.AddView(view, start, text.Length - start);
    }

    private void Matched(BytesView* view, Regex regex, bool isEmpty, int limit, Parts parts)
    {
        var text = cache.Decode(BytesView.Span(view), out var isAscii);
        var (start, count) = (0, 1);
        foreach (var match in regex.EnumerateMatches(text))
        {
            if (limit > 0 && count >= limit)
                break;
            // A match of nothing at the start gives no leading empty part.
            if (match.Length == 0 && (match.Index == 0 || (match.Index < text.Length && char.IsLowSurrogate(text[match.Index])) || (isEmpty && match.Index == text.Length)))
                continue;
            Add(view, text, start, match.Index - start, isAscii, parts);
            start = match.Index + match.Length;
            count++;
        }

        Add(view, text, start, text.Length - start, isAscii, parts);
    }

    private static void Add(BytesView* view, ReadOnlySpan<char> text, int start, int length, bool isAscii, Parts parts)
    {
        if (isAscii)
            parts.AddView(view, start, length);
        else
            parts.AddText(text.Slice(start, length));
    }

    /// <summary>The parts of all lanes, one after the other.</summary>
    private sealed class Parts(Vector source, MemoryBudget budget) : IDisposable
    {
        private readonly NativeArray<BytesView> views = new(budget);
        private readonly BytesHeap heap = Kept(source, budget);
        private readonly ArrayBufferWriter<byte> encoded = new(256);

        public int Count { get; private set; }

        public void AddView(BytesView* text, int start, int length) => Add(BytesView.Of(BytesView.Bytes(text) + start, length));

        public void AddText(ReadOnlySpan<char> text)
        {
            encoded.ResetWrittenCount();
            Encoding.UTF8.GetBytes(text, encoded);
            Add(heap.Append(encoded.WrittenSpan));
        }

        /// <summary>The parts as a vector that the caller owns.</summary>
        public FlatVector Build()
        {
            views.Ensure(1);
            return new FlatVector(DataType.String, Count, views.Detach(), null, heap.Retain());
        }

        public void Dispose()
        {
            views.Dispose();
            heap.Release();
        }

        private void Add(BytesView view)
        {
            views.Ensure(Count + 1L);
            views.Pointer[Count++] = view;
        }

        private static BytesHeap Kept(Vector source, MemoryBudget budget)
        {
            var heap = new BytesHeap(budget);
            heap.Keep(Operands.Flat(source).Heap);
            return heap;
        }
    }
}
