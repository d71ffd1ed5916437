using Spindle.Driver.Actions;
using Spindle.Sql;

namespace Spindle.Driver.Tests.Cluster;

/// <summary>Rows that executors keep: scanned once, read where they lie, and only what is lost scanned again.</summary>
public sealed class CachedRowsTests
{
    private static readonly (string, string)[] Settings = [("spark.sql.shuffle.partitions", "4"), ("spark.sql.files.maxPartitionBytes", "512k")];

    [Fact]
    public void A_kept_table_is_scanned_once_and_after_a_loss_only_in_part()
    {
        using var cluster = new ProbedCluster(2, 1, Settings);
        cluster.AwaitExecutors(2);
        var kept = Lines(cluster.Session).Cache();
        using var local = Session.Builder().Master("local[1]").Create();
        var expected = Answers(Lines(local));

        Assert.Equal(expected, Answers(kept));
        string? victim = null;
        cluster.Heard = news => victim ??= (news as TaskEnded)?.Executor.Id;
        Assert.Equal(expected, Answers(kept));
        var gone = new ManualResetEventSlim();
        cluster.Heard = news =>
        {
            if (news is ExecutorRemoved)
                gone.Set();
        };
        cluster.Kill(victim!);
        Assert.True(gone.Wait(TimeSpan.FromSeconds(30)));
        Assert.Equal(expected, Answers(kept));
        kept.Unpersist();
        Assert.Equal(expected, Answers(kept));
        cluster.Close();

        var log = cluster.Log();
        // Four times the same two queries: the first computes the rows, the second finds all of them, and so on.
        var scanned = Enumerable.Range(1, 8).Select(job => log.Succeeded(job).Sum(t => t.RowsRead)).ToList();
        Assert.True(scanned[0] > 100_000);
        Assert.Equal([0, 0, 0], scanned[1..4]);
        var lost = Assert.Single(log.Of<CachedLost>());
        Assert.Equal(victim, EventLogLines.Executor(lost));
        var partitions = EventLogLines.Numbers(lost, "partitions");
        var all = log.Succeeded(1).Where(t => t.RowsRead > 0).ToList();
        Assert.InRange(partitions.Count, 1, all.Count - 1);
        var again = log.Succeeded(5).Where(t => t.RowsRead > 0).ToList();
        Assert.Equal(partitions.Order(), again.Select(t => t.Partition).Order());
        Assert.Equal(all.Where(t => partitions.Contains(t.Partition)).Sum(t => t.RowsRead), scanned[4]);
        Assert.Equal([0, scanned[0]], scanned[5..7]);
        Assert.True(scanned[7] > 0);
        // Read where they lie.
        var skipped = log.Of<StageSkipped>().Select(EventLogLines.Job).ToList();
        Assert.Equal([2L, 3, 4, 6], skipped);
        var reads = log.Of<TaskLaunched>().Where(e => EventLogLines.Job(e.GetProperty("attempt")) == 2 && EventLogLines.Number(e.GetProperty("attempt"), "stage") == 1).ToList();
        Assert.Equal(all.Count, reads.Count);
        Assert.All(reads, e => Assert.Equal(nameof(Locality.Process), EventLogLines.Text(e, "locality")));
        Console.WriteLine($"{all.Count} kept partitions, {scanned[0]} rows scanned once; executor {victim} lost {partitions.Count} of them, {scanned[4]} rows scanned again");
    }

    [Theory]
    [InlineData(StorageLevel.MemoryOnly)]
    [InlineData(StorageLevel.DiskOnly)]
    public void Levels_commands_and_checkpoints_keep_rows(StorageLevel level)
    {
        if (CiTier.Skips($"levels, commands and checkpoints over executors ({level})"))
            return;

        // The executors' memory does not hold the rows.
        using var cluster = new ProbedCluster(2, 1, [.. Settings, ("spark.executor.memory", "16m")]);
        var session = cluster.Session;
        session.Conf.Set("spark.checkpoint.dir", Path.Combine(cluster.Folder, "checkpoints"));
        using var local = Session.Builder().Master("local[1]").Create();
        var expected = Answers(Lines(local));
        var kept = Lines(session).Persist(level);
        Assert.Equal(expected, Answers(kept));
        Assert.Equal(expected, Answers(kept));
        if (level == StorageLevel.DiskOnly)
            Assert.NotEmpty(Directory.EnumerateFiles(cluster.Local, "*", SearchOption.AllDirectories));
        kept.Unpersist();
        ProbedCluster.Await(() => !Directory.EnumerateFiles(cluster.Local, "*", SearchOption.AllDirectories).Any(), "the files of kept rows to go");

        Lines(session).CreateOrReplaceTempView("lines");
        session.Sql("CACHE TABLE lines");
        Assert.Equal(expected, Answers(session.Table("lines")));
        session.Sql("UNCACHE TABLE lines");
        var local1 = Lines(session).LocalCheckpoint();
        Assert.Equal(expected, Answers(local1));
        var written = Lines(session).Checkpoint();
        Assert.Equal(expected, Answers(written));
        Assert.Single(Directory.GetDirectories(Path.Combine(cluster.Folder, "checkpoints")));
        // Kept rows of a join of kept rows.
        var both = kept.Cache().Join(kept.GroupBy("supplier").Agg(Spindle.Sql.Functions.Max("price").As("most")), "supplier").Cache();
        Assert.Equal(both.Count(), both.Filter("most >= price").Count());
        cluster.Close();
    }

    private static DataFrame Lines(Session session)
    {
        session.Read.Option("scale", 0.02).Table("tpch.lineitem").CreateOrReplaceTempView("lineitem");
        return session.Sql("SELECT l_orderkey AS number, l_suppkey AS supplier, l_extendedprice AS price, l_comment AS comment FROM lineitem WHERE l_linenumber < 7");
    }

    private static List<string> Answers(DataFrame lines) =>
    [
        .. lines.GroupBy("supplier").Agg(Spindle.Sql.Functions.Sum("price"), Spindle.Sql.Functions.Count("number"), Spindle.Sql.Functions.Max("comment")).Collect().Select(r => r.ToString()!).Order(StringComparer.Ordinal),
        .. lines.Filter("price > 50000 AND supplier < 10").Agg(Spindle.Sql.Functions.Count("number"), Spindle.Sql.Functions.Min("price")).Collect().Select(r => r.ToString()!),
    ];
}
