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
    private byte[] _bytes = new byte[1024];
    private int _used;
    private int _alignment = 4;
    private int[] _slots = [];
    private int _tableStart;

    internal int Text(string text)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        Align(4, utf8.Length + 1);
        Put((byte)0);
        utf8.CopyTo(Claim(utf8.Length));
        Put(utf8.Length);
        return _used;
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
        return _used;
    }

    /// <summary>A vector of scalars or structs whose widest member has <paramref name="alignment"/> bytes.</summary>
    internal int Scalars<T>(ReadOnlySpan<T> items, int alignment) where T : unmanaged
    {
        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(items);
        Align(4, bytes.Length);
        Align(alignment, bytes.Length);
        bytes.CopyTo(Claim(bytes.Length));
        Put(items.Length);
        return _used;
    }

    internal void BeginTable(int fields)
    {
        _slots = new int[fields];
        _tableStart = _used;
    }

    internal void Field<T>(int field, T value) where T : unmanaged
    {
        Align(Unsafe.SizeOf<T>(), 0);
        Put(value);
        _slots[field] = _used;
    }

    /// <summary>A field that points at what was written at that position; 0 leaves it out.</summary>
    internal void Reference(int field, int position)
    {
        if (position == 0)
            return;

        Align(4, 0);
        PutOffset(position);
        _slots[field] = _used;
    }

    internal int EndTable()
    {
        Align(4, 0);
        Put(0);
        int table = _used;
        for (int i = _slots.Length - 1; i >= 0; i--)
        {
            Put((ushort)(_slots[i] == 0 ? 0 : table - _slots[i]));
        }

        Put((ushort)(table - _tableStart));
        Put((ushort)(4 + 2 * _slots.Length));
        MemoryMarshal.Write(_bytes.AsSpan(_bytes.Length - table), _used - table);
        return table;
    }

    /// <summary>Ends the message at its root; its length is a multiple of its alignment.</summary>
    internal ReadOnlySpan<byte> Finish(int root)
    {
        Align(_alignment, 4);
        PutOffset(root);
        return _bytes.AsSpan(_bytes.Length - _used);
    }

    private void PutOffset(int position)
    {
        // The offset counts from its own place, which is four bytes further on than what is used yet.
        Put(_used + 4 - position);
    }

    private void Put<T>(T value) where T : unmanaged => MemoryMarshal.Write(Claim(Unsafe.SizeOf<T>()), value);

    /// <summary>Pads so that after <paramref name="following"/> bytes more, the position is a multiple of the size.</summary>
    private void Align(int size, int following)
    {
        _alignment = Math.Max(_alignment, size);
        Claim(-(_used + following) & size - 1).Clear();
    }

    private Span<byte> Claim(int length)
    {
        if (_bytes.Length - _used < length)
        {
            var larger = new byte[Math.Max(_bytes.Length * 2, _used + length)];
            _bytes.AsSpan(_bytes.Length - _used).CopyTo(larger.AsSpan(larger.Length - _used));
            _bytes = larger;
        }

        _used += length;
        return _bytes.AsSpan(_bytes.Length - _used, length);
    }
}
