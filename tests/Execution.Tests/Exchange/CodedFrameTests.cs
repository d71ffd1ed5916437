using System.Text;
using Spindle.Columnar.Builders;
using Spindle.Columnar.Compression;
using Spindle.Columnar.Frames;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Execution.Exchange;
using Spindle.Execution.Tasks;
using Spindle.Plans.Stages;

namespace Spindle.Execution.Tests.Exchange;

/// <summary>Texts of few values travel as codes, others as lengths and bytes, and all are the same afterwards.</summary>
public sealed class CodedFrameTests : IDisposable
{
    private static readonly ICompressor None = CompressorSet.Default[CompressionCodec.Uncompressed];
    private readonly string path = Path.Combine(Path.GetTempPath(), "spindle-tests-" + Guid.NewGuid().ToString("N"));
    private readonly MemoryBudget budget = new();

    public void Dispose()
    {
        Assert.Equal(0, budget.Used);
        if (Directory.Exists(path))
            Directory.Delete(path);
    }

    [Fact]
    public void Few_texts_take_a_byte_a_row()
    {
        var batch = Batch(Dictionary(["DELIVER IN PERSON", "TAKE BACK RETURN", null, "nobody has it"], [.. Enumerable.Range(0, 2_000).Select(i => i % 3)]));
        var frame = BatchFrame.Encode(batch, None, budget);
        Assert.InRange(frame.Length, 2_000, 2_200);
        using var decoded = new Owned(BatchFrame.Decode(frame, [DataType.String], budget));
        var vector = Assert.IsType<DictionaryVector>(decoded.Batch[0]);
        Assert.Equal(3, vector.Dictionary.Length);
        Assert.Equal(Values(batch), Values(decoded.Batch));
        batch.Release();
    }

    [Fact]
    public void Texts_of_every_length_come_back()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var longest = new[] { 3, 13, 40, 255, 256, 700, 70_000 }[seed % 7];
            var texts = Enumerable.Range(0, random.Next(1, longest > 1_000 ? 20 : 300)).Select(_ => Text(random, longest)).ToList();
            var batch = Batch(seed % 2 == 0 ? Flat(texts) : Dictionary(texts, [.. Enumerable.Range(0, random.Next(1, 2_000)).Select(_ => random.Next(texts.Count))]));
            var frame = BatchFrame.Encode(batch, CompressorSet.Default[seed % 3 == 0 ? CompressionCodec.Uncompressed : CompressionCodec.Lz4Block], budget);
            using var decoded = new Owned(BatchFrame.Decode(frame, [DataType.String], budget));
            Assert.Equal(Values(batch), Values(decoded.Batch));
            batch.Release();
        }
    }

    [Fact]
    public void Dictionaries_that_change_from_batch_to_batch_are_one_in_the_output()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            var wanted = new List<object?>();
            // Few values, then ever more of them, then batches that have no dictionary.
            var alphabet = seed % 3 == 0 ? 5 : 400;
            using var writer = new MapOutputWriter(new SinglePartitioning(), 0, new BlockFolder(path), budget, ExchangeOptions.Default);
            for (var i = 0; i < 12; i++)
            {
                var entries = Enumerable.Range(0, random.Next(1, 40)).Select(_ => random.Next(9) == 0 ? null : random.Next(alphabet) is var n && n % 2 == 0 ? $"s{n}" : $"a longer one of them: {n}").ToList<string?>();
                var batch = Batch(seed % 4 == 1 && i == 7 ? Flat(entries) : Dictionary(entries, [.. Enumerable.Range(0, random.Next(1, 300)).Select(_ => random.Next(entries.Count))]));
                wanted.AddRange(Values(batch));
                writer.Write(batch);
                batch.Release();
            }

            using var output = writer.Finish();
            var read = new List<object?>();
            using (var block = output.Open(0)!)
                for (var frame = block.Next(); !frame.IsEmpty; frame = block.Next())
                {
                    using var decoded = new Owned(BatchFrame.Decode(frame.Span, [DataType.String], budget));
                    read.AddRange(Values(decoded.Batch));
                }

            Assert.Equal(wanted, read);
        }
    }

    /// <summary>Bytes that pass for a frame by their checksum alone: an error that says so, or rows, and nothing left allocated.</summary>
    [Fact]
    public void Hostile_bytes_are_refused_or_read()
    {
        var refused = 0;
        for (var seed = 0; seed < 4_000; seed++)
        {
            var random = new Random(seed);
            var texts = Enumerable.Range(0, random.Next(1, 8)).Select(_ => Text(random, 30)).ToList();
            var batch = Batch(seed % 2 == 0 ? Flat(texts) : Dictionary(texts, [.. Enumerable.Range(0, random.Next(1, 60)).Select(_ => random.Next(texts.Count))]));
            using var encoder = new FrameEncoder(budget);
            var plain = Encode(encoder, batch);
            for (var change = 0; change < 3; change++)
                plain[random.Next(Math.Min(plain.Length, 80))] = (byte)random.Next(256);
            var frame = new byte[BatchFrame.MaxLength(plain.Length, None)];
            var length = BatchFrame.Pack(batch.Rows, plain, None, frame);
            batch.Release();
            try
            {
                using var decoded = new Owned(BatchFrame.Decode(frame.AsSpan(0, length), [DataType.String], budget));
                _ = Values(decoded.Batch);
            }
            catch (CorruptFrameException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 400, 4_000);
    }

    private static unsafe byte[] Encode(FrameEncoder encoder, RecordBatch batch) => encoder.Encode(batch.Columns, null, batch.Rows, isPacked: true).ToArray();

    private static string? Text(Random random, int longest) => random.Next(8) == 0 ? null : new string((char)('a' + random.Next(26)), random.Next(longest + 1));

    private static RecordBatch Batch(Vector column) => new([column], column.Length);

    private static List<object?> Values(RecordBatch batch) => [.. Enumerable.Range(0, batch.Rows).Select(i => batch[0].Read(i))];

    private Vector Flat(IEnumerable<string?> texts)
    {
        using var builder = VectorBuilder.Create(DataType.String, budget);
        foreach (var text in texts)
            builder.Append(text is null ? null : new ByteString(Encoding.UTF8.GetBytes(text)));
        return builder.Build();
    }

    private DictionaryVector Dictionary(IEnumerable<string?> texts, int[] codes)
    {
        var indices = budget.Allocate(codes.Length * sizeof(int));
        codes.CopyTo(indices.AsSpan<int>(codes.Length));
        return new DictionaryVector(Flat(texts), indices, codes.Length, entriesAreDistinct: false);
    }

    private readonly struct Owned(RecordBatch batch) : IDisposable
    {
        public RecordBatch Batch { get; } = batch;

        public void Dispose() => Batch.Release();
    }
}
