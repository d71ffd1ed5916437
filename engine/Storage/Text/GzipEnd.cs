using System.Buffers.Binary;

namespace Spindle.Storage.Text;

/// <summary>
/// Whether a gzip file is whole: it ends with the length of what it holds (RFC 1952), or, where several are written one after the other, of what the last one holds.
/// <code>1f 8b 08 … | deflated … | crc32 (4 bytes) | length modulo 2^32 (4 bytes)</code>
/// </summary>
internal sealed class GzipEnd
{
    private const int Smallest = 18;

    private static readonly byte[] Start = [0x1F, 0x8B, 0x08];

    private readonly byte[] tail = new byte[4];
    private long bytes;
    private int members;

    /// <summary>Takes note of compressed bytes, in their order.</summary>
    public void Note(ReadOnlySpan<byte> compressed)
    {
        // A start that two reads share is found behind the end of the first.
        Span<byte> seam = [.. tail.AsSpan(2), .. compressed[..Math.Min(2, compressed.Length)]];
        members += bytes >= 2 ? Starts(seam) : 0;
        members += Starts(compressed);
        for (var i = Math.Max(0, compressed.Length - tail.Length); i < compressed.Length; i++)
        {
            tail.AsSpan(1).CopyTo(tail);
            tail[^1] = compressed[i];
        }

        bytes += compressed.Length;
    }

    /// <param name="length">How many bytes the decompressed file has.</param>
    public bool IsWhole(long length)
    {
        if (bytes == 0)
            return length == 0;
        var last = BinaryPrimitives.ReadUInt32LittleEndian(tail);
        return bytes >= Smallest && (last == (uint)length || (members > 1 && last < length));
    }

    private static int Starts(ReadOnlySpan<byte> text)
    {
        var count = 0;
        for (var at = text.IndexOf(Start); at >= 0; at = text.IndexOf(Start))
        {
            count++;
            text = text[(at + Start.Length)..];
        }

        return count;
    }
}
