using System.Buffers;
using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Vector = Spindle.Columnar.Vectors.Vector;

namespace Spindle.Columnar.Frames;

/// <summary>
/// Rows as the bytes of a frame: Arrow's buffers one after another, each at a multiple of 16 bytes so that a reader uses them in place.
/// <code>
///  column = form (1 byte) | has nulls (1 byte) | width (1 byte) | coded (1 byte) | halved (1 byte) | zeros (3 bytes) | base (8 bytes) | validity bits, if any | values
///  values = fixed width: the values            bytes: lengths, then the bytes, or, halved, half a byte for each and the bytes they stand for
///           list: int sizes, then the elements as a column     struct: the fields as columns
///           coded bytes, never inside a list or a struct: the entries that rows use as a column, then a byte a row that says which
/// </code>
/// Integers of 16 to 64 bits that lie close together are written as differences from their base, the least of them, in as few bytes as the width says; 0 stands for whole values.
/// Lengths are numbers of that many bytes. The base of a coded column is the number of its entries; nulls are entries of it.
/// One thread's; the bytes are valid until the next call.
/// </summary>
public sealed unsafe class FrameEncoder(MemoryBudget budget) : IDisposable
{
    public const int Alignment = 16;

    internal const int HeadLength = 16;
    internal const int WidthAt = 2;
    internal const int CodedAt = 3;
    internal const int HalvedAt = 4;
    internal const int BaseAt = 8;

    /// <summary>The most entries of a coded column: a code is a byte.</summary>
    internal const int MaxEntries = 256;

    // A coded column has at least that many rows for each value of the dictionary.
    private const int RowsPerEntry = 4;

    // Below that many bytes a column of texts is not halved.
    private const int LeastHalved = 1_024;

    // The frame's header comes before the rows.
    private const int Start = BatchFrame.HeaderLength + Alignment - 1 & -Alignment;

    private byte[] bytes = [];
    private int used;
    private bool halves;

    /// <summary>Encodes the rows at the given lanes of whole columns.</summary>
    /// <param name="isPacked">The bytes are going to be packed: texts are left as they are, for what repeats itself in them shrinks more than by half.</param>
    public ReadOnlySpan<byte> Encode(ReadOnlySpan<Vector> columns, int* lanes, int rows, bool isPacked)
    {
        halves = !isPacked;
        used = 0;
        Room(Start);
        using var maps = new RowMaps(budget);
        foreach (var column in columns)
        {
            var view = maps.View(column, lanes, rows);
            if (view.Physical == PhysicalType.Bytes && view.Map != null && view.Plain.Length <= Math.Min(MaxEntries, rows / RowsPerEntry) && rows > 0)
                Coded(view, rows);
            else
                Column(view, rows);
        }

        return bytes.AsSpan(Start, used - Start);
    }

    /// <summary>The rows that were encoded last as a whole frame that is not packed.</summary>
    public ReadOnlySpan<byte> Seal(int rows)
    {
        var frame = bytes.AsSpan(Start - BatchFrame.HeaderLength, used - Start + BatchFrame.HeaderLength);
        BatchFrame.Seal(rows, frame);
        return frame;
    }

    public void Dispose()
    {
        if (bytes.Length > 0)
            ArrayPool<byte>.Shared.Return(bytes);
        bytes = [];
    }

    private void Column(in ColumnView column, int rows)
    {
        var nulls = column.Validity != null && column.Physical != PhysicalType.Null;
        var start = used;
        var head = Room(HeadLength);
        head.Clear();
        head[0] = (byte)column.Physical;
        head[1] = (byte)(nulls ? 1 : 0);
        if (nulls)
        {
            var room = Room(Bits.BytesFor(rows));
            room.Clear();
            fixed (byte* bits = room)
                Pick(column.Validity, column.Map, rows, bits);
        }

        switch (column.Physical)
        {
            case PhysicalType.Null:
                break;
            case PhysicalType.Boolean:
                var booleans = Room(Bits.BytesFor(rows));
                booleans.Clear();
                fixed (byte* bits = booleans)
                    Pick(column.Values, column.Map, rows, bits);
                break;
            case PhysicalType.Int8:
                Fixed<byte>(column, rows);
                break;
            case PhysicalType.Int16:
                Numbers<short>(column, rows, start);
                break;
            case PhysicalType.Int32:
                Numbers<int>(column, rows, start);
                break;
            case PhysicalType.Float32:
                Fixed<int>(column, rows);
                break;
            case PhysicalType.Int64:
                Numbers<long>(column, rows, start);
                break;
            case PhysicalType.Float64:
                Fixed<long>(column, rows);
                break;
            case PhysicalType.Int128 or PhysicalType.Interval:
                Fixed<Int128>(column, rows);
                break;
            case PhysicalType.Bytes:
                Texts(column, rows, start);
                break;
            case PhysicalType.List:
                Lists(column, rows);
                break;
            case PhysicalType.Struct:
                using (var maps = new RowMaps(budget))
                {
                    foreach (var child in ((StructVector)column.Plain).Children)
                        Column(maps.View(child, column.Map, rows), rows);
                }

                break;
            default:
                throw new UnreachableException(column.Physical.ToString());
        }
    }

    private void Fixed<T>(in ColumnView column, int rows) where T : unmanaged
    {
        var room = Room(checked(rows * sizeof(T)));
        var values = (T*)column.Values;
        var map = column.Map;
        fixed (byte* r = room)
        {
            if (map == null)
                new ReadOnlySpan<byte>(values, rows * sizeof(T)).CopyTo(room);
            else
                for (var i = 0; i < rows; i++)
                    Unsafe.WriteUnaligned(r + (long)i * sizeof(T), values[map[i]]);
        }
    }

    /// <summary>Integers, narrowed in place where they lie close together.</summary>
    /// <param name="head">Where the column begins.</param>
    private void Numbers<T>(in ColumnView column, int rows, int head) where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        var start = used;
        Fixed<T>(column, rows);
        Narrow<T>(start, rows, head, isDifference: true);
    }

    /// <summary>Narrows the integers at the end of the bytes where they lie close together, and says so in the column's head.</summary>
    /// <param name="isDifference">Written as differences from the least of them; otherwise as they are, none below zero.</param>
    private void Narrow<T>(int start, int rows, int head, bool isDifference) where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        fixed (byte* at = bytes)
        {
            var values = (T*)(at + start);
            var (least, width) = NarrowIntegers.Measure(values, rows, isDifference);
            if (width == sizeof(T))
                return;
            NarrowIntegers.Narrow(values, rows, least, width);
            at[head + WidthAt] = (byte)width;
            Unsafe.WriteUnaligned(at + head + BaseAt, long.CreateTruncating(least));
            var end = start + rows * width;
            used = end + Alignment - 1 & -Alignment;
            Unsafe.InitBlockUnaligned(at + end, 0, (uint)(used - end));
        }
    }

    private void Texts(in ColumnView column, int rows, int head)
    {
        var lengths = used;
        var room = Room(checked(rows * sizeof(int)));
        long total;
        fixed (byte* at = room)
            total = Lengths(column, rows, (int*)at);
        Narrow<int>(lengths, rows, head, isDifference: false);
        var texts = used;
        room = Room(checked((int)total + TextBytes.Slack + HalvedBytes.Slack));
        fixed (byte* start = room)
        {
            var end = Append(column, rows, start);
            if (halves && total >= LeastHalved && Halve(start, (int)total))
            {
                bytes[head + HalvedAt] = 1;
                used = texts + HalvedBytes.Length((int)total) + HalvedBytes.Letters;
                return;
            }

            Unsafe.InitBlockUnaligned(end, 0, (uint)(start + room.Length - end));
            used = texts + ((int)total + TextBytes.Slack + Alignment - 1 & -Alignment);
        }
    }

    private static bool Halve(byte* texts, int total)
    {
        Span<byte> letters = stackalloc byte[HalvedBytes.Letters];
        if (!HalvedBytes.TryHalve(texts, total, letters))
            return false;
        letters.CopyTo(new Span<byte>(texts + HalvedBytes.Length(total), HalvedBytes.Letters));
        return true;
    }

    private static long Lengths(in ColumnView column, int rows, int* lengths)
    {
        var views = (BytesView*)column.Values;
        var map = column.Map;
        var total = 0L;
        if (column.Validity != null)
            for (var i = 0; i < rows; i++)
                total += lengths[i] = column.IsNull(i) ? 0 : views[column.Position(i)].Length;
        else if (map == null)
            for (var i = 0; i < rows; i++)
                total += lengths[i] = views[i].Length;
        else
            for (var i = 0; i < rows; i++)
                total += lengths[i] = views[map[i]].Length;
        return total;
    }

    private static byte* Append(in ColumnView column, int rows, byte* next)
    {
        var views = (BytesView*)column.Values;
        var map = column.Map;
        if (column.Validity != null)
        {
            for (var i = 0; i < rows; i++)
                if (!column.IsNull(i))
                    next = TextBytes.Append(views + column.Position(i), next);
        }
        else if (map == null)
            for (var i = 0; i < rows; i++)
                next = TextBytes.Append(views + i, next);
        else
            for (var i = 0; i < rows; i++)
                next = TextBytes.Append(views + map[i], next);
        return next;
    }

    /// <summary>Few values that come again and again: those that these rows use, and which of them each row has.</summary>
    private void Coded(in ColumnView column, int rows)
    {
        var map = column.Map;
        var codes = stackalloc byte[MaxEntries];
        var entries = stackalloc int[MaxEntries];
        new Span<byte>(codes, MaxEntries).Clear();
        for (var i = 0; i < rows; i++)
            codes[map[i]] = 1;
        var count = 0;
        for (var position = 0; position < column.Plain.Length; position++)
            if (codes[position] != 0)
            {
                codes[position] = (byte)count;
                entries[count++] = position;
            }

        var head = Room(HeadLength);
        head.Clear();
        head[0] = (byte)column.Physical;
        head[CodedAt] = 1;
        Unsafe.WriteUnaligned(ref head[BaseAt], (long)count);
        Column(new ColumnView(column.Plain, column.Values, column.Validity, entries), count);
        var room = Room(rows);
        for (var i = 0; i < room.Length; i++)
            room[i] = codes[map[i]];
    }

    private void Lists(in ColumnView column, int rows)
    {
        var list = (ListVector)column.Plain;
        var sizes = Room(checked(rows * sizeof(int)));
        var total = 0;
        fixed (byte* s = sizes)
            for (var i = 0; i < rows; i++)
            {
                var size = column.IsNull(i) ? 0 : list.Sizes[column.Position(i)];
                ((int*)s)[i] = size;
                total = checked(total + size);
            }

        using var maps = new RowMaps(budget);
        var lanes = maps.Rent(total);
        var next = 0;
        for (var i = 0; i < rows; i++)
        {
            if (column.IsNull(i))
                continue;
            var position = column.Position(i);
            for (var k = 0; k < list.Sizes[position]; k++)
                lanes[next++] = list.Offsets[position] + k;
        }

        Column(maps.View(list.Elements, lanes, total), total);
    }

    private static void Pick(byte* source, int* map, int rows, byte* target)
    {
        if (map == null)
        {
            new ReadOnlySpan<byte>(source, rows + 7 >> 3).CopyTo(new Span<byte>(target, rows + 7 >> 3));
            // Bits past the end are zero, so that equal rows have equal bytes.
            if ((rows & 7) != 0)
                target[rows >> 3] &= (byte)((1 << (rows & 7)) - 1);
            return;
        }

        for (var i = 0; i < rows; i++)
            if (Bits.Get(source, map[i]))
                Bits.Set(target, i);
    }

    /// <summary>Room at the end, padded to the alignment; spans made before may point to an old array once it grows, so each is filled before the next is asked for.</summary>
    private Span<byte> Room(int count)
    {
        var padded = checked((count + Alignment - 1) & -Alignment);
        if (padded > bytes.Length - used)
        {
            var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(Array.MaxLength, Math.Max(checked(used + (long)padded), bytes.Length * 2L)));
            bytes.AsSpan(0, used).CopyTo(larger);
            if (bytes.Length > 0)
                ArrayPool<byte>.Shared.Return(bytes);
            bytes = larger;
        }

        var room = bytes.AsSpan(used, padded);
        room[count..].Clear();
        used += padded;
        return room[..count];
    }
}
