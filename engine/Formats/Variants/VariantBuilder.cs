using System.Buffers.Binary;
using System.Text;
using Spindle.Columnar.Numerics;
using static Spindle.Formats.Variants.VariantFormat;

namespace Spindle.Formats.Variants;

/// <summary>Writes one variant after the other. Members of an object or array are appended first, then the container is closed over them. One thread's.</summary>
public sealed class VariantBuilder
{
    private readonly Dictionary<string, int> ids = new(StringComparer.Ordinal);
    private readonly List<string> names = [];
    private byte[] buffer = new byte[256];

    /// <summary>Bytes of values written so far: where the next value begins.</summary>
    public int Position { get; private set; }

    /// <summary>Forgets everything, to begin another variant.</summary>
    public void Reset()
    {
        ids.Clear();
        names.Clear();
        Position = 0;
    }

    public void AppendNull() => Put(Header(Primitive.Null));

    public void Append(bool value) => Put(Header(value ? Primitive.True : Primitive.False));

    /// <summary>A whole number in as few bytes as it needs.</summary>
    public void Append(long value)
    {
        if (value == (sbyte)value)
        {
            Put(Header(Primitive.Int8));
            Put((byte)value);
        }
        else if (value == (short)value)
        {
            Put(Header(Primitive.Int16));
            BinaryPrimitives.WriteInt16LittleEndian(Take(2), (short)value);
        }
        else if (value == (int)value)
        {
            Put(Header(Primitive.Int32));
            BinaryPrimitives.WriteInt32LittleEndian(Take(4), (int)value);
        }
        else
        {
            AppendWide(Primitive.Int64, value);
        }
    }

    public void Append(double value)
    {
        Put(Header(Primitive.Double));
        BinaryPrimitives.WriteDoubleLittleEndian(Take(8), value);
    }

    public void Append(float value)
    {
        Put(Header(Primitive.Float));
        BinaryPrimitives.WriteSingleLittleEndian(Take(4), value);
    }

    /// <summary>A decimal; the scale is 0 to 38.</summary>
    public void AppendDecimal(Int128 unscaled, int scale)
    {
        var digits = PowersOfTen.Digits(unscaled);
        if (digits <= 9 && scale <= 9)
        {
            Put(Header(Primitive.Decimal4));
            Put((byte)scale);
            BinaryPrimitives.WriteInt32LittleEndian(Take(4), (int)unscaled);
        }
        else if (digits <= 18 && scale <= 18)
        {
            Put(Header(Primitive.Decimal8));
            Put((byte)scale);
            BinaryPrimitives.WriteInt64LittleEndian(Take(8), (long)unscaled);
        }
        else
        {
            Put(Header(Primitive.Decimal16));
            Put((byte)scale);
            BinaryPrimitives.WriteInt128LittleEndian(Take(16), unscaled);
        }
    }

    public void AppendDate(int days)
    {
        Put(Header(Primitive.Date));
        BinaryPrimitives.WriteInt32LittleEndian(Take(4), days);
    }

    public void AppendTimestamp(long micros) => AppendWide(Primitive.Timestamp, micros);

    public void AppendTimestampNtz(long micros) => AppendWide(Primitive.TimestampNtz, micros);

    public void AppendText(ReadOnlySpan<byte> text)
    {
        if (text.Length <= ShortStringMax)
        {
            Put((byte)(BasicShortString | (text.Length << 2)));
            text.CopyTo(Take(text.Length));
            return;
        }

        AppendBytes(Primitive.String, text);
    }

    public void AppendBinary(ReadOnlySpan<byte> bytes) => AppendBytes(Primitive.Binary, bytes);

    /// <summary>A copy of another variant's value, with the names that it uses.</summary>
    public void Append(VariantValue value)
    {
        var start = Position;
        switch (value.Kind)
        {
            case VariantKind.Object:
                var fields = new List<VariantField>(value.Count);
                for (var i = 0; i < value.Count; i++)
                {
                    fields.Add(Field(value.NameText(i), start));
                    Append(value.Member(i));
                }

                CloseObject(start, fields);
                break;
            case VariantKind.Array:
                var offsets = new List<int>(value.Count);
                for (var i = 0; i < value.Count; i++)
                {
                    offsets.Add(Position - start);
                    Append(value.Member(i));
                }

                CloseArray(start, offsets);
                break;
            default:
                value.Raw.CopyTo(Take(value.Size));
                break;
        }
    }

    /// <summary>A field whose value is appended next, of the object whose first member began at <paramref name="start"/>.</summary>
    public VariantField Field(string name, int start)
    {
        if (!ids.TryGetValue(name, out var id))
        {
            id = names.Count;
            ids.Add(name, id);
            names.Add(name);
        }

        return new VariantField(name, id, Position - start);
    }

    /// <summary>Makes an object of the values appended since <paramref name="start"/>.</summary>
    /// <exception cref="Columnar.Errors.SpindleException">VARIANT_DUPLICATE_KEY.</exception>
    public void CloseObject(int start, List<VariantField> fields)
    {
        fields.Sort(static (a, b) => string.CompareOrdinal(a.Name, b.Name));
        var highest = 0;
        for (var i = 0; i < fields.Count; i++)
        {
            highest = Math.Max(highest, fields[i].Id);
            if (i > 0 && fields[i].Name == fields[i - 1].Name)
                throw VariantErrors.DuplicateKey(fields[i].Name);
        }

        var size = Position - start;
        var (large, idSize, offsetSize) = (fields.Count > 0xFF, SizeOf(highest), SizeOf(size));
        var countSize = large ? 4 : 1;
        var header = Open(start, size, 1 + countSize + fields.Count * idSize + (fields.Count + 1) * offsetSize);
        header[0] = (byte)(BasicObject | ((offsetSize - 1) << 2) | ((idSize - 1) << 4) | ((large ? 1 : 0) << 6));
        WriteUnsigned(header[1..], fields.Count, countSize);
        var idsAt = header[(1 + countSize)..];
        var offsetsAt = idsAt[(fields.Count * idSize)..];
        for (var i = 0; i < fields.Count; i++)
        {
            WriteUnsigned(idsAt[(i * idSize)..], fields[i].Id, idSize);
            WriteUnsigned(offsetsAt[(i * offsetSize)..], fields[i].Offset, offsetSize);
        }

        WriteUnsigned(offsetsAt[(fields.Count * offsetSize)..], size, offsetSize);
    }

    /// <summary>Makes an array of the values appended since <paramref name="start"/>, each at its offset from there.</summary>
    public void CloseArray(int start, List<int> offsets)
    {
        var size = Position - start;
        var (large, offsetSize) = (offsets.Count > 0xFF, SizeOf(size));
        var countSize = large ? 4 : 1;
        var header = Open(start, size, 1 + countSize + (offsets.Count + 1) * offsetSize);
        header[0] = (byte)(BasicArray | ((offsetSize - 1) << 2) | ((large ? 1 : 0) << 4));
        WriteUnsigned(header[1..], offsets.Count, countSize);
        var offsetsAt = header[(1 + countSize)..];
        for (var i = 0; i < offsets.Count; i++)
            WriteUnsigned(offsetsAt[(i * offsetSize)..], offsets[i], offsetSize);
        WriteUnsigned(offsetsAt[(offsets.Count * offsetSize)..], size, offsetSize);
    }

    /// <summary>The variant: metadata and value in one blob.</summary>
    public byte[] Build()
    {
        var textSize = names.Sum(Encoding.UTF8.GetByteCount);
        var size = SizeOf(Math.Max(textSize, names.Count));
        var blob = new byte[1 + size * (names.Count + 2) + textSize + Position];
        blob[0] = (byte)(MetadataVersion | ((size - 1) << 6));
        WriteUnsigned(blob.AsSpan(1), names.Count, size);
        var (text, offset) = (1 + size * (names.Count + 2), 0);
        for (var i = 0; i < names.Count; i++)
        {
            WriteUnsigned(blob.AsSpan(1 + size * (i + 1)), offset, size);
            offset += Encoding.UTF8.GetBytes(names[i], blob.AsSpan(text + offset));
        }

        WriteUnsigned(blob.AsSpan(1 + size * (names.Count + 1)), offset, size);
        buffer.AsSpan(0, Position).CopyTo(blob.AsSpan(text + offset));
        return blob;
    }

    private void AppendWide(Primitive type, long value)
    {
        Put(Header(type));
        BinaryPrimitives.WriteInt64LittleEndian(Take(8), value);
    }

    private void AppendBytes(Primitive type, ReadOnlySpan<byte> bytes)
    {
        Put(Header(type));
        BinaryPrimitives.WriteInt32LittleEndian(Take(4), bytes.Length);
        bytes.CopyTo(Take(bytes.Length));
    }

    /// <summary>Moves the last <paramref name="size"/> bytes away to make room for a header in front of them.</summary>
    private Span<byte> Open(int start, int size, int room)
    {
        Take(room);
        buffer.AsSpan(start, size).CopyTo(buffer.AsSpan(start + room));
        return buffer.AsSpan(start, room);
    }

    private void Put(byte value) => Take(1)[0] = value;

    private Span<byte> Take(int length)
    {
        if (buffer.Length - Position < length)
            Array.Resize(ref buffer, Math.Max(buffer.Length * 2, Position + length));
        Position += length;
        return buffer.AsSpan(Position - length, length);
    }
}

/// <summary>A field of an object that is being built: its name, the name's place in the dictionary, and where its value begins in the object.</summary>
public readonly record struct VariantField(string Name, int Id, int Offset);
