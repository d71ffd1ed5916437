using Spindle.Columnar.Compression;

namespace Spindle.Columnar.Tests.Compression;

public class ZstdReadStreamTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Frames_one_after_another_are_one_stream_and_a_cut_is_an_error(bool native)
    {
        var compressors = native ? CompressorSet.Default : CompressorSet.Managed;
        var compressor = compressors[CompressionCodec.Zstd];
        var chance = new Random(5);
        var plain = new MemoryStream();
        var compressed = new MemoryStream();
        for (var i = 0; i < 5; i++)
        {
            var part = new byte[chance.Next(300_000)];
            for (var b = 0; b < part.Length; b++)
                part[b] = (byte)chance.Next(i + 1);
            plain.Write(part);
            var room = new byte[compressor.MaxCompressedLength(part.Length)];
            compressed.Write(room, 0, compressor.Compress(part, room));
        }

        Assert.Equal(plain.ToArray(), Decompressed(compressed.ToArray(), compressors));
        var cut = compressed.ToArray()[..^3];
        Assert.Throws<CompressionException>(() => Decompressed(cut, compressors));
        Assert.Empty(Decompressed([], compressors));
    }

    private static byte[] Decompressed(byte[] compressed, CompressorSet compressors)
    {
        using var stream = new ZstdReadStream(new MemoryStream(compressed), compressors);
        var plain = new MemoryStream();
        stream.CopyTo(plain);
        return plain.ToArray();
    }
}
