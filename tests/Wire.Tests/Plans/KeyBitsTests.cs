using Spindle.Columnar.Types;
using Spindle.Plans.Stages;
using Spindle.Wire.Plans;

namespace Spindle.Wire.Tests.Plans;

/// <summary>Bitmaps of keys come over the wire as they were, and sparse ones take little of it.</summary>
public sealed class KeyBitsTests
{
    private static readonly PlanCodec Codec = new([]);

    [Fact]
    public void Bitmaps_of_every_density_come_back()
    {
        for (var seed = 0; seed < 400; seed++)
        {
            var random = new Random(seed);
            var bits = new byte[random.Next(0, 3_000)];
            var set = bits.Length == 0 ? 0 : random.Next(0, 1 << random.Next(0, 14));
            for (var i = 0; i < set; i++)
                bits[random.Next(bits.Length)] |= (byte)(1 << random.Next(8));
            Assert.Equal(Digest(bits), Codec.Decode<KeyDigest>(Codec.Encode(Digest(bits))));
        }
    }

    [Fact]
    public void Few_keys_of_many_numbers_take_two_bytes_each_at_most()
    {
        var bits = new byte[KeyDigest.MostBitmapBytes];
        for (var i = 0; i < bits.Length; i += 20)
            bits[i] = 1;
        bits[^1] |= 128;
        var encoded = Codec.Encode(Digest(bits));
        Assert.InRange(encoded.Length, 100_000, 220_000);
        Assert.Equal(Digest(bits), Codec.Decode<KeyDigest>(encoded));
    }

    [Fact]
    public void A_few_bytes_ask_for_no_great_bitmap()
    {
        var bits = new byte[KeyDigest.MostBitmapBytes];
        bits[^1] = 1;
        var encoded = Codec.Encode(Digest(bits));
        Assert.InRange(encoded.Length, bits.Length, bits.Length + 100);
        Assert.Equal(Digest(bits), Codec.Decode<KeyDigest>(encoded));
    }

    [Fact]
    public void Bytes_that_are_no_bitmap_are_refused()
    {
        var bits = new byte[64];
        bits[0] = bits[63] = 1;
        var refused = 0;
        for (var seed = 0; seed < 2_000; seed++)
        {
            var random = new Random(seed);
            var encoded = Codec.Encode(Digest(bits));
            encoded[^random.Next(1, 8)] = (byte)random.Next(256);
            try
            {
                Assert.InRange(Codec.Decode<KeyDigest>(encoded).Bitmap.Length, 0, KeyDigest.MostBitmapBytes);
            }
            catch (WireFormatException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 500, 1_999);
    }

    private static KeyDigest Digest(byte[] bits) => new(3, DataType.Long, null, true, 0, 8L * bits.Length, default, new KeyBits(new ByteString(bits)));
}
