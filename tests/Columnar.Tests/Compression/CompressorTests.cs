using Spindle.Columnar.Compression;

namespace Spindle.Columnar.Tests.Compression;

public class CompressorTests
{
    public static TheoryData<CompressionCodec, bool> Codecs()
    {
        var data = new TheoryData<CompressionCodec, bool>();
        foreach (CompressionCodec codec in Enum.GetValues<CompressionCodec>())
        {
            data.Add(codec, false);
            if (codec == CompressionCodec.Zstd && NativeZstdCompressor.IsAvailable)
                data.Add(codec, true);
        }

        return data;
    }

    private static ICompressor Pick(CompressionCodec codec, bool native) =>
        (native ? CompressorSet.Default : CompressorSet.Managed)[codec];

    internal static byte[] Compress(ICompressor compressor, byte[] data)
    {
        byte[] room = new byte[compressor.MaxCompressedLength(data.Length)];
        return room[..compressor.Compress(data, room)];
    }

    [Theory]
    [MemberData(nameof(Codecs))]
    public void Round_trips_structured_data(CompressionCodec codec, bool native)
    {
        ICompressor compressor = Pick(codec, native);
        Assert.Equal(codec, compressor.Codec);
        var random = new Random(1);
        for (int i = 0; i < 250; i++)
        {
            byte[] data = CompressionSamples.Make(random, i < 230 ? 3_000 : 400_000);
            byte[] packed = Compress(compressor, data);
            byte[] back = new byte[data.Length];
            compressor.Decompress(packed, back);
            Assert.True(data.AsSpan().SequenceEqual(back), $"sample {i} of {data.Length} bytes");
        }
    }

    [Theory]
    [MemberData(nameof(Codecs))]
    public void Round_trips_every_short_length(CompressionCodec codec, bool native)
    {
        ICompressor compressor = Pick(codec, native);
        for (int length = 0; length < 300; length++)
        {
            byte[] data = [.. Enumerable.Range(0, length).Select(i => (byte)(i % 7 * (length % 3)))];
            byte[] back = new byte[length];
            compressor.Decompress(Compress(compressor, data), back);
            Assert.Equal(data, back);
        }
    }

    [Theory]
    [MemberData(nameof(Codecs))]
    public void Refuses_another_output_length(CompressionCodec codec, bool native)
    {
        ICompressor compressor = Pick(codec, native);
        var random = new Random(2);
        for (int i = 0; i < 60; i++)
        {
            byte[] data = CompressionSamples.Make(random, 2_000);
            byte[] packed = Compress(compressor, data);
            Assert.Throws<CompressionException>(() => compressor.Decompress(packed, new byte[data.Length + 1]));
            if (data.Length > 0)
                Assert.Throws<CompressionException>(() => compressor.Decompress(packed, new byte[data.Length - 1]));
        }
    }

    [Theory]
    [MemberData(nameof(Codecs))]
    public void Refuses_truncation(CompressionCodec codec, bool native)
    {
        ICompressor compressor = Pick(codec, native);
        var random = new Random(3);
        for (int i = 0; i < 40; i++)
        {
            byte[] data = CompressionSamples.Make(random, 1_500);
            byte[] packed = Compress(compressor, data);
            if (data.Length == 0)
                continue;

            // Where only a trailer is missing, all content may be there; .NET's gzip then says nothing.
            int longest = codec == CompressionCodec.Gzip ? packed.Length - 12 : packed.Length - 1;
            for (int length = Math.Max(0, longest - 20); length <= longest; length++)
            {
                byte[] part = packed[..length];
                Assert.Throws<CompressionException>(() => compressor.Decompress(part, new byte[data.Length]));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Codecs))]
    public void Corruption_is_an_error_or_stays_inside_the_output(CompressionCodec codec, bool native)
    {
        ICompressor compressor = Pick(codec, native);
        var random = new Random(4);
        const int Guard = 64;
        for (int i = 0; i < 3_000; i++)
        {
            byte[] data = CompressionSamples.Make(random, i % 100 == 0 ? 150_000 : 600);
            byte[] packed = Compress(compressor, data);
            Mutate(random, packed);

            byte[] surrounded = new byte[Guard + data.Length + Guard];
            surrounded.AsSpan().Fill(0xA5);
            try
            {
                compressor.Decompress(packed, surrounded.AsSpan(Guard, data.Length));
            }
            catch (CompressionException error)
            {
                Assert.Equal(codec, error.Codec);
            }

            Assert.True(surrounded.AsSpan(0, Guard).IndexOfAnyExcept((byte)0xA5) < 0, "wrote before the output");
            Assert.True(surrounded.AsSpan(Guard + data.Length).IndexOfAnyExcept((byte)0xA5) < 0, "wrote after the output");
        }
    }

    [Theory]
    [MemberData(nameof(Codecs))]
    public void Noise_is_an_error_or_stays_inside_the_output(CompressionCodec codec, bool native)
    {
        ICompressor compressor = Pick(codec, native);
        var random = new Random(5);
        for (int i = 0; i < 2_000; i++)
        {
            byte[] noise = new byte[random.Next(200)];
            random.NextBytes(noise);
            byte[] output = new byte[random.Next(300)];
            try
            {
                compressor.Decompress(noise, output);
            }
            catch (CompressionException error)
            {
                Assert.Equal(codec, error.Codec);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Codecs))]
    public void Refuses_a_destination_below_the_bound(CompressionCodec codec, bool native)
    {
        ICompressor compressor = Pick(codec, native);
        byte[] data = new byte[100];
        Assert.Throws<ArgumentException>(() => compressor.Compress(data, new byte[compressor.MaxCompressedLength(100) - 1]));
    }

    [Theory]
    [InlineData(CompressionCodec.Lz4Frame)]
    [InlineData(CompressionCodec.Zstd)]
    public void Content_checksums_reveal_every_flipped_bit(CompressionCodec codec)
    {
        ICompressor compressor = CompressorSet.Managed[codec];
        byte[] data = CompressionSamples.Make(new Random(11), 4_000);
        byte[] packed = Compress(compressor, data);
        for (int bit = 0; bit < packed.Length * 8; bit++)
        {
            packed[bit / 8] ^= (byte)(1 << bit % 8);
            byte[] back = new byte[data.Length];
            bool refused = false;
            try
            {
                compressor.Decompress(packed, back);
            }
            catch (CompressionException)
            {
                refused = true;
            }

            // A bit that carries nothing, such as an unused bit of the header, may pass; wrong content may not.
            Assert.True(refused || data.AsSpan().SequenceEqual(back), $"bit {bit}");
            packed[bit / 8] ^= (byte)(1 << bit % 8);
        }
    }

    private static void Mutate(Random random, byte[] packed)
    {
        for (int edits = 1 + random.Next(4); edits > 0 && packed.Length > 0; edits--)
        {
            int at = random.Next(packed.Length);
            switch (random.Next(4))
            {
                case 0:
                    packed[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    packed[at] = (byte)random.Next(256);
                    break;
                case 2:
                    packed[at] = random.Next(2) == 0 ? (byte)0 : (byte)255;
                    break;
                default:
                    int length = Math.Min(random.Next(20), packed.Length - at);
                    packed.AsSpan(random.Next(packed.Length - length + 1), length).CopyTo(packed.AsSpan(at));
                    break;
            }
        }
    }
}
