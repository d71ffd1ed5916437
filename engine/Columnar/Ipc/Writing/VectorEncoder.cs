using System.Diagnostics;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;

namespace Spindle.Columnar.Ipc.Writing;

/// <summary>Adds a vector's node and buffers to a body in the layout that <see cref="Metadata.ArrowTypes"/> declares.</summary>
internal sealed unsafe class VectorEncoder(EncodedBody body, MemoryBudget budget)
{
    /// <summary>Encodes a vector of any form; it is lent, and kept until the body is disposed of.</summary>
    internal void Encode(Vector vector)
    {
        Vector plain = Gather.Flatten(vector, budget);
        body.OnDispose(plain.Release);
        switch (plain)
        {
            case FlatVector { Physical: PhysicalType.Null }:
                body.AddNode(plain.Length, plain.Length);
                break;
            case FlatVector flat:
                AddValidity(flat.Validity, flat.Length);
                EncodeFlat(flat);
                break;
            case ListVector list:
                AddValidity(list.Validity, list.Length);
                EncodeList(list);
                break;
            case StructVector structs:
                AddValidity(structs.Validity, structs.Length);
                foreach (Vector child in structs.Children)
                {
                    Encode(child);
                }

                break;
            default:
                throw new UnreachableException(plain.ToString());
        }
    }

    private void AddValidity(byte* validity, int lanes)
    {
        int nulls = validity == null ? 0 : lanes - Bits.Count(validity, lanes);
        body.AddNode(lanes, nulls);
        body.AddBuffer(validity, nulls == 0 ? 0 : (lanes + 7) / 8);
    }

    private void EncodeFlat(FlatVector flat)
    {
        switch (flat.Physical)
        {
            case PhysicalType.Boolean:
                body.AddBuffer(flat.Values, (flat.Length + 7) / 8);
                break;
            case PhysicalType.Bytes:
                EncodeBytes(flat);
                break;
            case PhysicalType.Interval:
                EncodeIntervals(flat);
                break;
            case PhysicalType.Int64 when flat.Type is DecimalType or UserDefinedType { Storage: DecimalType }:
                EncodeLongDecimals(flat);
                break;
            default:
                body.AddBuffer(flat.Values, (long)flat.Length * flat.Physical.Width(), flat.Physical == PhysicalType.Int128);
                break;
        }
    }

    private void EncodeBytes(FlatVector flat)
    {
        var views = (BytesView*)flat.Values;
        NativeBuffer offsets = body.Allocate((flat.Length + 1L) * sizeof(int));
        var starts = (int*)offsets.Pointer;
        long total = 0;
        for (int lane = 0; lane < flat.Length; lane++)
        {
            starts[lane] = (int)total;
            if (!flat.IsNull(lane))
                total += views[lane].Length;
            if (total > int.MaxValue)
                throw new ArrowFormatException($"a batch holds over {int.MaxValue} bytes in one {flat.Type.Name} column: write smaller batches");
        }

        starts[flat.Length] = (int)total;
        NativeBuffer data = body.Allocate(total);
        for (int lane = 0; lane < flat.Length; lane++)
        {
            int length = starts[lane + 1] - starts[lane];
            Buffer.MemoryCopy(BytesView.Bytes(views + lane), data.Pointer + starts[lane], length, length);
        }

        body.AddBuffer(offsets.Pointer, (flat.Length + 1L) * sizeof(int));
        body.AddBuffer(data.Pointer, total);
    }

    /// <summary>Microseconds become Arrow's nanoseconds.</summary>
    private void EncodeIntervals(FlatVector flat)
    {
        NativeBuffer target = body.Allocate((long)flat.Length * sizeof(CalendarInterval));
        var to = (CalendarInterval*)target.Pointer;
        for (int lane = 0; lane < flat.Length; lane++)
        {
            if (flat.IsNull(lane))
            {
                to[lane] = default;
                continue;
            }

            CalendarInterval value = ((CalendarInterval*)flat.Values)[lane];
            long high = Math.BigMul(value.Microseconds, 1_000L, out long nanoseconds);
            if (high != nanoseconds >> 63)
                throw new ArrowFormatException($"an interval of {value.Microseconds} microseconds exceeds Arrow's 64-bit nanoseconds");
            to[lane] = value with { Microseconds = nanoseconds };
        }

        body.AddBuffer(target.Pointer, (long)flat.Length * sizeof(CalendarInterval), isWide: true);
    }

    private void EncodeLongDecimals(FlatVector flat)
    {
        NativeBuffer target = body.Allocate((long)flat.Length * sizeof(Int128));
        var to = (long*)target.Pointer;
        var from = (long*)flat.Values;
        for (int lane = 0; lane < flat.Length; lane++)
        {
            to[2 * lane] = from[lane];
            to[2 * lane + 1] = from[lane] >> 63;
        }

        body.AddBuffer(target.Pointer, (long)flat.Length * sizeof(Int128), isWide: true);
    }

    /// <summary>Arrow's lists lie one after another; elements that lanes share or leave out are gathered so.</summary>
    private void EncodeList(ListVector list)
    {
        NativeBuffer offsets = body.Allocate((list.Length + 1L) * sizeof(int));
        var starts = (int*)offsets.Pointer;
        long total = 0;
        bool inPlace = true;
        for (int lane = 0; lane < list.Length; lane++)
        {
            starts[lane] = (int)total;
            int size = list.IsNull(lane) ? 0 : list.Sizes[lane];
            inPlace &= size == 0 || list.Offsets[lane] == total;
            total += size;
            if (total > int.MaxValue)
                throw new ArrowFormatException($"a batch holds over {int.MaxValue} elements in one column: write smaller batches");
        }

        starts[list.Length] = (int)total;
        body.AddBuffer(offsets.Pointer, (list.Length + 1L) * sizeof(int));
        Vector elements = inPlace ? list.Elements.Slice(0, (int)total) : GatherElements(list, starts);
        try
        {
            Encode(elements);
        }
        finally
        {
            elements.Release();
        }
    }

    private Vector GatherElements(ListVector list, int* starts)
    {
        int total = starts[list.Length];
        NativeBuffer lanes = budget.Allocate((long)total * sizeof(int));
        try
        {
            var positions = (int*)lanes.Pointer;
            for (int lane = 0; lane < list.Length; lane++)
            {
                int size = starts[lane + 1] - starts[lane];
                for (int i = 0; i < size; i++)
                {
                    positions[starts[lane] + i] = list.Offsets[lane] + i;
                }
            }

            return Gather.Lanes(list.Elements, positions, total, budget);
        }
        finally
        {
            lanes.Release();
        }
    }
}
