using System.Numerics;
using Spindle.Columnar.Ipc.Metadata;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Vectors;

namespace Spindle.Columnar.Ipc.Reading;

/// <summary>
/// Strings and binary values become views into the body's own bytes, which the vector's heap keeps. A null lane's view
/// is all zero.
/// </summary>
internal sealed unsafe partial class VectorDecoder
{
    private FlatVector DecodeBytes<TOffset>(ArrowField field, int lanes, NativeBuffer? validity)
        where TOffset : unmanaged, IBinaryInteger<TOffset>
    {
        BodyBuffer offsets = TakeOffsets<TOffset>(lanes);
        BodyBuffer data = body.Take();
        NativeBuffer views = pending.Hold(budget.Allocate((long)lanes * sizeof(BytesView)));
        var target = (BytesView*)views.Pointer;
        var from = (TOffset*)offsets.Pointer;
        bool anyLong = false;
        for (int lane = 0; lane < lanes; lane++)
        {
            long start = long.CreateTruncating(from[lane]);
            long end = long.CreateTruncating(from[lane + 1]);
            if (start < 0 || end < start || end > data.Length || end - start > int.MaxValue)
                ArrowFormatException.Throw($"column '{field.Name}' has offsets that do not rise within its data");

            target[lane] = IsValid(validity, lane) ? BytesView.Of(data.Pointer + start, (int)(end - start)) : default;
            anyLong |= end - start > BytesView.MaxInline;
        }

        body.Drop(offsets);
        return Flat(field.Type, lanes, views, validity, anyLong ? Adopt(data) : Forget(data));
    }

    private FlatVector DecodeFixedBytes(ArrowField field, int lanes, NativeBuffer? validity)
    {
        int width = field.Arrow.FixedSize;
        if (width == 0)
            CheckUnbacked(field, lanes);
        BodyBuffer data = body.Take((long)lanes * width);
        NativeBuffer views = pending.Hold(budget.Allocate((long)lanes * sizeof(BytesView)));
        var target = (BytesView*)views.Pointer;
        for (int lane = 0; lane < lanes; lane++)
        {
            target[lane] = IsValid(validity, lane) ? BytesView.Of(data.Pointer + (long)lane * width, width) : default;
        }

        return Flat(field.Type, lanes, views, validity, width > BytesView.MaxInline ? Adopt(data) : Forget(data));
    }

    private FlatVector DecodeViews(ArrowField field, int lanes, NativeBuffer? validity)
    {
        BodyBuffer source = body.Take((long)lanes * sizeof(ArrowView));
        var buffers = new BodyBuffer[body.TakeVariadicCount()];
        for (int i = 0; i < buffers.Length; i++)
        {
            buffers[i] = body.Take();
        }

        NativeBuffer views = pending.Hold(budget.Allocate((long)lanes * sizeof(BytesView)));
        var target = (BytesView*)views.Pointer;
        var from = (ArrowView*)source.Pointer;
        for (int lane = 0; lane < lanes; lane++)
        {
            if (!IsValid(validity, lane))
            {
                target[lane] = default;
                continue;
            }

            ArrowView view = from[lane];
            byte* bytes;
            if (view.Length is >= 0 and <= BytesView.MaxInline)
            {
                bytes = (byte*)(from + lane) + 4;
            }
            else
            {
                if (view.Length < 0 || (uint)view.Buffer >= (uint)buffers.Length || view.Offset < 0
                    || view.Offset + (long)view.Length > buffers[view.Buffer].Length)
                    ArrowFormatException.Throw($"column '{field.Name}' has a view that points outside of its data");
                bytes = buffers[view.Buffer].Pointer + view.Offset;
            }

            target[lane] = BytesView.Of(bytes, view.Length);
        }

        body.Drop(source);
        BytesHeap? heap = null;
        foreach (BodyBuffer buffer in buffers)
        {
            heap ??= pending.Hold(new BytesHeap(budget));
            heap.Adopt(pending.Give(buffer.Owner));
        }

        return Flat(field.Type, lanes, views, validity, heap);
    }

    /// <summary>Arrow's view of a long value.</summary>
    private readonly record struct ArrowView(int Length, int Prefix, int Buffer, int Offset);

    /// <summary>One offset more than lanes; writers may leave the buffer out where there are none.</summary>
    private BodyBuffer TakeOffsets<TOffset>(int lanes) where TOffset : unmanaged =>
        body.Take(lanes == 0 ? 0 : (lanes + 1L) * sizeof(TOffset));

    private BytesHeap Adopt(BodyBuffer data)
    {
        BytesHeap heap = pending.Hold(new BytesHeap(budget));
        heap.Adopt(pending.Give(data.Owner));
        return heap;
    }

    private BytesHeap? Forget(BodyBuffer data)
    {
        body.Drop(data);
        return null;
    }
}
