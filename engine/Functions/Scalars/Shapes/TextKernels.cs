using System.Buffers;
using System.Runtime.CompilerServices;
using Spindle.Columnar.Kernels;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Functions.Evaluation;

namespace Spindle.Functions.Scalars.Shapes;

/// <summary>Text to text.</summary>
internal interface ITextMap
{
    void Map(ReadOnlySpan<byte> text, IBufferWriter<byte> target);
}

/// <summary>Text to a part of itself.</summary>
internal interface ITextSlice
{
    /// <summary>Start and length of the part.</summary>
    (int Start, int Length) Slice(ReadOnlySpan<byte> text, int lane);
}

/// <summary>Text to a number.</summary>
internal interface ITextMeasure<T>
{
    T Measure(ReadOnlySpan<byte> text);
}

/// <summary>Text to a condition.</summary>
internal interface ITextTest
{
    bool Test(ReadOnlySpan<byte> text);
}

internal sealed unsafe class TextMapKernel<TMap>(DataType type, TMap map) : ScalarKernel where TMap : struct, ITextMap
{
    public override Vector Run(ReadOnlySpan<Vector> operands, LaneSet lanes, MemoryBudget budget)
    {
        using var output = new FlatOutput(type, lanes.Length, budget);
        output.NullWhereAny(operands[0]);
        var source = new Operand<BytesView>(operands[0]);
        var text = new ArrayBufferWriter<byte>(256);
        for (var i = 0; i < lanes.Count; i++)
        {
            var lane = lanes[i];
            if (output.IsNull(lane))
                continue;
            text.ResetWrittenCount();
            map.Map(BytesView.Span(source.At(lane)), text);
            ((BytesView*)output.Values)[lane] = output.Heap.Append(text.WrittenSpan);
        }
        return output.Build();
    }
}

/// <summary>Views into the operand's own memory; further operands, if any, are the slice's.</summary>
internal static unsafe class TextSlices
{
    public static Vector Run<TSlice>(DataType type, Vector text, ReadOnlySpan<Vector> nullsOf, TSlice slice, LaneSet lanes, MemoryBudget budget) where TSlice : struct, ITextSlice
    {
        using var output = new FlatOutput(type, lanes.Length, budget);
        output.NullWhereAny(nullsOf);
        if (Operands.Flat(text).Heap is { } heap)
            output.Heap.Keep(heap);
        Fill(new Operand<BytesView>(text), slice, lanes, output);
        return output.Build();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Fill<TSlice>(Operand<BytesView> source, TSlice slice, LaneSet lanes, FlatOutput output) where TSlice : struct, ITextSlice
    {
        var target = (BytesView*)output.Values;
        for (var i = 0; i < lanes.Count; i++)
        {
            var lane = lanes[i];
            if (output.IsNull(lane))
                continue;
            var view = source.At(lane);
            var bytes = BytesView.Bytes(view);
            var (start, length) = slice.Slice(new ReadOnlySpan<byte>(bytes, view->Length), lane);
            target[lane] = BytesView.Of(bytes + start, length);
        }
    }
}

internal sealed class TextSliceKernel<TSlice>(DataType type, TSlice slice) : ScalarKernel where TSlice : struct, ITextSlice
{
    public override Vector Run(ReadOnlySpan<Vector> operands, LaneSet lanes, MemoryBudget budget) => TextSlices.Run(type, operands[0], operands, slice, lanes, budget);
}

internal sealed unsafe class TextMeasureKernel<T, TMeasure>(DataType type, TMeasure measure) : ScalarKernel where T : unmanaged where TMeasure : struct, ITextMeasure<T>
{
    public override Vector Run(ReadOnlySpan<Vector> operands, LaneSet lanes, MemoryBudget budget)
    {
        using var output = new FlatOutput(type, lanes.Length, budget);
        output.NullWhereAny(operands[0]);
        var source = new Operand<BytesView>(operands[0]);
        for (var i = 0; i < lanes.Count; i++)
            if (!output.IsNull(lanes[i]))
                ((T*)output.Values)[lanes[i]] = measure.Measure(BytesView.Span(source.At(lanes[i])));
        return output.Build();
    }
}

internal sealed unsafe class TextTestKernel<TTest>(TTest test) : ScalarKernel where TTest : struct, ITextTest
{
    public override Vector Run(ReadOnlySpan<Vector> operands, LaneSet lanes, MemoryBudget budget)
    {
        using var output = new FlatOutput(DataType.Boolean, lanes.Length, budget);
        output.NullWhereAny(operands[0]);
        Fill(new Operand<BytesView>(operands[0]), lanes, output);
        return output.Build();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Fill(Operand<BytesView> source, LaneSet lanes, FlatOutput output)
    {
        var bits = output.Values;
        for (var i = 0; i < lanes.Count; i++)
        {
            var lane = lanes[i];
            if (!output.IsNull(lane) && test.Test(BytesView.Span(source.At(lane))))
                Bits.Set(bits, lane);
        }
    }
}
