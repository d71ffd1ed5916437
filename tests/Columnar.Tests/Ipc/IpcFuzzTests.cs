using Spindle.Columnar.Compression;
using Spindle.Columnar.Errors;
using Spindle.Columnar.Ipc;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Testing;

namespace Spindle.Columnar.Tests.Ipc;

/// <summary>
/// The fuzz target of the IPC readers. Whatever the bytes: a batch whose every lane can be read, or one error; no memory kept.
/// SPINDLE_FUZZ_ITERATIONS says how often, SPINDLE_FUZZ_SEED from where.
/// </summary>
public class IpcFuzzTests
{
    private static readonly int Iterations = FuzzInputs.Count;
    private static readonly int FirstSeed = FuzzInputs.FirstSeed;

    [Fact]
    public void Mutated_streams_and_files_give_batches_or_one_error()
    {
        var clean = new MemoryBudget();
        List<(byte[] Bytes, bool IsFile)> corpus = Corpus(clean);
        int accepted = 0;
        for (int i = 0; i < Iterations; i++)
        {
            int seed = FirstSeed + i;
            var random = new Random(seed);
            (byte[] original, bool isFile) = corpus[random.Next(corpus.Count)];
            byte[] bytes = Mutate(random, original);
            var budget = new MemoryBudget(256 << 20);
            try
            {
                ReadAll(bytes, isFile, budget);
                accepted++;
            }
            catch (ArrowFormatException)
            {
            }
            catch (SpindleException error) when (error.ErrorClass == ErrorClasses.UnableToAcquireMemory)
            {
            }
            catch (Exception error)
            {
                Assert.Fail($"SPINDLE_FUZZ_SEED={seed}: {error}");
            }

            Assert.True(budget.Used == 0, $"SPINDLE_FUZZ_SEED={seed}: {budget.Used} bytes are still counted");
        }

        // Mutations in padding and values leave a valid stream, so that some must pass and most must not.
        if (Iterations >= 500)
            Assert.InRange(accepted, 1, Iterations - 1);
    }

    private static void ReadAll(byte[] bytes, bool isFile, MemoryBudget budget)
    {
        if (isFile)
        {
            using var reader = new ArrowFileReader(new MemoryStream(bytes), budget);
            for (int i = 0; i < Math.Min(reader.BatchCount, 10); i++)
                Visit(reader.Read(i));
        }
        else
        {
            using var reader = new ArrowStreamReader(new MemoryStream(bytes), budget);
            while (reader.Read() is { } batch)
                Visit(batch);
        }
    }

    private static void Visit(RecordBatch batch)
    {
        try
        {
            // Lanes without bytes (nulls, empty structs) may be many for free.
            int step = Math.Max(1, batch.Length / 500);
            foreach (Vector column in batch.Columns)
            {
                for (int lane = 0; lane < batch.Length; lane += step)
                    column.Read(lane)?.GetHashCode();
            }
        }
        finally
        {
            batch.Release();
        }
    }

    private static List<(byte[], bool)> Corpus(MemoryBudget budget)
    {
        var corpus = new List<(byte[], bool)>();
        CompressionCodec[] codecs = [CompressionCodec.Uncompressed, CompressionCodec.Lz4Frame, CompressionCodec.Zstd];
        for (int i = 0; i < 24; i++)
        {
            var random = new Random(1000 + i);
            var source = new RandomBatches(random, budget);
            StructType schema = i == 0 ? RandomBatches.EveryAtom : source.Schema(1 + random.Next(3));
            RecordBatch[] batches = [.. Enumerable.Range(0, 1 + random.Next(2)).Select(_ => source.Batch(schema, random.Next(30)))];
            var options = new ArrowWriteOptions
            {
                Compression = codecs[i % 3],
                Compressors = CompressorSet.Managed,
                DictionaryColumns = new HashSet<string> { "c0" },
            };
            corpus.Add(i % 2 == 0
                ? (RoundTripTests.WriteStream(schema, batches, budget, options), false)
                : (RoundTripTests.WriteFile(schema, batches, budget, options), true));
            foreach (RecordBatch batch in batches)
                batch.Release();
        }

        corpus.AddRange(ForeignSamples.All().Select(bytes => (bytes, false)));
        return corpus;
    }

    /// <summary>Bit flips, and what is known of the structure: aligned words become lengths, offsets and edges of their range.</summary>
    private static byte[] Mutate(Random random, byte[] original)
    {
        byte[] bytes = [.. original];
        for (int edits = 1 + random.Next(3); edits > 0; edits--)
        {
            int at = random.Next(bytes.Length);
            int word = at & ~3;
            switch (random.Next(8))
            {
                case 0 or 1:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 2:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 3 when word + 4 <= bytes.Length:
                    int[] edges = [0, 1, -1, int.MaxValue, int.MinValue, bytes.Length, bytes.Length - at, 1 << 28];
                    BitConverter.TryWriteBytes(bytes.AsSpan(word), edges[random.Next(edges.Length)]);
                    break;
                case 4 when word + 4 <= bytes.Length:
                    BitConverter.TryWriteBytes(bytes.AsSpan(word), BitConverter.ToInt32(bytes, word) + random.Next(-16, 17));
                    break;
                case 5 when (at & ~7) + 8 <= bytes.Length:
                    long[] wide = [0, -1, long.MaxValue, long.MinValue, 1L << 40, bytes.Length, int.MaxValue, 64];
                    BitConverter.TryWriteBytes(bytes.AsSpan(at & ~7), wide[random.Next(wide.Length)]);
                    break;
                case 6:
                    int length = Math.Min(1 + random.Next(32), bytes.Length - at);
                    bytes.AsSpan(random.Next(bytes.Length - length + 1), length).CopyTo(bytes.AsSpan(at));
                    break;
                case 7 when random.Next(4) == 0:
                    bytes = bytes[..Math.Max(1, at)];
                    break;
                default:
                    bytes[at]++;
                    break;
            }
        }

        return bytes;
    }
}
