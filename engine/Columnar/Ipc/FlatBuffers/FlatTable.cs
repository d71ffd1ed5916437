using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Spindle.Columnar.Ipc.FlatBuffers;

/// <summary>
/// One table of a FlatBuffers message, read in place. Every position is checked against the buffer before it is read,
/// so that any bytes at all give values or an <see cref="ArrowFormatException"/>.
/// </summary>
internal readonly ref struct FlatTable
{
    private readonly ReadOnlySpan<byte> data;
    private readonly int table;
    private readonly int tableLength;
    private readonly int vtable;
    private readonly int vtableLength;

    private FlatTable(ReadOnlySpan<byte> data, long table)
    {
        this.data = data;
        Check(table, 4);
        this.table = (int)table;
        long vtable = table - BinaryPrimitives.ReadInt32LittleEndian(data[this.table..]);
        Check(vtable, 4);
        this.vtable = (int)vtable;
        vtableLength = BinaryPrimitives.ReadUInt16LittleEndian(data[this.vtable..]);
        tableLength = BinaryPrimitives.ReadUInt16LittleEndian(data[(this.vtable + 2)..]);
        Check(vtable, vtableLength);
        Check(table, tableLength);
    }

    /// <summary>The table that the message begins with.</summary>
    internal static FlatTable Root(ReadOnlySpan<byte> data)
    {
        if (data.Length < 8)
            ArrowFormatException.Throw("the metadata is too short");
        return new FlatTable(data, BinaryPrimitives.ReadUInt32LittleEndian(data));
    }

    /// <summary>Bytes of the whole message: no honest count of anything in it exceeds this.</summary>
    internal int MessageLength => data.Length;

    internal bool Bool(int field) => Byte(field) != 0;

    internal byte Byte(int field, byte missing = 0) => Slot(field, 1) is var at and > 0 ? data[at] : missing;

    internal short Short(int field, short missing = 0) =>
        Slot(field, 2) is var at and > 0 ? BinaryPrimitives.ReadInt16LittleEndian(data[at..]) : missing;

    internal int Int(int field, int missing = 0) =>
        Slot(field, 4) is var at and > 0 ? BinaryPrimitives.ReadInt32LittleEndian(data[at..]) : missing;

    internal long Long(int field, long missing = 0) =>
        Slot(field, 8) is var at and > 0 ? BinaryPrimitives.ReadInt64LittleEndian(data[at..]) : missing;

    internal bool Has(int field) => Slot(field, 1) > 0;

    internal FlatTable Table(int field)
    {
        int at = Slot(field, 4);
        if (at == 0)
            ArrowFormatException.Throw("the metadata lacks a required table");
        return new FlatTable(data, Target(at));
    }

    /// <summary>The text of a field, or null where there is none.</summary>
    internal string? Text(int field)
    {
        ReadOnlySpan<byte> bytes = Vector(field, 1, out int count);
        return Has(field) ? Encoding.UTF8.GetString(bytes[..count]) : null;
    }

    /// <summary>The elements of a vector of scalars or structs; empty where there is none.</summary>
    internal ReadOnlySpan<T> Scalars<T>(int field) where T : unmanaged
    {
        int size = System.Runtime.CompilerServices.Unsafe.SizeOf<T>();
        return MemoryMarshal.Cast<byte, T>(Vector(field, size, out _));
    }

    /// <summary>How many tables a vector of tables holds.</summary>
    internal int TableCount(int field)
    {
        Vector(field, 4, out int count);
        return count;
    }

    internal FlatTable TableAt(int field, int index)
    {
        int start = VectorStart(field, 4, out int count);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)count, nameof(index));
        return new FlatTable(data, Target(start + 4 * index));
    }

    private ReadOnlySpan<byte> Vector(int field, int size, out int count)
    {
        int start = VectorStart(field, size, out count);
        return data.Slice(start, count * size);
    }

    private int VectorStart(int field, int size, out int count)
    {
        count = 0;
        int at = Slot(field, 4);
        if (at == 0)
            return 0;

        long vector = Target(at);
        Check(vector, 4);
        uint stored = BinaryPrimitives.ReadUInt32LittleEndian(data[(int)vector..]);
        Check(vector + 4, (long)stored * size);
        count = (int)stored;
        return (int)vector + 4;
    }

    /// <summary>Offsets count from where they are stored.</summary>
    private long Target(int at) => at + (long)BinaryPrimitives.ReadUInt32LittleEndian(data[at..]);

    /// <summary>Where a field's value lies, or 0 where the table does not hold it.</summary>
    private int Slot(int field, int size)
    {
        int entry = 4 + 2 * field;
        if (entry + 2 > vtableLength)
            return 0;

        int offset = BinaryPrimitives.ReadUInt16LittleEndian(data[(vtable + entry)..]);
        if (offset == 0)
            return 0;
        if (offset < 4 || offset + size > tableLength)
            ArrowFormatException.Throw("a field of the metadata lies outside its table");
        return this.table + offset;
    }

    private void Check(long at, long length)
    {
        if (at < 0 || at + length > data.Length)
            ArrowFormatException.Throw("an offset of the metadata points outside of it");
    }
}
