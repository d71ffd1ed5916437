using System.Text;

namespace Spindle.Storage.Parquet.Thrift;

/// <summary>
/// Reads Thrift's compact protocol from untrusted bytes: every length is checked against what is left, nesting is bounded.
/// A struct is read by a loop: <c>FieldHeader field = default; reader.Enter(); while (reader.Next(ref field)) switch (field.Id) …</c>
/// </summary>
internal ref struct CompactReader(ReadOnlySpan<byte> bytes)
{
    private const int MaxDepth = 32;

    private readonly ReadOnlySpan<byte> bytes = bytes;
    private int depth;

    /// <summary>Bytes read so far.</summary>
    public int Position { get; private set; }

    private readonly int Left => bytes.Length - Position;

    /// <summary>Begins a struct.</summary>
    public void Enter()
    {
        if (++depth > MaxDepth)
            ParquetFormatException.Throw("metadata is nested too deeply");
    }

    /// <summary>Reads the next field's head; false, and the struct is left, at its end.</summary>
    public bool Next(ref FieldHeader field)
    {
        var head = Byte();
        field.Type = (CompactType)(head & 0x0F);
        if (field.Type == CompactType.Stop)
        {
            depth--;
            return false;
        }

        var delta = head >> 4;
        field.Id = delta != 0 ? (short)(field.Id + delta) : (short)ZigZag();
        return true;
    }

    public readonly bool Bool(FieldHeader field)
    {
        if (field.Type is not (CompactType.True or CompactType.False))
            Mismatch(field);
        return field.Type == CompactType.True;
    }

    public int Int32(FieldHeader field)
    {
        if (field.Type == CompactType.Byte)
            return (sbyte)Byte();
        if (field.Type is not (CompactType.I16 or CompactType.I32))
            Mismatch(field);
        return Int32();
    }

    public long Int64(FieldHeader field)
    {
        if (field.Type is not (CompactType.I64 or CompactType.I32))
            Mismatch(field);
        return ZigZag();
    }

    public int Int32()
    {
        var value = ZigZag();
        if (value != (int)value)
            ParquetFormatException.Throw("a 32-bit number of the metadata is out of range");
        return (int)value;
    }

    public long ZigZag()
    {
        var value = VarInt();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    public ReadOnlySpan<byte> Binary(FieldHeader field)
    {
        if (field.Type != CompactType.Binary)
            Mismatch(field);
        return Binary();
    }

    public ReadOnlySpan<byte> Binary()
    {
        var length = VarInt();
        if (length > (ulong)Left)
            ParquetFormatException.Throw("a value of the metadata is longer than what is left");
        var value = bytes.Slice(Position, (int)length);
        Position += (int)length;
        return value;
    }

    public string Text(FieldHeader field) => Encoding.UTF8.GetString(Binary(field));

    public string Text() => Encoding.UTF8.GetString(Binary());

    /// <summary>The head of a list of that element type.</summary>
    /// <returns>The number of elements: each takes a byte at least, so that it never exceeds the bytes left.</returns>
    public int List(FieldHeader field, CompactType element)
    {
        if (field.Type is not (CompactType.List or CompactType.Set))
            Mismatch(field);
        var count = ListHead(out var type);
        var isBool = element is CompactType.True or CompactType.False;
        if (count > 0 && type != element && !(isBool && type is CompactType.True or CompactType.False))
            ParquetFormatException.Throw($"a list of the metadata holds {type} where {element} is expected");
        return count;
    }

    /// <summary>A list of 64-bit numbers.</summary>
    public long[] Int64List(FieldHeader field)
    {
        var values = new long[List(field, CompactType.I64)];
        for (var i = 0; i < values.Length; i++)
            values[i] = ZigZag();
        return values;
    }

    /// <summary>A list of truth values, a byte each.</summary>
    public bool[] BoolList(FieldHeader field)
    {
        var values = new bool[List(field, CompactType.True)];
        for (var i = 0; i < values.Length; i++)
            values[i] = Byte() == 1;
        return values;
    }

    /// <summary>A list of byte strings.</summary>
    public byte[][] BinaryList(FieldHeader field)
    {
        var values = new byte[List(field, CompactType.Binary)][];
        for (var i = 0; i < values.Length; i++)
            values[i] = Binary().ToArray();
        return values;
    }

    /// <summary>Passes over a field that is not wanted.</summary>
    public void Skip(FieldHeader field) => Skip(field.Type);

    /// <summary>Reads a struct without any field that matters: the members of a union.</summary>
    public void SkipStruct(FieldHeader field)
    {
        if (field.Type != CompactType.Struct)
            Mismatch(field);
        Skip(CompactType.Struct);
    }

    private void Skip(CompactType type)
    {
        switch (type)
        {
            case CompactType.True or CompactType.False:
                break;
            case CompactType.Byte:
                Advance(1);
                break;
            case CompactType.I16 or CompactType.I32 or CompactType.I64:
                VarInt();
                break;
            case CompactType.Double:
                Advance(8);
                break;
            case CompactType.Uuid:
                Advance(16);
                break;
            case CompactType.Binary:
                Binary();
                break;
            case CompactType.List or CompactType.Set:
                SkipList();
                break;
            case CompactType.Map:
                SkipMap();
                break;
            case CompactType.Struct:
                Enter();
                FieldHeader field = default;
                while (Next(ref field))
                    Skip(field.Type);
                break;
            default:
                ParquetFormatException.Throw($"the metadata has a field of the unknown type {(byte)type}");
                break;
        }
    }

    private void SkipList()
    {
        Enter();
        var count = ListHead(out var type);
        for (var i = 0; i < count; i++)
            SkipElement(type);
        depth--;
    }

    private void SkipMap()
    {
        Enter();
        var count = VarInt();
        if (count > (ulong)Left)
            ParquetFormatException.Throw("a map of the metadata is longer than what is left");
        if (count > 0)
        {
            var types = Byte();
            for (ulong i = 0; i < count; i++)
            {
                SkipElement((CompactType)(types >> 4));
                SkipElement((CompactType)(types & 15));
            }
        }

        depth--;
    }

    // Within a list a truth value takes a byte; as a field it is in the head.
    private void SkipElement(CompactType type)
    {
        if (type is CompactType.True or CompactType.False)
            Advance(1);
        else
            Skip(type);
    }

    private int ListHead(out CompactType type)
    {
        var head = Byte();
        type = (CompactType)(head & 0x0F);
        var count = (ulong)(head >> 4);
        if (count == 15)
            count = VarInt();
        if (count > (ulong)Left)
            ParquetFormatException.Throw("a list of the metadata is longer than what is left");
        return (int)count;
    }

    private ulong VarInt()
    {
        ulong value = 0;
        for (var shift = 0; shift < 70; shift += 7)
        {
            var next = Byte();
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
                return value;
        }

        ParquetFormatException.Throw("a number of the metadata is too long");
        return 0;
    }

    private byte Byte()
    {
        if (Left < 1)
            ParquetFormatException.Throw("the metadata is cut short");
        return bytes[Position++];
    }

    private void Advance(int count)
    {
        if (Left < count)
            ParquetFormatException.Throw("the metadata is cut short");
        Position += count;
    }

    private static void Mismatch(FieldHeader field) =>
        ParquetFormatException.Throw($"field {field.Id} of the metadata has the wrong type {field.Type}");
}
