using System.Text;

namespace Spindle.Storage.Parquet.Thrift;

/// <summary>Writes Thrift's compact protocol into a growing array.</summary>
internal sealed class CompactWriter
{
    private byte[] bytes = new byte[1024];
    private int length;
    private readonly Stack<short> outer = new();
    private short last;

    public ReadOnlySpan<byte> Written => bytes.AsSpan(0, length);

    /// <summary>Forgets what was written.</summary>
    public void Reset() => length = 0;

    public void BeginStruct()
    {
        outer.Push(last);
        last = 0;
    }

    public void EndStruct()
    {
        Put((byte)CompactType.Stop);
        last = outer.Pop();
    }

    /// <summary>The head of a field; its value follows (a struct by <see cref="BeginStruct"/>).</summary>
    public void Field(short id, CompactType type)
    {
        var delta = id - last;
        if (delta is > 0 and <= 15)
            Put((byte)(delta << 4 | (byte)type));
        else
        {
            Put((byte)type);
            ZigZag(id);
        }

        last = id;
    }

    public void Bool(short id, bool value) => Field(id, value ? CompactType.True : CompactType.False);

    public void Byte(short id, sbyte value)
    {
        Field(id, CompactType.Byte);
        Put((byte)value);
    }

    public void Int32(short id, int value)
    {
        Field(id, CompactType.I32);
        ZigZag(value);
    }

    public void Int64(short id, long value)
    {
        Field(id, CompactType.I64);
        ZigZag(value);
    }

    public void Binary(short id, ReadOnlySpan<byte> value)
    {
        Field(id, CompactType.Binary);
        Binary(value);
    }

    public void Text(short id, string value) => Binary(id, Encoding.UTF8.GetBytes(value));

    /// <summary>A field that is an empty struct: the members of a union.</summary>
    public void Marker(short id)
    {
        Field(id, CompactType.Struct);
        BeginStruct();
        EndStruct();
    }

    public void List(short id, CompactType element, int count)
    {
        Field(id, CompactType.List);
        if (count < 15)
            Put((byte)(count << 4 | (byte)element));
        else
        {
            Put((byte)(0xF0 | (byte)element));
            VarInt((ulong)count);
        }
    }

    public void Binary(ReadOnlySpan<byte> value)
    {
        VarInt((ulong)value.Length);
        Ensure(value.Length);
        value.CopyTo(bytes.AsSpan(length));
        length += value.Length;
    }

    public void Text(string value) => Binary(Encoding.UTF8.GetBytes(value));

    /// <summary>A truth value as a list's element.</summary>
    public void BoolElement(bool value) => Put(value ? (byte)1 : (byte)2);

    public void ZigZag(long value) => VarInt((ulong)(value << 1 ^ value >> 63));

    private void VarInt(ulong value)
    {
        Ensure(10);
        while (value >= 0x80)
        {
            bytes[length++] = (byte)(value | 0x80);
            value >>= 7;
        }

        bytes[length++] = (byte)value;
    }

    private void Put(byte value)
    {
        Ensure(1);
        bytes[length++] = value;
    }

    private void Ensure(int more)
    {
        if (bytes.Length - length < more)
            Array.Resize(ref bytes, Math.Max(bytes.Length * 2, length + more));
    }
}
