using Spindle.Columnar.Errors;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Sources;
using Spindle.Storage.Files;
using Spindle.Storage.Parquet;
using Spindle.Storage.Tables;
using Spindle.Testing;

namespace Spindle.Storage.Tests.Parquet;

/// <summary>Broken files give one error of the user's kind: never a crash, a hang, or memory past the budget. SPINDLE_FUZZ_ITERATIONS says how many are tried.</summary>
public class CorruptionTests
{
    private const long BudgetBytes = 256 << 20;

    private static readonly int Iterations = FuzzInputs.Count;

    private static readonly StructType Schema = new(
    [
        new Field("i", DataType.Int), new Field("l", DataType.Long, false), new Field("s", DataType.String), new Field("b", DataType.Boolean), new Field("d", new DecimalType(30, 4)),
        new Field("a", new ArrayType(DataType.Int)), new Field("m", new MapType(DataType.String, DataType.Double)), new Field("z", new StructType([new Field("x", DataType.String)])),
    ]);

    [Fact]
    public void Mutated_files_give_one_error_or_are_read()
    {
        using var folder = new TemporaryFolder();
        var originals = Originals(folder);
        var random = new Random(6 + FuzzInputs.FirstSeed);
        var (errors, read) = (0, 0);
        var unexpected = new Dictionary<string, int>();
        for (var i = 0; i < Iterations; i++)
        {
            var bytes = (byte[])originals[random.Next(originals.Count)].Clone();
            Mutate(bytes, random, out var length);
            var path = folder[$"m{i % 16}.parquet"];
            File.WriteAllBytes(path, bytes.AsSpan(0, length).ToArray());
            try
            {
                ReadAll(path);
                read++;
            }
            catch (SpindleException)
            {
                errors++;
            }
            catch (Exception e)
            {
                var what = string.Join('\n', e.ToString().Split('\n').Take(6));
                unexpected[what] = unexpected.GetValueOrDefault(what) + 1;
            }
        }

        Assert.True(unexpected.Count == 0, string.Join("\n\n", unexpected.Select(u => $"{u.Value} times {u.Key}")));
        Assert.True(errors > Iterations / 20, $"{errors} errors, {read} read");
    }

    [Fact]
    public void A_flipped_byte_of_a_page_is_always_found()
    {
        using var folder = new TemporaryFolder();
        Writing.Write(Writing.Sink(folder["t"], Schema), new RandomBatches(3).Rows(Schema, 300));
        var file = Directory.GetFiles(folder["t"], "*.parquet").Single();
        var bytes = File.ReadAllBytes(file);
        using var input = LocalFileSystem.Instance.Open(file);
        var footer = ParquetFooter.Read(input);
        var random = new Random(5);
        foreach (var chunk in footer.RowGroups.SelectMany(g => g.Columns))
        {
            // The bodies of the pages: heads are structure, and not under the checksum.
            for (var at = chunk.Start; at < chunk.Start + chunk.CompressedSize;)
            {
                var header = Storage.Parquet.Metadata.PageHeader.Read(bytes.AsSpan((int)at), out var length);
                for (var k = 0; k < 3 && header.CompressedSize > 0; k++)
                {
                    var broken = (byte[])bytes.Clone();
                    broken[at + length + random.Next(header.CompressedSize)] ^= (byte)(1 << random.Next(8));
                    var path = folder[$"b{at}-{k}.parquet"];
                    File.WriteAllBytes(path, broken);
                    var error = Assert.Throws<SpindleException>(() => ReadAll(path));
                    Assert.Equal("FAILED_READ_FILE.NO_HINT", error.ErrorClass.Name);
                    Assert.Contains(path, error.Message);
                    File.Delete(path);
                }

                at += length + header.CompressedSize;
            }
        }
    }

    [Fact]
    public void A_truncated_file_names_itself()
    {
        using var folder = new TemporaryFolder();
        Writing.Write(Writing.Sink(folder["t"], Schema), new RandomBatches(3).Rows(Schema, 50));
        var bytes = File.ReadAllBytes(Directory.GetFiles(folder["t"], "*.parquet").Single());
        for (var length = 0; length < bytes.Length; length += 97)
        {
            File.WriteAllBytes(folder["cut.parquet"], bytes[..length]);
            var error = Assert.Throws<SpindleException>(() => ReadAll(folder["cut.parquet"]));
            Assert.Equal("FAILED_READ_FILE.CANNOT_READ_FILE_FOOTER", error.ErrorClass.Name);
            Assert.Contains("cut.parquet", error.Message);
        }
    }

    private static List<byte[]> Originals(TemporaryFolder folder)
    {
        var originals = new List<byte[]>();
        foreach (var (codec, version, rows) in new[] { ("none", "v1", 60), ("none", "v2", 60), ("snappy", "v1", 200), ("zstd", "v2", 200), ("lz4_raw", "v1", 40), ("gzip", "v2", 40) })
        {
            var path = folder[$"o-{codec}-{version}"];
            Writing.Write(Writing.Sink(path, Schema, options: [("compression", codec), ("parquet.writer.version", version), ("parquet.page.row.count.limit", "32"), ("parquet.bloom.filter.enabled", "true")]),
                new RandomBatches(rows).Rows(Schema, rows, distinct: rows == 60 ? 0 : 7));
            originals.Add(File.ReadAllBytes(Directory.GetFiles(path, "*.parquet").Single()));
        }

        foreach (var name in new[] { "types-none", "types-v2-no-dictionary", "types-v2-pages", "legacy-int96", "types-lz4_raw" })
            if (SharedData.TryFind($"spark/files/{name}.parquet", out var file))
                originals.Add(File.ReadAllBytes(file));
        return originals;
    }

    /// <summary>Flips and overwrites bytes, some of them where structure is: in the footer, at its length, in page heads, and in numbers.</summary>
    private static void Mutate(byte[] bytes, Random random, out int length)
    {
        length = bytes.Length;
        var footer = BitConverter.ToInt32(bytes, bytes.Length - 8);
        for (var changes = random.Next(1, 4); changes > 0; changes--)
        {
            var at = random.Next(3) switch
            {
                0 => bytes.Length - 8 - random.Next(1, footer),
                1 => random.Next(bytes.Length),
                _ => random.Next(4, Math.Min(bytes.Length, 4096)),
            };
            switch (random.Next(6))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 2:
                    bytes[at] = 0xFF;
                    break;
                case 3:
                    bytes.AsSpan(at, Math.Min(random.Next(1, 10), bytes.Length - at)).Fill((byte)(random.Next(2) == 0 ? 0xFF : 0x7F));
                    break;
                case 4:
                    var from = random.Next(bytes.Length);
                    bytes.AsSpan(from, Math.Min(Math.Min(random.Next(1, 64), bytes.Length - at), bytes.Length - from)).ToArray().CopyTo(bytes, at);
                    break;
                default:
                    if (random.Next(20) == 0)
                        length = random.Next(bytes.Length);
                    else
                        bytes[at]++;
                    break;
            }
        }
    }

    private static void ReadAll(string path)
    {
        var table = Reading.Open(path);
        _ = table.Statistics;
        var request = new ScanRequest(Enumerable.Range(0, table.Schema.Fields.Count).ToValueList(), []);
        var budget = new MemoryBudget(BudgetBytes);
        try
        {
            foreach (var split in table.PlanSplits(request))
            {
                using var reader = table.Open(split, request, new ScanContext(budget, [], 2048, CancellationToken.None));

                // A page of runs may announce millions of rows in a few bytes: that is no fault, and not worth the time.
                for (var batches = 0; batches < 40 && reader.Read() is { } batch; batches++)
                    batch.Release();
            }
        }
        finally
        {
            Assert.Equal(0, budget.Used);
        }
    }
}
