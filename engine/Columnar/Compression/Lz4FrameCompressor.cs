using System.Buffers.Binary;
using Spindle.Columnar.Checksums;

namespace Spindle.Columnar.Compression;

/// <summary>
/// The LZ4 frame format (https://github.com/lz4/lz4/blob/dev/doc/lz4_Frame_format.md). Writes one frame of independent
/// blocks with content size and content checksum; reads concatenated and skippable frames, linked blocks and block
/// checksums as well. Dictionaries are refused.
/// </summary>
public sealed class Lz4FrameCompressor : ICompressor
{
    private const uint Magic = 0x184D2204;
    private const uint StoredBit = 0x8000_0000;
    private const int MaxHeader = 19;
    private const int Footer = 8;

    private const int Version1 = 0b0100_0000;
    private const int VersionMask = 0b1100_0000;
    private const int IndependentBlocks = 1 << 5;
    private const int BlockChecksum = 1 << 4;
    private const int ContentSize = 1 << 3;
    private const int ContentChecksum = 1 << 2;
    private const int Reserved = 1 << 1;
    private const int DictionaryId = 1;

    /// <inheritdoc/>
    public CompressionCodec Codec => CompressionCodec.Lz4Frame;

    /// <inheritdoc/>
    public int MaxCompressedLength(int length) =>
        checked(MaxHeader + Footer + Lz4BlockEncoder.Bound(length) + (length / (64 << 10) + 1) * 20);

    /// <inheritdoc/>
    public int Compress(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        CompressionBounds.CheckDestination(destination.Length, MaxCompressedLength(source.Length));
        int sizeCode = source.Length <= 64 << 10 ? 4 : source.Length <= 256 << 10 ? 5 : source.Length <= 1 << 20 ? 6 : 7;
        int blockSize = BlockSize(sizeCode);

        BinaryPrimitives.WriteUInt32LittleEndian(destination, Magic);
        destination[4] = Version1 | IndependentBlocks | ContentSize | ContentChecksum;
        destination[5] = (byte)(sizeCode << 4);
        BinaryPrimitives.WriteUInt64LittleEndian(destination[6..], (ulong)source.Length);
        destination[14] = (byte)(XxHash32.Hash(destination[4..14]) >> 8);
        int at = 15;
        for (int done = 0; done < source.Length; done += blockSize)
        {
            at += WriteBlock(source.Slice(done, Math.Min(blockSize, source.Length - done)), destination[at..]);
        }

        BinaryPrimitives.WriteUInt32LittleEndian(destination[at..], 0);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[(at + 4)..], XxHash32.Hash(source));
        return at + Footer;
    }

    private static unsafe int WriteBlock(ReadOnlySpan<byte> block, Span<byte> destination)
    {
        fixed (byte* input = block, output = destination)
        {
            int length = (int)(Lz4BlockEncoder.Encode(input, block.Length, output + 4) - output) - 4;
            if (length < block.Length)
            {
                BinaryPrimitives.WriteUInt32LittleEndian(destination, (uint)length);
                return 4 + length;
            }
        }

        BinaryPrimitives.WriteUInt32LittleEndian(destination, (uint)block.Length | StoredBit);
        block.CopyTo(destination[4..]);
        return 4 + block.Length;
    }

    /// <inheritdoc/>
    public void Decompress(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        int produced = 0;
        while (!source.IsEmpty)
        {
            uint magic = TakeWord(ref source);
            if ((magic & 0xFFFF_FFF0) == 0x184D_2A50)
            {
                uint skipped = TakeWord(ref source);
                Take(ref source, skipped);
            }
            else if (magic == Magic)
            {
                produced += ReadFrame(ref source, destination[produced..]);
            }
            else
            {
                CompressionException.Throw(Codec, "a frame does not begin with the magic number");
            }
        }

        if (produced != destination.Length)
            CompressionException.Throw(Codec, $"it decodes to {produced} bytes where {destination.Length} are expected");
    }

    private int ReadFrame(ref ReadOnlySpan<byte> source, Span<byte> destination)
    {
        ReadOnlySpan<byte> descriptor = source;
        int flags = Take(ref source, 1)[0];
        int block = Take(ref source, 1)[0];
        int sizeCode = block >> 4;
        if ((flags & VersionMask) != Version1 || (flags & Reserved) != 0 || (block & 0x8F) != 0 || sizeCode < 4)
            CompressionException.Throw(Codec, "the frame descriptor sets reserved bits");
        if ((flags & DictionaryId) != 0)
            CompressionException.Throw(Codec, "the frame needs a dictionary");

        ulong? announced = null;
        if ((flags & ContentSize) != 0)
            announced = BinaryPrimitives.ReadUInt64LittleEndian(Take(ref source, 8));

        byte expected = (byte)(XxHash32.Hash(descriptor[..^source.Length]) >> 8);
        if (Take(ref source, 1)[0] != expected)
            CompressionException.Throw(Codec, "the frame descriptor's checksum does not match");
        if (announced > (ulong)destination.Length)
            CompressionException.Throw(Codec, $"a frame announces {announced} bytes where {destination.Length} are left");

        int produced = ReadBlocks(ref source, destination, flags, BlockSize(sizeCode));
        if (announced is { } size && size != (ulong)produced)
            CompressionException.Throw(Codec, $"a frame holds {produced} bytes where it announces {size}");
        if ((flags & ContentChecksum) != 0 && TakeWord(ref source) != XxHash32.Hash(destination[..produced]))
            CompressionException.Throw(Codec, "the content's checksum does not match");
        return produced;
    }

    private int ReadBlocks(ref ReadOnlySpan<byte> source, Span<byte> destination, int flags, int blockSize)
    {
        int produced = 0;
        while (TakeWord(ref source) is var word && word != 0)
        {
            ReadOnlySpan<byte> data = Take(ref source, word & ~StoredBit);
            if (data.Length > blockSize)
                CompressionException.Throw(Codec, $"a block of {data.Length} bytes exceeds the frame's {blockSize}");
            if ((flags & BlockChecksum) != 0 && TakeWord(ref source) != XxHash32.Hash(data))
                CompressionException.Throw(Codec, "a block's checksum does not match");

            int room = Math.Min(blockSize, destination.Length - produced);
            if ((word & StoredBit) != 0)
            {
                if (data.Length > room)
                    CompressionException.Throw(Codec, "it decodes to more bytes than expected");

                data.CopyTo(destination[produced..]);
                produced += data.Length;
            }
            else
            {
                Span<byte> visible = destination[..(produced + room)];
                int history = (flags & IndependentBlocks) != 0 ? produced : 0;
                produced += Lz4BlockCompressor.DecodeBlock(data, visible[history..], produced - history, Codec);
            }
        }

        return produced;
    }

    /// <summary>Codes 4 to 7 stand for 64 KiB, 256 KiB, 1 MiB and 4 MiB.</summary>
    private static int BlockSize(int code) => 1 << 8 + 2 * code;

    private uint TakeWord(ref ReadOnlySpan<byte> source) => BinaryPrimitives.ReadUInt32LittleEndian(Take(ref source, 4));

    private ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> source, uint length)
    {
        if (length > (uint)source.Length)
            CompressionException.Throw(Codec, "it ends inside a frame");

        ReadOnlySpan<byte> taken = source[..(int)length];
        source = source[(int)length..];
        return taken;
    }
}
