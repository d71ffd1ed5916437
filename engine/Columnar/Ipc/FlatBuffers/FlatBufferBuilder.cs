using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Spindle.Columnar.Ipc.FlatBuffers;

/// <summary>
/// Builds a FlatBuffers message from its end to its beginning, so that what is pointed at is written before what points
/// at it. Positions are distances from the end.
/// </summary>
internal sealed class FlatBufferBuilder
{
    private byte[] bytes = new byte[1024];
    private int used;
    private int alignment = 4;
    private int[] slots = [];
    private int tableStart;

    internal int Text(string text)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        Align(4, utf8.Length + 1);
        Put((byte)0);
        utf8.CopyTo(Claim(utf8.Length));
        Put(utf8.Length);
        return used;
    }

    /// <summary>A vector of tables or texts at those positions.</summary>
    internal int Vector(ReadOnlySpan<int> positions)
    {
        Align(4, 4 * positions.Length);
        for (int i = positions.Length - 1; i >= 0; i--)
        {
            PutOffset(positions[i]);
        }

        Put(positions.Length);
        return used;
    }

    /// <summary>A vector of scalars or structs whose widest member has <paramref name="alignment"/> bytes.</summary>
    internal int Scalars<T>(ReadOnlySpan<T> items, int alignment) where T : unmanaged
    {
        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(items);
        Align(4, bytes.Length);
        Align(alignment, bytes.Length);
        bytes.CopyTo(Claim(bytes.Length));
        Put(items.Length);
        return used;
    }

    internal void BeginTable(int fields)
    {
        slots = new int[fields];
        tableStart = used;
    }

    internal void Field<T>(int field, T value) where T : unmanaged
    {
        Align(Unsafe.SizeOf<T>(), 0);
        Put(value);
        slots[field] = used;
    }

    /// <summary>A field that points at what was written at that position; 0 leaves it out.</summary>
    internal void Reference(int field, int position)
    {
        if (position == 0)
            return;

        Align(4, 0);
        PutOffset(position);
        slots[field] = used;
    }

    internal int EndTable()
    {
        Align(4, 0);
        Put(0);
        int table = used;
        for (int i = slots.Length - 1; i >= 0; i--)
        {
            Put((ushort)(slots[i] == 0 ? 0 : table - slots[i]));
        }

        Put((ushort)(table - tableStart));
        Put((ushort)(4 + 2 * slots.Length));
        MemoryMarshal.Write(bytes.AsSpan(bytes.Length - table), used - table);
        return table;
    }

    /// <summary>Ends the message at its root; its length is a multiple of its alignment.</summary>
    internal ReadOnlySpan<byte> Finish(int root)
    {
        Align(alignment, 4);
        PutOffset(root);
        return bytes.AsSpan(bytes.Length - used);
    }

    private void PutOffset(int position)
    {
        // The offset counts from its own place, which is four bytes further on than what is used yet.
        Put(used + 4 - position);
    }

    private void Put<T>(T value) where T : unmanaged => MemoryMarshal.Write(Claim(Unsafe.SizeOf<T>()), value);

    /// <summary>Pads so that after <paramref name="following"/> bytes more, the position is a multiple of the size.</summary>
    private void Align(int size, int following)
    {
        alignment = Math.Max(alignment, size);
        Claim(-(used + following) & size - 1).Clear();
    }

    private Span<byte> Claim(int length)
    {
        if (bytes.Length - used < length)
        {
            var larger = new byte[Math.Max(bytes.Length * 2, used + length)];
            bytes.AsSpan(bytes.Length - used).CopyTo(larger.AsSpan(larger.Length - used));
            bytes = larger;
        }

        used += length;
        return bytes.AsSpan(bytes.Length - used, length);
    }
}
