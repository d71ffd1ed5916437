using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Vector = Spindle.Columnar.Vectors.Vector;

namespace Spindle.Columnar.Frames;

/// <summary>Makes a batch of a verified frame. Values of fixed width stay where they were unpacked; the batch keeps that memory.</summary>
public unsafe ref struct FrameDecoder
{
    private readonly NativeBuffer buffer;
    private readonly MemoryBudget budget;
    private readonly int length;
    private int at;

    private FrameDecoder(NativeBuffer buffer, int length, MemoryBudget budget)
    {
        this.buffer = buffer;
        this.length = length;
        this.budget = budget;
    }

    /// <exception cref="CorruptFrameException">The frame is not what was written, or not rows of these types.</exception>
    public static RecordBatch Decode(ReadOnlySpan<byte> frame, ReadOnlySpan<DataType> types, MemoryBudget budget)
    {
        var (rows, plainLength, codec) = BatchFrame.Verify(frame);
        var plain = budget.Allocate(plainLength);
        try
        {
            BatchFrame.Unpack(frame, codec, new Span<byte>(plain.Pointer, plainLength));
            var decoder = new FrameDecoder(plain, plainLength, budget);
            return decoder.Batch(types, rows);
        }
        finally
        {
            plain.Release();
        }
    }

    private RecordBatch Batch(ReadOnlySpan<DataType> types, int rows)
    {
        var columns = new Vector[types.Length];
        try
        {
            for (var i = 0; i < columns.Length; i++)
                columns[i] = Coded(types[i], rows) ?? Column(types[i], rows);
            return new RecordBatch(columns, rows);
        }
        catch
        {
            foreach (var column in columns)
                column?.Release();
            throw;
        }
    }

    private Vector Column(DataType type, int rows)
    {
        var head = Take(FrameEncoder.HeadLength);
        var physical = (PhysicalType)head[0];
        var width = head[FrameEncoder.WidthAt];
        if (head[FrameEncoder.CodedAt] != 0)
            throw new CorruptFrameException("coded values within others");
        NativeBuffer? validity = null;
        try
        {
            if (head[1] != 0)
                validity = Copy(Take(Bits.BytesFor(rows)), Bits.BytesFor(rows));
            Vector vector = physical == PhysicalType.Bytes ? Texts(type, width, head[FrameEncoder.HalvedAt] != 0, rows, validity)
                : width == 0 ? Values(type, physical, rows, validity)
                : Narrowed(type, physical, width, Unsafe.ReadUnaligned<long>(head + FrameEncoder.BaseAt), rows, validity);
            validity = null;
            return vector;
        }
        finally
        {
            validity?.Release();
        }
    }

    private Vector Values(DataType type, PhysicalType physical, int rows, NativeBuffer? validity)
    {
        switch (physical)
        {
            case PhysicalType.Null:
                return new FlatVector(type, rows, null);
            case PhysicalType.Boolean:
                return new FlatVector(type, rows, Copy(Take(Bits.BytesFor(rows)), Bits.BytesFor(rows)), validity);
            case PhysicalType.List:
                return Lists(type, rows, validity);
            case PhysicalType.Struct:
                var fields = ((StructType)Storage(type)).Fields;
                var children = new Vector[fields.Count];
                try
                {
                    for (var i = 0; i < children.Length; i++)
                        children[i] = Column(fields[i].Type, rows);
                }
                catch
                {
                    foreach (var child in children)
                        child?.Release();
                    throw;
                }

                return new StructVector(type, rows, children, validity);
            default:
                var bytes = checked(rows * physical.Width());
                var values = Take(bytes);
                return physical == type.Physical
                    ? FlatVector.Within(type, rows, buffer.Retain(), values, validity)
                    : new FlatVector(type, rows, Copy(values, bytes), validity, null, physical);
        }
    }

    private FlatVector Narrowed(DataType type, PhysicalType physical, int width, long least, int rows, NativeBuffer? validity)
    {
        if (physical is not (PhysicalType.Int16 or PhysicalType.Int32 or PhysicalType.Int64) || width is not (1 or 2 or 4) || width >= physical.Width())
            throw new CorruptFrameException($"{physical} in {width} bytes");
        var differences = Take(checked(rows * width));
        var values = budget.Allocate((long)rows * physical.Width());
        if (physical == PhysicalType.Int16)
            NarrowIntegers.Widen(differences, width, rows, (short)least, (short*)values.Pointer);
        else if (physical == PhysicalType.Int32)
            NarrowIntegers.Widen(differences, width, rows, (int)least, (int*)values.Pointer);
        else
            NarrowIntegers.Widen(differences, width, rows, least, (long*)values.Pointer);
        return new FlatVector(type, rows, values, validity, null, physical);
    }

    private FlatVector Texts(DataType type, int width, bool areHalved, int rows, NativeBuffer? validity) => width switch
    {
        0 => Texts<uint>(type, areHalved, rows, validity),
        1 => Texts<byte>(type, areHalved, rows, validity),
        2 => Texts<ushort>(type, areHalved, rows, validity),
        _ => throw new CorruptFrameException($"lengths of {width} bytes"),
    };

    private FlatVector Texts<TLength>(DataType type, bool areHalved, int rows, NativeBuffer? validity) where TLength : unmanaged, IBinaryInteger<TLength>
    {
        var lengths = (TLength*)Take(checked(rows * sizeof(TLength)));
        var total = 0L;
        var longest = TLength.Zero;
        for (var i = 0; i < rows; i++)
        {
            total += long.CreateTruncating(lengths[i]);
            longest = TLength.Max(longest, lengths[i]);
        }

        if (total > Math.Min(areHalved ? 2L * length : length, Array.MaxLength))
            throw new CorruptFrameException($"texts of {total} bytes in a frame of {length}");
        var texts = areHalved ? Whole((int)total) : buffer.Retain();
        try
        {
            var next = areHalved ? texts.Pointer : Take((int)total + TextBytes.Slack);
            var views = budget.Allocate((long)rows * sizeof(BytesView));
            var target = (BytesView*)views.Pointer;
            for (var i = 0; i < rows; i++)
            {
                var size = int.CreateTruncating(lengths[i]);
                TextBytes.View(next, size, target + i);
                next += size;
            }

            if (validity is not null)
                for (var i = 0; i < rows; i++)
                    if (!Bits.Get(validity.Pointer, i))
                        target[i] = default;
            BytesHeap? heap = null;
            if (int.CreateTruncating(longest) > BytesView.MaxInline)
            {
                heap = new BytesHeap(budget);
                heap.Adopt(texts.Retain());
            }

            return new FlatVector(type, rows, views, validity, heap);
        }
        finally
        {
            texts.Release();
        }
    }

    /// <summary>The next bytes, each of which is stored as a half.</summary>
    private NativeBuffer Whole(int total)
    {
        var halves = Take(HalvedBytes.Length(total) + HalvedBytes.Letters);
        var texts = budget.Allocate((long)total + HalvedBytes.Slack);
        HalvedBytes.Widen(halves, total, new ReadOnlySpan<byte>(halves + HalvedBytes.Length(total), HalvedBytes.Letters), texts.Pointer);
        return texts;
    }

    /// <summary>Null where the next column is not coded.</summary>
    private DictionaryVector? Coded(DataType type, int rows)
    {
        if (length - at < FrameEncoder.HeadLength || buffer.Pointer[at + FrameEncoder.CodedAt] == 0)
            return null;
        var entries = Unsafe.ReadUnaligned<long>(Take(FrameEncoder.HeadLength) + FrameEncoder.BaseAt);
        if (entries is <= 0 or > FrameEncoder.MaxEntries)
            throw new CorruptFrameException($"{entries} entries where a code is a byte");
        var dictionary = Column(type, (int)entries);
        try
        {
            if (dictionary.Physical != PhysicalType.Bytes)
                throw new CorruptFrameException("entries that are not bytes");
            var codes = Take(rows);
            var most = new ReadOnlySpan<byte>(codes, rows).IndexOfAnyInRange((byte)Math.Min(entries, 255), (byte)255);
            if (most >= 0 && codes[most] >= entries)
                throw new CorruptFrameException($"the code {codes[most]} where there are {entries} entries");
            var indices = budget.Allocate((long)rows * sizeof(int));
            NarrowIntegers.Widen(codes, 1, rows, 0, (int*)indices.Pointer);
            return new DictionaryVector(dictionary, indices, rows, entriesAreDistinct: false);
        }
        catch
        {
            dictionary.Release();
            throw;
        }
    }

    private ListVector Lists(DataType type, int rows, NativeBuffer? validity)
    {
        var stored = Take(checked(rows * sizeof(int)));
        var offsets = budget.Allocate((long)rows * sizeof(int));
        NativeBuffer? sizes = null;
        try
        {
            sizes = Copy(stored, rows * sizeof(int));
            var total = 0;
            for (var i = 0; i < rows; i++)
            {
                ((int*)offsets.Pointer)[i] = total;
                total = checked(total + ((int*)stored)[i]);
            }

            var element = Storage(type) is MapType map ? map.Entries : ((ArrayType)Storage(type)).Element;
            return new ListVector(type, rows, offsets, sizes, Column(element, total), validity);
        }
        catch
        {
            offsets.Release();
            sizes?.Release();
            throw;
        }
    }

    private static DataType Storage(DataType type) => type is UserDefinedType user ? Storage(user.Storage) : type;

    private byte* Take(int count)
    {
        var padded = (long)count + FrameEncoder.Alignment - 1 & -FrameEncoder.Alignment;
        if (count < 0 || padded > length - at)
            throw new CorruptFrameException($"{count} bytes are wanted where {length - at} are left");
        var start = buffer.Pointer + at;
        at += (int)padded;
        return start;
    }

    private readonly NativeBuffer Copy(byte* source, int count)
    {
        var copy = budget.Allocate(count);
        Unsafe.CopyBlockUnaligned(copy.Pointer, source, (uint)count);
        return copy;
    }
}
