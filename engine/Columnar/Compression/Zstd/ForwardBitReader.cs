namespace Spindle.Columnar.Compression.Zstd;

/// <summary>Reads little-endian bits from first to last; past the end it gives zeros and <see cref="BytesTaken"/> tells.</summary>
internal ref struct ForwardBitReader(ReadOnlySpan<byte> source)
{
    private readonly ReadOnlySpan<byte> source = source;
    private int position;

    /// <summary>Whole bytes begun so far.</summary>
    internal readonly int BytesTaken => position + 7 >> 3;

    internal uint Read(int count)
    {
        uint value = Peek(count);
        position += count;
        return value;
    }

    internal void Skip(int count) => position += count;

    /// <summary>The next bits, at most 24.</summary>
    internal readonly uint Peek(int count)
    {
        int first = position >> 3;
        uint word = 0;
        for (int i = 3; i >= 0; i--)
        {
            word = word << 8 | (first + i < source.Length ? source[first + i] : 0u);
        }

        return word >> (position & 7) & (1u << count) - 1;
    }
}
