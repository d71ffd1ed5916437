using System.Runtime.CompilerServices;

namespace Spindle.Columnar.Compression.Zstd;

/// <summary>Appends little-endian bits; a <see cref="BackwardBitReader"/> takes them from the other end.</summary>
internal unsafe struct BitWriter(byte* output)
{
    private byte* _output = output;
    private ulong _pending;
    private int _count;

    /// <summary>Appends the low <paramref name="count"/> bits, at most 32; higher bits are zero.</summary>
    internal void Add(uint value, int count)
    {
        _pending |= (ulong)value << _count;
        _count += count;
        if (_count >= 32)
        {
            Unsafe.WriteUnaligned(_output, (uint)_pending);
            _output += 4;
            _pending >>= 32;
            _count -= 32;
        }
    }

    /// <summary>Sets the end mark and returns where the stream ends.</summary>
    internal byte* Close()
    {
        Add(1, 1);
        for (; _count > 0; _count -= 8)
        {
            *_output++ = (byte)_pending;
            _pending >>= 8;
        }

        return _output;
    }
}
