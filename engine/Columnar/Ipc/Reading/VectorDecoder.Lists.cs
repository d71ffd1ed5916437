using System.Numerics;
using Spindle.Columnar.Ipc.Metadata;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Vector = Spindle.Columnar.Vectors.Vector;

namespace Spindle.Columnar.Ipc.Reading;

/// <summary>Every list layout of Arrow becomes offset and size a lane; a null lane's size is 0.</summary>
internal sealed unsafe partial class VectorDecoder
{
    private ListVector DecodeList<TOffset>(ArrowField field, int lanes, NativeBuffer? validity)
        where TOffset : unmanaged, IBinaryInteger<TOffset>
    {
        BodyBuffer source = TakeOffsets<TOffset>(lanes);
        (NativeBuffer starts, NativeBuffer counts) = AllocateLanes(lanes);
        var from = (TOffset*)source.Pointer;
        long needed = 0;
        for (int lane = 0; lane < lanes; lane++)
        {
            long start = long.CreateTruncating(from[lane]);
            long end = long.CreateTruncating(from[lane + 1]);
            if (start < 0 || end < start || end > int.MaxValue)
                ArrowFormatException.Throw($"column '{field.Name}' has offsets that do not rise");

            PutLane(starts, counts, validity, lane, start, end - start);
            needed = end;
        }

        body.Drop(source);
        return List(field, lanes, starts, counts, validity, DecodeElements(field, needed));
    }

    private ListVector DecodeListView<TOffset>(ArrowField field, int lanes, NativeBuffer? validity)
        where TOffset : unmanaged, IBinaryInteger<TOffset>
    {
        BodyBuffer offsets = body.Take((long)lanes * sizeof(TOffset));
        BodyBuffer sizes = body.Take((long)lanes * sizeof(TOffset));
        (NativeBuffer starts, NativeBuffer counts) = AllocateLanes(lanes);
        var fromOffsets = (TOffset*)offsets.Pointer;
        var fromSizes = (TOffset*)sizes.Pointer;
        long needed = 0;
        for (int lane = 0; lane < lanes; lane++)
        {
            bool valid = IsValid(validity, lane);
            long start = valid ? long.CreateTruncating(fromOffsets[lane]) : 0;
            long size = valid ? long.CreateTruncating(fromSizes[lane]) : 0;
            if (start is < 0 or > int.MaxValue || size is < 0 or > int.MaxValue || start + size > int.MaxValue)
                ArrowFormatException.Throw($"column '{field.Name}' has a list that lies outside of its elements");

            PutLane(starts, counts, validity, lane, start, size);
            needed = Math.Max(needed, start + size);
        }

        body.Drop(offsets);
        body.Drop(sizes);
        return List(field, lanes, starts, counts, validity, DecodeElements(field, needed));
    }

    private ListVector DecodeFixedList(ArrowField field, int lanes, NativeBuffer? validity)
    {
        int size = field.Arrow.FixedSize;
        long needed = (long)lanes * size;
        if (needed > int.MaxValue)
            ArrowFormatException.Throw($"column '{field.Name}' has {needed} elements");

        // Elements first: they bound the number of lanes that memory is allocated for.
        Vector elements = DecodeElements(field, needed);
        if (size == 0 || elements.Physical is PhysicalType.Null or PhysicalType.Struct)
            CheckUnbacked(field, lanes);
        (NativeBuffer starts, NativeBuffer counts) = AllocateLanes(lanes);
        for (int lane = 0; lane < lanes; lane++)
        {
            PutLane(starts, counts, validity, lane, (long)lane * size, size);
        }

        return List(field, lanes, starts, counts, validity, elements);
    }

    /// <summary>Lanes without a byte behind them are a corrupt length sooner than data.</summary>
    private static void CheckUnbacked(ArrowField field, int lanes)
    {
        const int Most = 1 << 24;
        if (lanes > Most)
            ArrowFormatException.Throw($"column '{field.Name}' has {lanes} lanes without data");
    }

    private (NativeBuffer Starts, NativeBuffer Counts) AllocateLanes(int lanes) =>
        (pending.Hold(budget.Allocate((long)lanes * sizeof(int))), pending.Hold(budget.Allocate((long)lanes * sizeof(int))));

    private static void PutLane(NativeBuffer starts, NativeBuffer counts, NativeBuffer? validity, int lane, long start, long size)
    {
        ((int*)starts.Pointer)[lane] = (int)start;
        ((int*)counts.Pointer)[lane] = IsValid(validity, lane) ? (int)size : 0;
    }

    private Vector DecodeElements(ArrowField field, long needed)
    {
        Vector elements = DecodeAll(field.Children[0]);
        if (elements.Length < needed)
            ArrowFormatException.Throw($"column '{field.Name}' has {elements.Length} elements where its lists need {needed}");

        if (field.Type is not MapType map)
            return elements;

        // Neither entries nor keys may be null; and entries are named key and value whatever the file calls them.
        var entries = (StructVector)elements;
        Vector keys = entries.Children[0];
        if (entries.MayHaveNulls || keys.MayHaveNulls)
        {
            for (int i = 0; i < needed; i++)
            {
                if (entries.IsNull(i) || keys.IsNull(i))
                    ArrowFormatException.Throw($"column '{field.Name}' has a map with a null key");
            }
        }

        return Replace(elements, entries.As(map.Entries));
    }

    private ListVector List(ArrowField field, int lanes, NativeBuffer starts, NativeBuffer counts, NativeBuffer? validity, Vector elements) =>
        pending.Hold(new ListVector(
            field.Type, lanes, pending.Give(starts), pending.Give(counts), pending.Give(elements), pending.GiveIfAny(validity)));
}
