using System.Text;
using Spindle.Columnar.Compression;

namespace Spindle.Columnar.Tests.Compression;

/// <summary>Buffers written by hand from the formats' descriptions.</summary>
public class Lz4FormatTests
{
    [Fact]
    public void A_block_ends_with_literals()
    {
        // Two literals, a match of 4 + 4 at offset 2, then five literals.
        byte[] packed = [0x24, (byte)'a', (byte)'b', 2, 0, 0x50, (byte)'h', (byte)'e', (byte)'l', (byte)'l', (byte)'o'];
        byte[] output = new byte[15];
        new Lz4BlockCompressor().Decompress(packed, output);
        Assert.Equal("ababababab" + "hello", Encoding.ASCII.GetString(output));
    }

    [Fact]
    public void An_empty_block_is_one_zero_byte()
    {
        Assert.Equal([0], CompressorTests.Compress(new Lz4BlockCompressor(), []));
        new Lz4BlockCompressor().Decompress([0], []);
    }

    [Fact]
    public void Linked_blocks_reach_into_earlier_ones()
    {
        // A frame without checksums but the header's; the second block is a match into the first, then literals.
        byte[] descriptor = [0x40, 0x40];
        byte check = (byte)(Columnar.Checksums.XxHash32.Hash(descriptor) >> 8);
        byte[] frame =
        [
            0x04, 0x22, 0x4D, 0x18, .. descriptor, check,
            6, 0, 0, 0x80, .. "abcdef"u8,
            9, 0, 0, 0, 0x02, 6, 0, 0x50, .. "vwxyz"u8,
            0, 0, 0, 0,
        ];
        byte[] output = new byte[17];
        new Lz4FrameCompressor().Decompress(frame, output);
        Assert.Equal("abcdefabcdefvwxyz", Encoding.ASCII.GetString(output));

        frame[4] |= 0x20;
        frame[6] = (byte)(Columnar.Checksums.XxHash32.Hash(frame.AsSpan(4, 2)) >> 8);
        Assert.Throws<CompressionException>(() => new Lz4FrameCompressor().Decompress(frame, new byte[17]));
    }

    [Fact]
    public void Skippable_and_concatenated_frames_are_read()
    {
        var compressor = new Lz4FrameCompressor();
        byte[] packed =
        [
            .. CompressorTests.Compress(compressor, "first "u8.ToArray()),
            0x5A, 0x2A, 0x4D, 0x18, 3, 0, 0, 0, 9, 9, 9,
            .. CompressorTests.Compress(compressor, "second"u8.ToArray()),
        ];
        byte[] output = new byte[12];
        compressor.Decompress(packed, output);
        Assert.Equal("first second", Encoding.ASCII.GetString(output));
    }

    [Fact]
    public void Hadoop_groups_may_hold_several_chunks_and_bare_blocks_are_read()
    {
        byte[] one = CompressorTests.Compress(new Lz4BlockCompressor(), "first "u8.ToArray());
        byte[] two = CompressorTests.Compress(new Lz4BlockCompressor(), "second"u8.ToArray());
        byte[] packed = [0, 0, 0, 12, 0, 0, 0, (byte)one.Length, .. one, 0, 0, 0, (byte)two.Length, .. two];
        byte[] output = new byte[12];
        new Lz4HadoopCompressor().Decompress(packed, output);
        Assert.Equal("first second", Encoding.ASCII.GetString(output));

        byte[] data = CompressionSamples.Make(new Random(3), 5_000);
        byte[] back = new byte[data.Length];
        new Lz4HadoopCompressor().Decompress(CompressorTests.Compress(new Lz4BlockCompressor(), data), back);
        Assert.Equal(data, back);
    }
}
