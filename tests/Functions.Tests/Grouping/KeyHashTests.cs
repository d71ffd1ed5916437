using Spindle.Functions.Aggregates.Grouping;

namespace Spindle.Functions.Tests.Grouping;

public unsafe class KeyHashTests
{
    [Fact]
    public void Every_byte_of_a_long_value_and_its_length_count()
    {
        var seen = new HashSet<ulong>();
        var value = new byte[100];
        new Random(7).NextBytes(value);
        fixed (byte* bytes = value)
            for (var length = 8; length <= value.Length; length++)
            {
                var whole = KeyHash.Bytes(bytes, length);
                Assert.True(seen.Add(whole), $"{length} bytes");
                for (var at = 0; at < length; at++)
                {
                    value[at] ^= 1;
                    Assert.True(seen.Add(KeyHash.Bytes(bytes, length)), $"byte {at} of {length}");
                    value[at] ^= 1;
                }

                Assert.Equal(whole, KeyHash.Bytes(bytes, length));
            }
    }

    [Fact]
    public void A_first_letter_and_a_length_do_not_cancel_out()
    {
        var seen = new HashSet<ulong>();
        var value = new byte[64];
        Array.Fill(value, (byte)'x');
        fixed (byte* bytes = value)
            for (var letter = 0; letter < 256; letter++)
            {
                value[0] = (byte)letter;
                for (var length = 13; length <= value.Length; length++)
                    Assert.True(seen.Add(KeyHash.Bytes(bytes, length)), $"{letter}, {length} bytes");
            }
    }

    [Fact]
    public void What_lies_behind_a_value_does_not_count()
    {
        var value = new byte[100];
        fixed (byte* bytes = value)
            for (var length = 8; length < value.Length; length++)
            {
                Array.Clear(value);
                var before = KeyHash.Bytes(bytes, length);
                value.AsSpan(length).Fill(0xFF);
                Assert.Equal(before, KeyHash.Bytes(bytes, length));
            }
    }
}
