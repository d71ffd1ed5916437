using System.Text;
using Spindle.Columnar.Builders;
using Spindle.Columnar.Compression;
using Spindle.Columnar.Frames;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;

namespace Spindle.Execution.Tests.Exchange;

/// <summary>Texts of few different letters take half a byte each where the frame is not packed, and come back whole.</summary>
public sealed class HalvedFrameTests : IDisposable
{
    private static readonly string[] Alphabets = ["0123456789abcdef", "0123456789ABCDEF", "0123456789-", "0123456789-: ", "abcdefghijklmnop", "0", "\0\u0001\u007f", "~}|{zyxwvutsrqp"];
    private readonly MemoryBudget budget = new();

    public void Dispose() => Assert.Equal(0, budget.Used);

    [Fact]
    public void Digests_take_half_their_bytes()
    {
        var random = new Random(1);
        var texts = Enumerable.Range(0, 1_000).Select(_ => (string?)Convert.ToHexStringLower(Bytes(random, 16))).ToList();
        // A byte for the length, sixteen for the digits.
        Assert.InRange(RoundTrip(texts, CompressionCodec.Uncompressed), 17_000, 17_200);
        Assert.True(RoundTrip(["ghijklmnopqrstuvwxyz", .. texts], CompressionCodec.Uncompressed) > 33_000);
        // What packing may shrink further is left to it.
        Assert.True(RoundTrip([.. Enumerable.Repeat("0123456789abcdef", 1_000)], CompressionCodec.Lz4Block) < 1_000);
    }

    [Fact]
    public void Texts_of_every_alphabet_come_back_also_where_the_last_does_not_fit()
    {
        for (var seed = 0; seed < 400; seed++)
        {
            var random = new Random(seed);
            var alphabet = Alphabets[seed % Alphabets.Length];
            var longest = random.Next(1, 60);
            var texts = Enumerable.Range(0, random.Next(1, 500)).Select(_ => random.Next(9) == 0 ? null : Text(random, alphabet, random.Next(longest + 1))).ToList();
            if (seed % 5 == 0)
                texts.Add("§");
            RoundTrip(texts, CompressionCodec.Uncompressed);
        }
    }

    /// <summary>Bytes that pass for a frame by their checksum alone: an error that says so, or rows, and nothing left allocated.</summary>
    [Fact]
    public void Hostile_halves_are_refused_or_read()
    {
        var refused = 0;
        for (var seed = 0; seed < 2_000; seed++)
        {
            var random = new Random(seed);
            var batch = Batch(Enumerable.Range(0, 60).Select(_ => (string?)Text(random, Alphabets[0], 32)));
            using var encoder = new FrameEncoder(budget);
            var plain = Encode(encoder, batch);
            for (var change = 0; change < 3; change++)
                plain[random.Next(Math.Min(plain.Length, 80))] = (byte)random.Next(256);
            var none = CompressorSet.Default[CompressionCodec.Uncompressed];
            var frame = new byte[BatchFrame.MaxLength(plain.Length, none)];
            var length = BatchFrame.Pack(batch.Rows, plain, none, frame);
            batch.Release();
            try
            {
                var decoded = BatchFrame.Decode(frame.AsSpan(0, length), [DataType.String], budget);
                for (var i = 0; i < decoded.Rows; i++)
                    _ = decoded[0].Read(i);
                decoded.Release();
            }
            catch (CorruptFrameException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 200, 1_999);
    }

    private static unsafe byte[] Encode(FrameEncoder encoder, RecordBatch batch) => encoder.Encode(batch.Columns, null, batch.Rows, isPacked: false).ToArray();

    private static string Text(Random random, string alphabet, int length) => string.Create(length, (random, alphabet), static (text, from) =>
    {
        for (var i = 0; i < text.Length; i++)
            text[i] = from.alphabet[from.random.Next(from.alphabet.Length)];
    });

    private static byte[] Bytes(Random random, int count)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }

    private int RoundTrip(List<string?> texts, CompressionCodec codec)
    {
        var batch = Batch(texts);
        var frame = BatchFrame.Encode(batch, CompressorSet.Default[codec], budget);
        batch.Release();
        var decoded = BatchFrame.Decode(frame, [DataType.String], budget);
        Assert.Equal(texts, Enumerable.Range(0, decoded.Rows).Select(i => decoded[0].Read(i)?.ToString()));
        decoded.Release();
        return frame.Length - BatchFrame.HeaderLength;
    }

    private RecordBatch Batch(IEnumerable<string?> texts)
    {
        using var builder = VectorBuilder.Create(DataType.String, budget);
        foreach (var text in texts)
            builder.Append(text is null ? null : new ByteString(Encoding.UTF8.GetBytes(text)));
        var vector = builder.Build();
        return new RecordBatch([vector], vector.Length);
    }
}
