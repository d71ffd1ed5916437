using System.Text;
using Spindle.Columnar.Compression;

namespace Spindle.Columnar.Tests.Compression;

/// <summary>Buffers written by hand from the format's description.</summary>
public class SnappyFormatTests
{
    private static string Decode(int length, params byte[] packed)
    {
        byte[] output = new byte[length];
        new SnappyCompressor().Decompress(packed, output);
        return Encoding.ASCII.GetString(output);
    }

    [Fact]
    public void A_literal_is_its_length_and_its_bytes() =>
        Assert.Equal("Wiki", Decode(4, 4, 3 << 2, (byte)'W', (byte)'i', (byte)'k', (byte)'i'));

    [Fact]
    public void A_short_copy_has_eleven_bits_of_offset() =>
        Assert.Equal("abababab", Decode(8, 8, 1 << 2, (byte)'a', (byte)'b', 1 | 2 << 2, 2));

    [Fact]
    public void A_copy_may_have_two_or_four_bytes_of_offset()
    {
        Assert.Equal("abcabcabc", Decode(9, 9, 2 << 2, (byte)'a', (byte)'b', (byte)'c', 2 | 5 << 2, 3, 0));
        Assert.Equal("abcabcabc", Decode(9, 9, 2 << 2, (byte)'a', (byte)'b', (byte)'c', 3 | 5 << 2, 3, 0, 0, 0));
    }

    [Fact]
    public void A_literal_may_carry_its_length_in_one_to_four_bytes()
    {
        for (int extra = 1; extra <= 4; extra++)
        {
            byte[] packed = [70, (byte)(59 + extra << 2), 69, .. new byte[extra - 1], .. Enumerable.Repeat((byte)'x', 70)];
            Assert.Equal(new string('x', 70), Decode(70, packed));
        }
    }

    [Theory]
    [InlineData(new byte[] { 8, 1 << 2, 97, 98, 1 | 2 << 2, 3 })]
    [InlineData(new byte[] { 8, 1 << 2, 97, 98, 1 | 2 << 2, 0 })]
    [InlineData(new byte[] { 8, 1 << 2, 97, 98, 1 | 2 << 2 })]
    [InlineData(new byte[] { 8, 7 << 2, 97, 98 })]
    [InlineData(new byte[] { 8, 63 << 2, 255, 255, 255, 255, 97 })]
    [InlineData(new byte[] { 0x88, 0x80, 0x80, 0x80, 0x80, 0 })]
    [InlineData(new byte[] { })]
    public void Broken_elements_are_refused(byte[] packed) =>
        Assert.Throws<CompressionException>(() => Decode(8, packed));

    [Fact]
    public void Compressible_input_shrinks()
    {
        byte[] data = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("the quick brown fox ", 500)));
        Assert.InRange(CompressorTests.Compress(new SnappyCompressor(), data).Length, 1, data.Length / 10);
    }
}
