using System.Buffers.Binary;
using System.Text;
using Spindle.Plans.UserCode;

namespace Spindle.Wire.Plans;

/// <summary>Appends values to bytes: whole numbers as zigzag varints, lengths before what they measure, null as length or tag 0.</summary>
/// <param name="functions">Takes the user's functions that pass; null where nobody asks.</param>
internal sealed class WireWriter(WireRegistry registry, ICollection<UserDelegate>? functions = null)
{
    // Room for what follows a large value, so that it alone does not double the bytes.
    private const int Spare = 1_024;

    private byte[] bytes = new byte[Spare];

    public int Length { get; private set; }

    public byte[] ToArray() => bytes.AsSpan(0, Length).ToArray();

    public void Byte(byte value) => Room(1)[0] = value;

    public void Unsigned(ulong value)
    {
        var room = Room(10, commit: false);
        var length = 0;
        while (value >= 0x80)
        {
            room[length++] = (byte)(value | 0x80);
            value >>= 7;
        }

        room[length++] = (byte)value;
        Length += length;
    }

    public void Signed(long value) => Unsigned((ulong)((value << 1) ^ (value >> 63)));

    public void Double(double value) => BinaryPrimitives.WriteDoubleLittleEndian(Room(8), value);

    public void Float(float value) => BinaryPrimitives.WriteSingleLittleEndian(Room(4), value);

    public void Wide(Int128 value) => BinaryPrimitives.WriteInt128LittleEndian(Room(16), value);

    public void Text(string? value)
    {
        if (value is null)
        {
            Unsigned(0);
            return;
        }

        var length = Encoding.UTF8.GetByteCount(value);
        Unsigned((ulong)length + 1);
        Encoding.UTF8.GetBytes(value, Room(length));
    }

    public void Bytes(ReadOnlySpan<byte> value)
    {
        Unsigned((ulong)value.Length);
        value.CopyTo(Room(value.Length));
    }

    /// <summary>A record of any registered type, or null.</summary>
    public void Record(object? record)
    {
        if (record is UserDelegate function)
            functions?.Add(function);
        if (record is null)
            Unsigned(0);
        else
            registry.CodecOf(record.GetType()).Write(record, this);
    }

    private Span<byte> Room(int count, bool commit = true)
    {
        if (bytes.Length - Length < count)
            Array.Resize(ref bytes, checked((int)Math.Max(Math.Min((long)Length + count + Spare, Array.MaxLength), Math.Min((long)bytes.Length * 2, Array.MaxLength))));
        var room = bytes.AsSpan(Length, count);
        if (commit)
            Length += count;
        return room;
    }
}
