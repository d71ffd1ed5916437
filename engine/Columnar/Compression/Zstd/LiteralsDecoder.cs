using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Spindle.Columnar.Compression.Zstd;

/// <summary>Decodes the literals section of a block into a scratch buffer that sequences then copy from.</summary>
internal sealed class LiteralsDecoder
{
    private readonly HuffmanDecodingTable tree = new();
    private readonly byte[] buffer = new byte[ZstdFormat.MaxBlockSize + ByteCopy.Slack];

    /// <summary>The decoded literals, followed by <see cref="ByteCopy.Slack"/> readable bytes.</summary>
    internal byte[] Buffer => buffer;

    internal int Length { get; private set; }

    /// <summary>Called where a frame begins: nothing is inherited.</summary>
    internal void Reset() => tree.Forget();

    /// <summary>Decodes the section at the beginning of <paramref name="block"/>; returns the number of bytes it took.</summary>
    internal int Decode(ReadOnlySpan<byte> block)
    {
        if (block.IsEmpty)
            ZstdFormat.Throw("a block has no literals section");

        int type = block[0] & 3;
        int format = block[0] >> 2 & 3;
        return type < 2 ? DecodePlain(block, format, repeated: type == 1) : DecodeHuffman(block, format, newTree: type == 2);
    }

    private int DecodePlain(ReadOnlySpan<byte> block, int format, bool repeated)
    {
        int header = (format & 1) == 0 ? 1 : format == 1 ? 2 : 3;
        int shift = (format & 1) == 0 ? 3 : 4;
        Length = (int)(Header(block, header) >> shift);
        if (Length > ZstdFormat.MaxBlockSize)
            ZstdFormat.Throw("a block has too many literals");

        int stored = repeated ? 1 : Length;
        if (stored > block.Length - header)
            ZstdFormat.Throw("it ends inside literals");

        if (repeated)
            buffer.AsSpan(0, Length).Fill(block[header]);
        else
            block.Slice(header, stored).CopyTo(buffer);
        return header + stored;
    }

    private int DecodeHuffman(ReadOnlySpan<byte> block, int format, bool newTree)
    {
        int header = format switch { 2 => 4, 3 => 5, _ => 3 };
        int width = format switch { 2 => 14, 3 => 18, _ => 10 };
        ulong fields = Header(block, header) >> 4;
        ulong mask = (1UL << width) - 1;
        Length = (int)(fields & mask);
        int compressed = (int)(fields >> width & mask);
        if (Length > ZstdFormat.MaxBlockSize)
            ZstdFormat.Throw("a block has too many literals");
        if (compressed > block.Length - header)
            ZstdFormat.Throw("it ends inside literals");

        ReadOnlySpan<byte> data = block.Slice(header, compressed);
        if (newTree)
            data = data[this.tree.ReadDescription(data)..];
        else if (this.tree.Log == 0)
            ZstdFormat.Throw("literals reuse a Huffman tree where there is none");

        if (format == 0)
            DecodeStream(data, buffer.AsSpan(0, Length));
        else
            DecodeFourStreams(data);
        return header + compressed;
    }

    private void DecodeFourStreams(ReadOnlySpan<byte> data)
    {
        if (data.Length < 10 || Length < 6)
            ZstdFormat.Throw("four literal streams are truncated");

        int first = BinaryPrimitives.ReadUInt16LittleEndian(data);
        int second = BinaryPrimitives.ReadUInt16LittleEndian(data[2..]);
        int third = BinaryPrimitives.ReadUInt16LittleEndian(data[4..]);
        data = data[6..];
        int each = (Length + 3) / 4;
        if (first + second + third >= data.Length || 3 * each > Length)
            ZstdFormat.Throw("four literal streams exceed their section");

        DecodeStream(data[..first], buffer.AsSpan(0, each));
        DecodeStream(data.Slice(first, second), buffer.AsSpan(each, each));
        DecodeStream(data.Slice(first + second, third), buffer.AsSpan(2 * each, each));
        DecodeStream(data[(first + second + third)..], buffer.AsSpan(3 * each, Length - 3 * each));
    }

    private unsafe void DecodeStream(ReadOnlySpan<byte> data, Span<byte> symbols)
    {
        fixed (byte* start = data, output = symbols)
        fixed (ushort* entries = tree.Entries)
        {
            var bits = new BackwardBitReader(start, data.Length);
            int shift = 64 - tree.Log;
            byte* at = output;
            byte* end = output + symbols.Length;

            // A window holds 57 bits or more: five codes of at most 11.
            while (end - at >= 5 && bits.Left > 0)
            {
                ulong window = bits.Window();
                int used = 0;
                for (int i = 0; i < 5; i++)
                {
                    ushort entry = entries[window << used >> shift];
                    at[i] = (byte)entry;
                    used += entry >> 8;
                }

                bits.Left -= used;
                at += 5;
            }

            while (at < end)
            {
                ushort entry = entries[bits.Window() >> shift];
                *at++ = (byte)entry;
                bits.Left -= entry >> 8;
                if (bits.Left < 0)
                    break;
            }

            if (bits.Left != 0 || at != end)
                ZstdFormat.Throw("a literal stream does not end where its symbols do");
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Header(ReadOnlySpan<byte> block, int length)
    {
        if (block.Length < length)
            ZstdFormat.Throw("it ends inside a literals header");

        ulong value = 0;
        for (int i = length - 1; i >= 0; i--)
        {
            value = value << 8 | block[i];
        }

        return value;
    }
}
