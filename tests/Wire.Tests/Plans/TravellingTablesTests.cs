using Spindle.Columnar.Builders;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Sources;
using Spindle.Storage.Files;
using Spindle.Storage.Tables;
using Spindle.Tpch;
using Spindle.Tpch.Sources;
using Spindle.Wire.Plans;

namespace Spindle.Wire.Tests.Plans;

/// <summary>Tables, splits and write jobs give the same rows on the other side of the wire.</summary>
public sealed class TravellingTablesTests : IDisposable
{
    private static readonly StructType Columns = new([new Field("id", DataType.Long), new Field("name", DataType.String), new Field("day", DataType.Date)]);
    private static readonly PlanCodec Codec = new([.. FileOpener.Types, .. TpchOpener.Types]);

    private readonly string folder = Directory.CreateTempSubdirectory("spindle-wire-").FullName;
    private readonly MemoryBudget budget = new();
    private readonly FormatRegistry formats = new(new FileSystems());

    private TableOpeners Openers => new([new TpchOpener(), new FileOpener(formats)], [new FileOpener(formats)]);

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_generated_table_travels()
    {
        var table = TpchTable.Find("nation", new Scale(0.01))!;
        var request = new ScanRequest([1, 0], []);
        Assert.Equal(25, Same(table, request));
    }

    [Fact]
    public void Attempts_are_written_elsewhere_and_committed_here()
    {
        var options = new FormatOptions([new("compression", "snappy"), new("fs.s3a.secret.key", "hidden")]);
        var job = formats.Sink("parquet", folder + "/t", Columns, ["day"], SaveMode.ErrorIfExists, options).Begin("job1");
        var descriptor = Codec.Decode<TableSinkDescriptor>(Codec.Encode(job.Describe()!));
        Assert.DoesNotContain(((FileSinkDescriptor)descriptor).Options, o => o.Value == "hidden");
        var attempts = new List<WrittenFiles>();
        for (var attempt = 0; attempt < 2; attempt++)
        {
            using var writer = Openers.Open(descriptor, 0, attempt, budget)!;
            var batch = Rows(100, attempt * 1_000);
            writer.Write(batch);
            batch.Release();
            attempts.Add(Codec.Decode<WrittenFiles>(Codec.Encode(writer.Finish())));
        }

        // A third one dies without an end.
        using (var dead = Openers.Open(descriptor, 1, 0, budget)!)
        {
            var batch = Rows(10, 5_000);
            dead.Write(batch);
            batch.Release();
        }

        job.Commit([attempts[1]]);
        var table = formats.Open("parquet", [folder + "/t"], options);
        Assert.DoesNotContain(((FileTableDescriptor)table.Describe()).Options, o => o.Value == "hidden");
        Assert.Equal(100, Same(table, new ScanRequest([2, 0, 1], [])));
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder + "/t", "_temporary*"));
    }

    [Fact]
    public void Rows_in_memory_travel_inside_their_split()
    {
        var batch = Rows(1_000, 0);
        var split = RowsSplit.Of(Columns, [batch], budget);
        var back = Codec.Decode<SplitsInput>(Codec.Encode(new SplitsInput([split])));
        var table = Openers.Open(Codec.Decode<TableDescriptor>(Codec.Encode(new RowsDescriptor("rows", Columns))))!;
        Assert.Equal(Text([batch]), Read(table, back.Splits, new ScanRequest([0, 1, 2], [])));
        batch.Release();
    }

    private int Same(ITable table, ScanRequest request)
    {
        var splits = table.PlanSplits(request);
        var there = Openers.Open(Codec.Decode<TableDescriptor>(Codec.Encode(table.Describe()!)))!;
        var sent = Codec.Decode<SplitsInput>(Codec.Encode(new SplitsInput(splits))).Splits;
        var expected = Read(table, splits, request);
        Assert.Equal(expected, Read(there, sent, request));
        Assert.Equal(table.Schema, there.Schema);
        return expected.Count;
    }

    private List<string> Read(ITable table, ValueList<Split> splits, ScanRequest request)
    {
        var rows = new List<string>();
        foreach (var split in splits)
        {
            using var reader = table.Open(split, request, new ScanContext(budget, [], 1_024, default));
            while (reader.Read() is { } batch)
            {
                rows.AddRange(Text([batch]));
                batch.Release();
            }
        }

        return rows;
    }

    private static List<string> Text(IEnumerable<RecordBatch> batches) =>
        [.. batches.SelectMany(b => Enumerable.Range(0, b.Rows).Select(r => string.Join("|", Enumerable.Range(0, b.Columns.Length).Select(c => b[c].Read(b.Lane(r))))))];

    private RecordBatch Rows(int count, int first)
    {
        var builders = Columns.Fields.Select(f => VectorBuilder.Create(f.Type, budget)).ToList();
        for (var i = 0; i < count; i++)
        {
            builders[0].Append((long)(first + i));
            builders[1].Append(i % 7 == 0 ? null : ByteString.Of($"name {i}"));
            builders[2].Append(i % 3);
        }

        var batch = new RecordBatch([.. builders.Select(b => b.Build())], count);
        builders.ForEach(b => b.Dispose());
        return batch;
    }
}
