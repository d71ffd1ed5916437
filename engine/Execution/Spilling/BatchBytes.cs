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

    public static RecordBatch Read(ReadOnlySpan<byte> bytes, IReadOnlyList<DataType> types, MemoryBudget budget)
    {
        var rows = Take<int>(ref bytes);
        var columns = new Vector[types.Count];
        try
        {
            for (var i = 0; i < columns.Length; i++)
                columns[i] = Column(ref bytes, types[i], rows, budget);
            return new RecordBatch(columns, rows);
        }
        catch
        {
            foreach (var column in columns)
                column?.Release();
            throw;
        }
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
        NativeBuffer? validity = null;
        if (Take<byte>(ref bytes) != 0)
            validity = Copy(ref bytes, Bits.BytesFor(rows), budget);
        switch (physical)
        {
            case PhysicalType.Null:
                validity?.Release();
                return new FlatVector(type, rows, null);
            case PhysicalType.Boolean:
                return new FlatVector(type, rows, Copy(ref bytes, Bits.BytesFor(rows), budget), validity);
            case PhysicalType.Bytes:
                return Texts(ref bytes, type, rows, validity, budget);
            case PhysicalType.List:
                var sizes = Copy(ref bytes, rows * sizeof(int), budget);
                var offsets = budget.Allocate((long)rows * sizeof(int));
                var total = 0;
                for (var i = 0; i < rows; i++)
                {
                    ((int*)offsets.Pointer)[i] = total;
                    total += ((int*)sizes.Pointer)[i];
                }

                var element = type is MapType map ? map.Entries : ((ArrayType)type).Element;
                return new ListVector(type, rows, offsets, sizes, Column(ref bytes, element, total, budget), validity);
            case PhysicalType.Struct:
                var fields = ((StructType)type).Fields;
                var children = new Vector[fields.Count];
                for (var i = 0; i < children.Length; i++)
                    children[i] = Column(ref bytes, fields[i].Type, rows, budget);
                return new StructVector(type, rows, children, validity);
            default:
                return new FlatVector(type, rows, Copy(ref bytes, checked(rows * physical.Width()), budget), validity, null, physical);
        }
    }

    private static FlatVector Texts(ref ReadOnlySpan<byte> bytes, DataType type, int rows, NativeBuffer? validity, MemoryBudget budget)
    {
        var lengths = bytes[..(rows * sizeof(int))];
        bytes = bytes[(rows * sizeof(int))..];
        var total = 0;
        fixed (byte* l = lengths)
            for (var i = 0; i < rows; i++)
                total += Unsafe.ReadUnaligned<int>(l + (long)i * sizeof(int));
        var text = Copy(ref bytes, total, budget);
        var views = budget.Allocate((long)rows * sizeof(BytesView));
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
        return new FlatVector(type, rows, views, validity, heap);
    }

    private static NativeBuffer Copy(ref ReadOnlySpan<byte> bytes, int count, MemoryBudget budget)
    {
        var buffer = budget.Allocate(count);
        bytes[..count].CopyTo(new Span<byte>(buffer.Pointer, count));
        bytes = bytes[count..];
        return buffer;
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
