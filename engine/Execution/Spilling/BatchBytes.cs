using System.Buffers;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;

namespace Spindle.Execution.Spilling;

/// <summary>
/// Batches as bytes for spill files: a plain dump of the selected rows, column by column, which only the process that wrote it reads.
/// <code>
///  column = form (1 byte) | has nulls (1) | validity bits, if any | values
///  values = fixed width: the values            bytes: int lengths, then the bytes
///           list: int sizes, then the elements as a column     struct: the fields as columns
/// </code>
/// </summary>
internal static unsafe class BatchBytes
{
    public static void Write(ArrayBufferWriter<byte> target, RecordBatch batch, MemoryBudget budget)
    {
        using var maps = new RowMaps(budget);
        Put(target, batch.Rows);
        foreach (var column in batch.Columns)
        {
            maps.Reset();
            Column(target, maps.View(column, batch.Selection), batch.Rows, budget);
        }
    }

    /// <summary>The batch that the bytes begin with, which the caller owns; the bytes move past it.</summary>
    public static RecordBatch Read(ref ReadOnlySpan<byte> bytes, IReadOnlyList<DataType> types, MemoryBudget budget)
    {
        var rows = Take<int>(ref bytes);
        using var columns = new ColumnSet();
        foreach (var type in types)
            columns.Add(Column(ref bytes, type, rows, budget));
        return new RecordBatch(columns.Take(), rows);
    }

    private static void Column(ArrayBufferWriter<byte> target, in ColumnView column, int rows, MemoryBudget budget)
    {
        var physical = column.Physical;
        Put(target, (byte)physical);
        Put(target, (byte)(column.Validity != null ? 1 : 0));
        if (column.Validity != null)
        {
            var bits = Room(target, Bits.BytesFor(rows));
            fixed (byte* b = bits)
            {
                bits.Clear();
                for (var i = 0; i < rows; i++)
                    if (!column.IsNull(i))
                        Bits.Set(b, i);
            }
        }

        switch (physical)
        {
            case PhysicalType.Null:
                break;
            case PhysicalType.Boolean:
                var booleans = Room(target, Bits.BytesFor(rows));
                booleans.Clear();
                fixed (byte* b = booleans)
                    for (var i = 0; i < rows; i++)
                        if (Bits.Get(column.Values, column.Position(i)))
                            Bits.Set(b, i);
                break;
            case PhysicalType.Int8:
                Fixed<byte>(target, column, rows);
                break;
            case PhysicalType.Int16:
                Fixed<short>(target, column, rows);
                break;
            case PhysicalType.Int32 or PhysicalType.Float32:
                Fixed<int>(target, column, rows);
                break;
            case PhysicalType.Int64 or PhysicalType.Float64:
                Fixed<long>(target, column, rows);
                break;
            case PhysicalType.Int128 or PhysicalType.Interval:
                Fixed<Int128>(target, column, rows);
                break;
            case PhysicalType.Bytes:
                Texts(target, column, rows);
                break;
            case PhysicalType.List:
                Lists(target, column, rows, budget);
                break;
            case PhysicalType.Struct:
                using (var maps = new RowMaps(budget))
                {
                    foreach (var child in ((StructVector)column.Plain).Children)
                        Column(target, maps.View(child, column.Map, rows), rows, budget);
                }

                break;
            default:
                throw new UnreachableException(physical.ToString());
        }
    }

    private static void Fixed<T>(ArrayBufferWriter<byte> target, in ColumnView column, int rows) where T : unmanaged
    {
        var room = Room(target, checked(rows * sizeof(T)));
        var values = (T*)column.Values;
        fixed (byte* r = room)
            for (var i = 0; i < rows; i++)
                Unsafe.WriteUnaligned(r + (long)i * sizeof(T), values[column.Position(i)]);
    }

    private static void Texts(ArrayBufferWriter<byte> target, in ColumnView column, int rows)
    {
        var views = (BytesView*)column.Values;
        var lengths = Room(target, checked(rows * sizeof(int)));
        fixed (byte* l = lengths)
            for (var i = 0; i < rows; i++)
                Unsafe.WriteUnaligned(l + (long)i * sizeof(int), column.IsNull(i) ? 0 : views[column.Position(i)].Length);
        for (var i = 0; i < rows; i++)
            if (!column.IsNull(i))
                target.Write(BytesView.Span(views + column.Position(i)));
    }

    private static void Lists(ArrayBufferWriter<byte> target, in ColumnView column, int rows, MemoryBudget budget)
    {
        var list = (ListVector)column.Plain;
        var sizes = Room(target, checked(rows * sizeof(int)));
        var total = 0;
        fixed (byte* s = sizes)
            for (var i = 0; i < rows; i++)
            {
                var size = column.IsNull(i) ? 0 : list.Sizes[column.Position(i)];
                Unsafe.WriteUnaligned(s + (long)i * sizeof(int), size);
                total = checked(total + size);
            }

        using var maps = new RowMaps(budget);
        var lanes = maps.Rent(total);
        var next = 0;
        for (var i = 0; i < rows; i++)
        {
            var position = column.Position(i);
            for (var k = 0; !column.IsNull(i) && k < list.Sizes[position]; k++)
                lanes[next++] = list.Offsets[position] + k;
        }

        Column(target, maps.View(list.Elements, lanes, total), total, budget);
    }

    private static Vector Column(ref ReadOnlySpan<byte> bytes, DataType type, int rows, MemoryBudget budget)
    {
        var physical = (PhysicalType)Take<byte>(ref bytes);
        var validity = Take<byte>(ref bytes) != 0 ? Copy(ref bytes, Bits.BytesFor(rows), budget) : null;
        try
        {
            return Values(ref bytes, physical, type, rows, validity, budget);
        }
        finally
        {
            validity?.Release();
        }
    }

    /// <summary>A column whose validity is lent.</summary>
    private static Vector Values(ref ReadOnlySpan<byte> bytes, PhysicalType physical, DataType type, int rows, NativeBuffer? validity, MemoryBudget budget)
    {
        switch (physical)
        {
            case PhysicalType.Null:
                return new FlatVector(type, rows, null);
            case PhysicalType.Boolean:
                return new FlatVector(type, rows, Copy(ref bytes, Bits.BytesFor(rows), budget), validity?.Retain());
            case PhysicalType.Bytes:
                return Texts(ref bytes, type, rows, validity, budget);
            case PhysicalType.List:
                using (var buffers = new BufferSet(budget))
                    return List(ref bytes, type, rows, validity, buffers, budget);
            case PhysicalType.Struct:
                using (var children = new ColumnSet())
                {
                    foreach (var field in ((StructType)type).Fields)
                        children.Add(Column(ref bytes, field.Type, rows, budget));
                    return new StructVector(type, rows, children.Take(), validity?.Retain());
                }

            default:
                return new FlatVector(type, rows, Copy(ref bytes, checked(rows * physical.Width()), budget), validity?.Retain(), null, physical);
        }
    }

    private static ListVector List(ref ReadOnlySpan<byte> bytes, DataType type, int rows, NativeBuffer? validity, BufferSet buffers, MemoryBudget budget)
    {
        var sizes = buffers.Add((long)rows * sizeof(int));
        Fill(sizes, ref bytes, rows * sizeof(int));
        var offsets = buffers.Add((long)rows * sizeof(int));
        var total = 0;
        for (var i = 0; i < rows; i++)
        {
            ((int*)offsets.Pointer)[i] = total;
            total += ((int*)sizes.Pointer)[i];
        }

        var elements = Column(ref bytes, type is MapType map ? map.Entries : ((ArrayType)type).Element, total, budget);
        buffers.Take();
        return new ListVector(type, rows, offsets, sizes, elements, validity?.Retain());
    }

    private static FlatVector Texts(ref ReadOnlySpan<byte> bytes, DataType type, int rows, NativeBuffer? validity, MemoryBudget budget)
    {
        var lengths = bytes[..(rows * sizeof(int))];
        bytes = bytes[(rows * sizeof(int))..];
        var total = 0;
        fixed (byte* l = lengths)
            for (var i = 0; i < rows; i++)
                total += Unsafe.ReadUnaligned<int>(l + (long)i * sizeof(int));
        using var buffers = new BufferSet(budget);
        var text = buffers.Add(total);
        Fill(text, ref bytes, total);
        var views = buffers.Add((long)rows * sizeof(BytesView));
        var next = text.Pointer;
        fixed (byte* l = lengths)
            for (var i = 0; i < rows; i++)
            {
                var length = Unsafe.ReadUnaligned<int>(l + (long)i * sizeof(int));
                ((BytesView*)views.Pointer)[i] = BytesView.Of(next, length);
                next += length;
            }

        var heap = new BytesHeap(budget);
        heap.Adopt(text);
        buffers.Take();
        return new FlatVector(type, rows, views, validity?.Retain(), heap);
    }

    private static NativeBuffer Copy(ref ReadOnlySpan<byte> bytes, int count, MemoryBudget budget)
    {
        var buffer = budget.Allocate(count);
        Fill(buffer, ref bytes, count);
        return buffer;
    }

    private static void Fill(NativeBuffer buffer, ref ReadOnlySpan<byte> bytes, int count)
    {
        bytes[..count].CopyTo(new Span<byte>(buffer.Pointer, count));
        bytes = bytes[count..];
    }

    private static Span<byte> Room(ArrayBufferWriter<byte> target, int count)
    {
        if (count == 0)
            return [];
        var room = target.GetSpan(count)[..count];
        target.Advance(count);
        return room;
    }

    private static void Put<T>(ArrayBufferWriter<byte> target, T value) where T : unmanaged => Unsafe.WriteUnaligned(ref Room(target, sizeof(T))[0], value);

    private static T Take<T>(ref ReadOnlySpan<byte> bytes) where T : unmanaged
    {
        var value = Unsafe.ReadUnaligned<T>(in bytes[0]);
        bytes = bytes[sizeof(T)..];
        return value;
    }
}
