using Spindle.Columnar.Errors;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Storage.Tables;

namespace Spindle.Storage.Tests.Tables;

/// <summary>What a write leaves: all of it or nothing.</summary>
public class CommitTests
{
    private static readonly StructType Schema = new([new Field("v", DataType.Long), new Field("p", DataType.Int)]);

    private static List<object?[]> Rows(int from, int count) => [.. Enumerable.Range(from, count).Select(i => new object?[] { (long)i, i % 3 })];

    private static List<long> Read(string path) => [.. Reading.Rows(Reading.Open(path)).Select(r => (long)r[0]!).Order()];

    private static RecordBatch Batch(int from, MemoryBudget budget) => RandomBatches.Batch(Schema, Rows(from, 100), budget);

    [Fact]
    public void Modes()
    {
        using var folder = new TemporaryFolder();
        var path = folder["t"];
        Writing.Write(Writing.Sink(path, Schema), Rows(0, 10));
        Assert.True(File.Exists(Path.Combine(path, "_SUCCESS")));
        var error = Assert.Throws<SpindleException>(() => Writing.Sink(path, Schema).Begin("x"));
        Assert.Equal(("PATH_ALREADY_EXISTS", "42K04"), (error.ErrorClass.Name, error.SqlState));
        Assert.False(Writing.Sink(path, Schema, SaveMode.Ignore).IsWanted);
        Assert.True(Writing.Sink(folder["other"], Schema, SaveMode.Ignore).IsWanted);
        Writing.Write(Writing.Sink(path, Schema, SaveMode.Append), Rows(10, 5), jobId: "job2");
        Assert.Equal(Enumerable.Range(0, 15).Select(i => (long)i), Read(path));
        Writing.Write(Writing.Sink(path, Schema, SaveMode.Overwrite), Rows(100, 3), jobId: "job3");
        Assert.Equal([100, 101, 102], Read(path));
        Assert.Equal(2, Directory.GetFileSystemEntries(path).Length);
    }

    [Fact]
    public void Nothing_is_seen_before_the_commit_and_nothing_after_an_abort()
    {
        using var folder = new TemporaryFolder();
        var path = folder["t"];
        Writing.Write(Writing.Sink(path, Schema), Rows(0, 10));
        var before = Directory.GetFileSystemEntries(path, "*", SearchOption.AllDirectories).Order().ToList();
        var budget = new MemoryBudget();
        var job = Writing.Sink(path, Schema, SaveMode.Overwrite, options: [("parquet.block.row.count.limit", "20")]).Begin("job2");
        using (var finished = job.Open(0, 0, budget))
        using (var abandoned = job.Open(1, 0, budget))
        {
            var batch = Batch(50, budget);
            finished.Write(batch);
            abandoned.Write(batch);
            batch.Release();
            finished.Finish();
            Assert.Equal(Enumerable.Range(0, 10).Select(i => (long)i), Read(path));
        }

        job.Abort();
        Assert.Equal(before, Directory.GetFileSystemEntries(path, "*", SearchOption.AllDirectories).Order());
        Assert.Equal(0, budget.Used);

        var fresh = Writing.Sink(folder["fresh"], Schema).Begin("job3");
        using (var writer = fresh.Open(0, 0, budget))
        {
            var batch = Batch(0, budget);
            writer.Write(batch);
            batch.Release();
        }

        fresh.Abort();
        Assert.False(Directory.Exists(folder["fresh"]));
    }

    [Fact]
    public void Of_two_attempts_one_counts()
    {
        using var folder = new TemporaryFolder();
        var budget = new MemoryBudget();
        var job = Writing.Sink(folder["t"], Schema, partitionBy: ["p"]).Begin("job1");
        using var first = job.Open(0, 0, budget);
        using var second = job.Open(0, 1, budget);
        var batch = Batch(0, budget);
        first.Write(batch);
        second.Write(batch);
        batch.Release();
        first.Finish();
        job.Commit([second.Finish()]);
        Assert.Equal(Enumerable.Range(0, 100).Select(i => (long)i), Read(folder["t"]));
        Assert.DoesNotContain(Directory.GetDirectories(folder["t"]), d => Path.GetFileName(d).StartsWith('_'));
    }

    [Fact]
    public void A_commit_that_fails_keeps_the_old_data()
    {
        using var folder = new TemporaryFolder();
        var path = folder["t"];
        Writing.Write(Writing.Sink(path, Schema), Rows(0, 10));
        var budget = new MemoryBudget();
        var job = Writing.Sink(path, Schema, SaveMode.Overwrite).Begin("job2");
        var attempts = new List<Sources.WrittenFiles>();
        for (var p = 0; p < 2; p++)
        {
            using var writer = job.Open(p, 0, budget);
            var batch = Batch(p * 100, budget);
            writer.Write(batch);
            batch.Release();
            attempts.Add(writer.Finish());
        }

        // The second file is gone before it is published.
        File.Delete(attempts[1].Paths[0].Split('\n')[0]);
        Assert.Equal("TASK_WRITE_FAILED", Assert.Throws<SpindleException>(() => job.Commit(attempts)).ErrorClass.Name);
        Assert.Equal(Enumerable.Range(0, 10).Select(i => (long)i), Read(path));
        Assert.Equal(2, Directory.GetFileSystemEntries(path).Length);
    }

    [Fact]
    public void Dynamic_overwriting_replaces_the_written_partitions()
    {
        using var folder = new TemporaryFolder();
        var path = folder["t"];
        Writing.Write(Writing.Sink(path, Schema, partitionBy: ["p"]), Rows(0, 30));
        Writing.Write(Writing.Sink(path, Schema, SaveMode.Overwrite, ["p"], ("partitionOverwriteMode", "dynamic")), [[1000L, 1]], jobId: "job2");
        Assert.Equal([.. Enumerable.Range(0, 30).Where(i => i % 3 != 1).Select(i => (long)i), 1000], Read(path));
        Writing.Write(Writing.Sink(path, Schema, SaveMode.Overwrite, ["p"]), [[1L, 0]], jobId: "job3");
        Assert.Equal([1], Read(path));
    }

    [Fact]
    public void A_table_without_rows_keeps_its_schema()
    {
        using var folder = new TemporaryFolder();
        Writing.Write(Writing.Sink(folder["t"], Schema), [], partitions: 3);
        Assert.Equal(Schema.Name, Reading.Open(folder["t"]).Schema.Name);
        Assert.Single(Directory.GetFiles(folder["t"], "*.parquet"));
    }

    [Fact]
    public void Types_that_no_file_holds_are_refused_before_anything_is_written()
    {
        using var folder = new TemporaryFolder();
        var error = Assert.Throws<SpindleException>(() => Writing.Sink(folder["t"], new StructType([new Field("i", DataType.CalendarInterval)])));
        Assert.Equal("UNSUPPORTED_DATA_TYPE_FOR_DATASOURCE", error.ErrorClass.Name);
        Assert.Equal("ALL_PARTITION_COLUMNS_NOT_ALLOWED", Assert.Throws<SpindleException>(() => Writing.Sink(folder["t"], Schema, partitionBy: ["v", "p"])).ErrorClass.Name);
        Assert.Equal("PARTITION_COLUMN_NOT_FOUND_IN_SCHEMA", Assert.Throws<SpindleException>(() => Writing.Sink(folder["t"], Schema, partitionBy: ["x"])).ErrorClass.Name);
    }

    [Fact]
    public void A_file_replaced_after_listing_is_noticed()
    {
        using var folder = new TemporaryFolder();
        Writing.Write(Writing.Sink(folder["t"], Schema), Rows(0, 10));
        var table = Reading.Open(folder["t"]);
        var file = Directory.GetFiles(folder["t"], "*.parquet").Single();
        Writing.Write(Writing.Sink(folder["u"], Schema), Rows(0, 1000));
        File.Copy(Directory.GetFiles(folder["u"], "*.parquet").Single(), file, overwrite: true);
        Assert.Contains("replaced", Assert.Throws<SpindleException>(() => Reading.Rows(table)).Message);
    }
}
