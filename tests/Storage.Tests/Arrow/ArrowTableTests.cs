using Spindle.Columnar.Errors;
using Spindle.Columnar.Ipc;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Storage.Tests.Text;

namespace Spindle.Storage.Tests.Arrow;

public class ArrowTableTests
{
    private static readonly StructType Schema = TextTables.Schema(
        ("i", DataType.Int), ("s", DataType.String), ("d", new DecimalType(25, 3)), ("t", DataType.Timestamp), ("a", new ArrayType(DataType.Long)), ("st", TextTables.Schema(("x", DataType.Date), ("y", DataType.Boolean))), ("k", DataType.Int));

    [Theory]
    [InlineData("none")]
    [InlineData("lz4")]
    [InlineData("zstd")]
    public void Tables_are_written_through_jobs_and_read_back(string compression)
    {
        using var folder = new TemporaryFolder();
        var rows = new RandomBatches(7).Rows(Schema, 3_000);
        foreach (var row in rows)
            row[6] = 3;
        Writing.Write(TextTables.Sink("arrow", folder["out"], Schema, partitionBy: ["k"], options: [("compression", compression)]), rows);
        var table = TextTables.Open("arrow", folder["out"]);
        Assert.Equal(Schema.Name, table.Schema.Name);
        foreach (var batchRows in new[] { 2048, 1000, 7 })
            Assert.Equal(rows, Reading.Rows(table, batchRows: batchRows));
        Assert.Equal(rows.Select(r => new[] { r[6], r[1] }), Reading.Rows(table, columns: [6, 1]));
    }

    [Fact]
    public void Streams_are_tables_too()
    {
        using var folder = new TemporaryFolder();
        var rows = new RandomBatches(8).Rows(Schema, 500);
        var budget = new MemoryBudget();
        using (var file = File.Create(folder["x.arrows"]))
        {
            var writer = new ArrowStreamWriter(file, Schema, budget);
            foreach (var chunk in rows.Chunk(200))
            {
                var batch = RandomBatches.Batch(Schema, chunk, budget);
                writer.Write(batch);
                batch.Release();
            }

            writer.Complete();
        }

        Assert.Equal(rows, Reading.Rows(TextTables.Open("arrow", folder["x.arrows"])));
    }

    [Fact]
    public void Files_are_split_by_batches()
    {
        using var folder = new TemporaryFolder();
        var schema = TextTables.Schema(("i", DataType.Int), ("s", DataType.String));
        var rows = Enumerable.Range(0, 200_000).Select(i => new object?[] { i, ByteString.Of(new string('x', 100)) }).ToList();
        Writing.Write(TextTables.Sink("arrow", folder["out"], schema), rows, batchRows: 2048);
        var table = TextTables.Open("arrow", folder["out"]);
        Assert.True(table.PlanSplits(new Sources.ScanRequest([0], [])).Count > 1);
        Assert.Equal(Enumerable.Range(0, 200_000), Reading.Rows(table, columns: 0).Select(r => (int)r[0]!));
    }

    [Fact]
    public void Damage_is_an_error_that_names_the_file_and_costs_no_memory()
    {
        using var folder = new TemporaryFolder();
        var rows = new RandomBatches(9).Rows(Schema, 300);
        Writing.Write(TextTables.Sink("arrow", folder["out"], Schema), rows);
        var path = Directory.EnumerateFiles(folder["out"], "part-*").Single();
        var whole = File.ReadAllBytes(path);
        var chance = new Random(1);
        for (var i = 0; i < 300; i++)
        {
            var damaged = whole.ToArray();
            if (i % 3 == 0)
                damaged = damaged[..chance.Next(damaged.Length)];
            else
                for (var flips = chance.Next(1, 4); flips > 0; flips--)
                    damaged[chance.Next(damaged.Length)] ^= (byte)(1 << chance.Next(8));
            File.WriteAllBytes(folder["bent.arrow"], damaged);
            try
            {
                Reading.Rows(TextTables.Open("arrow", folder["bent.arrow"]), budget: 64 << 20);
            }
            catch (SpindleException error)
            {
                Assert.True(error.ErrorClass.Name is "FAILED_READ_FILE.NO_HINT" or "UNABLE_TO_ACQUIRE_MEMORY", error.ToString());
                Assert.True(error.ErrorClass.Name == "UNABLE_TO_ACQUIRE_MEMORY" || error.Message.Contains("bent.arrow", StringComparison.Ordinal), error.Message);
            }
        }
    }
}
