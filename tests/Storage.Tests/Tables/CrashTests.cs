using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Sources;
using Spindle.Storage.Files;
using Spindle.Storage.Parquet;
using Spindle.Storage.Tables;
using TimeZone = Spindle.Columnar.Time.TimeZone;

namespace Spindle.Storage.Tests.Tables;

/// <summary>A job is killed at each of its changes to the file system: readers see the old rows or the new ones, and the next job works.</summary>
public class CrashTests
{
    private static readonly StructType Schema = new([new Field("v", DataType.Long), new Field("p", DataType.Int)]);

    public static TheoryData<SaveMode, bool, bool> Jobs => new()
    {
        { SaveMode.Overwrite, false, false },
        { SaveMode.Overwrite, true, false },
        { SaveMode.Overwrite, true, true },
        { SaveMode.Append, false, false },
        { SaveMode.Append, true, false },
    };

    [Theory]
    [MemberData(nameof(Jobs))]
    public void A_killed_job_leaves_the_old_rows_or_the_new(SaveMode mode, bool isPartitioned, bool isDynamic)
    {
        var outcomes = new HashSet<bool>();
        foreach (var lastHappens in new[] { false, true })
        {
            for (var deadline = 1; ; deadline++)
            {
                Assert.True(deadline < 100, "the job never ends");
                using var folder = new TemporaryFolder();
                var path = folder["t"];
                string[] partitionBy = isPartitioned ? ["p"] : [];
                Writing.Write(Writing.Sink(path, Schema, partitionBy: partitionBy), Rows(0, 9), partitions: 2);
                var old = Read(path);
                var written = Rows(100, 6).Where(r => !isDynamic || (int)r[1]! != 2).ToList();
                var expected = written.Select(r => (long)r[0]!)
                    .Concat(mode == SaveMode.Append ? old : isDynamic ? old.Where(v => v % 3 == 2) : []).Order().ToList();

                var dying = new DyingFileSystem(LocalFileSystem.Instance, deadline, lastHappens);
                var ended = TryWrite(dying, path, written, partitionBy, mode, isDynamic);

                var seen = Read(path);
                Assert.True(seen.SequenceEqual(old) || seen.SequenceEqual(expected), $"killed at change {deadline}: {string.Join(" ", seen)}");
                outcomes.Add(seen.SequenceEqual(expected));
                if (isPartitioned)
                    Assert.Equal(seen.Where(v => v % 3 == 1), Read(Path.Combine(path, "p=1")).Where(v => seen.Contains(v)).Order());

                Writing.Write(Writing.Sink(path, Schema, SaveMode.Append, partitionBy), [[1000L, 1]], jobId: "next");
                Assert.Equal([.. seen, 1000], Read(path));
                Writing.Write(Writing.Sink(path, Schema, SaveMode.Overwrite, partitionBy), [[2000L, 0], [2001L, 1]], partitions: 2, jobId: "last");
                Assert.Equal([2000, 2001], Read(path));
                if (!ended)
                    continue;
                Assert.Equal(expected, seen);
                break;
            }
        }

        Assert.Equal(2, outcomes.Count);
    }

    [Fact]
    public void A_first_write_that_is_killed_is_no_table()
    {
        for (var deadline = 1; deadline <= 3; deadline++)
        {
            using var folder = new TemporaryFolder();
            var dying = new DyingFileSystem(LocalFileSystem.Instance, deadline, lastHappens: true);
            Assert.False(TryWrite(dying, folder["t"], Rows(0, 6), [], SaveMode.ErrorIfExists, false));
            Assert.False(Writing.Sink(folder["t"], Schema).Exists);
            Writing.Write(Writing.Sink(folder["t"], Schema), Rows(50, 2), jobId: "again");
            Assert.Equal([50, 51], Read(folder["t"]));
        }
    }

    [Fact]
    public void Readers_beside_a_job_see_one_state_or_the_other()
    {
        using var folder = new TemporaryFolder();
        var path = folder["t"];
        Writing.Write(Writing.Sink(path, Schema), Rows(0, 20), partitions: 5, jobId: "0");
        using var done = new CancellationTokenSource();
        var writer = new Thread(() =>
        {
            for (var round = 1; round <= 60; round++)
                Writing.Write(Writing.Sink(path, Schema, SaveMode.Overwrite), Rows(round * 100, 20), partitions: 5, jobId: $"{round}");
            done.Cancel();
        });
        writer.Start();
        var looks = 0;
        while (!done.IsCancellationRequested)
        {
            looks++;
            // Which files belong together is told by the job's name in theirs.
            var jobs = FileTable.Open(LocalFileSystem.Instance, new ParquetFormat(), [path], Writing.Options(), Schema).Files.GroupBy(f => Path.GetFileName(f.Path).Split('-')[2].Split('.')[0]).ToList();
            Assert.Equal((1, 5), (jobs.Count, jobs.Sum(j => j.Count())));
        }

        writer.Join();
        Assert.True(looks > 0);
        Assert.Equal(6, Directory.GetFileSystemEntries(path).Length);
    }

    private static bool TryWrite(IFileSystem fileSystem, string path, List<object?[]> rows, string[] partitionBy, SaveMode mode, bool isDynamic)
    {
        var options = isDynamic ? Writing.Options(("partitionOverwriteMode", "dynamic")) : Writing.Options();
        try
        {
            Writing.Write(new FileSink(fileSystem, new ParquetFormat(), path, Schema, partitionBy, mode, options, TimeZone.Utc), rows, partitions: 2, jobId: "job2");
            return true;
        }
        catch (KilledException)
        {
            return false;
        }
    }

    private static List<object?[]> Rows(int from, int count) => [.. Enumerable.Range(from, count).Select(i => new object?[] { (long)i, i % 3 })];

    private static List<long> Read(string path) =>
        [.. Reading.Rows(FileTable.Open(LocalFileSystem.Instance, new ParquetFormat(), [path], Writing.Options(), new StructType([Schema.Fields[0]]))).Select(r => (long)r[0]!).Order()];
}
