using System.Text;
using Spindle.Columnar.Checksums;

namespace Spindle.Columnar.Tests.Checksums;

public class ChecksumTests
{
    [Theory]
    [InlineData("", 0x00000000u)]
    [InlineData("a", 0xE8B7BE43u)]
    [InlineData("123456789", 0xCBF43926u)]
    [InlineData("The quick brown fox jumps over the lazy dog", 0x414FA339u)]
    public void Crc32_matches_published_values(string text, uint expected) =>
        Assert.Equal(expected, Crc32.Hash(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Crc32_equals_the_bitwise_definition_at_every_length()
    {
        byte[] data = new byte[700];
        new Random(7).NextBytes(data);
        for (int length = 0; length <= data.Length; length++)
        {
            ReadOnlySpan<byte> part = data.AsSpan(data.Length - length);
            Assert.Equal(BitwiseCrc32(part), Crc32.Hash(part));
        }
    }

    [Fact]
    public void Crc32_continues_from_any_split()
    {
        byte[] data = new byte[400];
        new Random(8).NextBytes(data);
        uint whole = Crc32.Hash(data);
        for (int split = 0; split <= data.Length; split += 13)
        {
            Assert.Equal(whole, Crc32.Append(Crc32.Hash(data.AsSpan(0, split)), data.AsSpan(split)));
        }
    }

    [Theory]
    [InlineData("", 0x02CC5D05u)]
    [InlineData("abc", 0x32D153FFu)]
    [InlineData("foo", 3792637401u)]
    [InlineData("1234567890", 3896585587u)]
    public void XxHash32_matches_published_values(string text, uint expected) =>
        Assert.Equal(expected, XxHash32.Hash(Encoding.UTF8.GetBytes(text)));

    [Theory]
    [InlineData("", 0xEF46DB3751D8E999ul)]
    [InlineData("foo", 3728699739546630719ul)]
    [InlineData("abc", 0x44BC2CF5AD770999ul)]
    public void XxHash64_matches_published_values(string text, ulong expected) =>
        Assert.Equal(expected, XxHash64.Hash(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void XxHash64_of_numbers_equals_the_hash_of_their_bytes()
    {
        var random = new Random(9);
        for (int i = 0; i < 100; i++)
        {
            ulong value = (ulong)random.NextInt64(long.MinValue, long.MaxValue);
            Assert.Equal(XxHash64.Hash(BitConverter.GetBytes(value), 42), XxHash64.Hash(value, 42));
            Assert.Equal(XxHash64.Hash(BitConverter.GetBytes((uint)value), 42), XxHash64.Hash((uint)value, 42));
        }
    }

    private static uint BitwiseCrc32(ReadOnlySpan<byte> data)
    {
        uint state = uint.MaxValue;
        foreach (byte b in data)
        {
            state ^= b;
            for (int bit = 0; bit < 8; bit++)
            {
                state = (state & 1) != 0 ? state >> 1 ^ 0xEDB88320 : state >> 1;
            }
        }

        return ~state;
    }
}
