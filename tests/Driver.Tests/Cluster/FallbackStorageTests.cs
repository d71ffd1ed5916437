using Spindle.Driver.Actions;
using Spindle.Driver.Events;
using Spindle.Sql;
using Spindle.Testing;
using static Spindle.Sql.Functions;

namespace Spindle.Driver.Tests.Cluster;

/// <summary>The last executor leaves in mid-job: what it has goes to storage, the next one reads it there, and nothing is computed again.</summary>
public sealed class FallbackStorageTests
{
    private static readonly (string, string)[] Settings = [("spark.sql.shuffle.partitions", "6"), ("spark.sql.adaptive.enabled", "false"), ("spark.task.maxFailures", "1")];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Blocks_of_the_only_executor_outlive_it(bool cleansUp)
    {
        var storage = Directory.CreateTempSubdirectory("spindle-fallback-");
        try
        {
            await OutliveAsync($"file:{storage.FullName}/", [], cleansUp, () => [.. storage.EnumerateFiles("*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(storage.FullName, f.FullName))]);
            Assert.Equal(cleansUp, !storage.EnumerateFileSystemInfos().Any());
        }
        finally
        {
            storage.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Blocks_of_the_only_executor_outlive_it_in_object_storage(bool cleansUp)
    {
        using var buckets = Buckets.TryStart();
        if (buckets is null)
            return;
        await OutliveAsync("s3://data/blocks/", buckets.Settings, cleansUp, () => buckets.Objects);
        Assert.Equal(cleansUp, !buckets.Objects.Any());
    }

    private static async Task OutliveAsync(string path, (string, string)[] access, bool cleansUp, Func<IReadOnlyList<string>> stored)
    {
        await using var gate = new TaskGate("127.0.0.1");
        var address = gate.Address;
        using var cluster = new ProbedCluster(1, 1, [.. Settings, .. access, ("spark.storage.decommission.fallbackStorage.path", path), ("spark.storage.decommission.fallbackStorage.cleanUp", cleansUp ? "true" : "false")]);
        cluster.Session.Udf.Register("held", (long n) => TaskGate.Pass(address, n));
        var kept = Lines(cluster.Session).Cache();
        var most = kept.Agg(Max("q"), Count("k")).Collect()[0].ToString();
        var answer = Task.Run(() => Answer(kept));

        // All map outputs stand, and the first of their readers is under way.
        await gate.TasksHeldAsync(1).WaitAsync(TimeSpan.FromSeconds(60));
        cluster.Ask("1");
        ProbedCluster.Await(() => cluster.Log().Of<ExecutorDrains>().Any(), "executor 1 to leave");
        gate.Open();
        using var local = Session.Builder().Master("local[1]").Create();
        local.Udf.Register("held", (long n) => n);
        Assert.Equal(Answer(Lines(local)), await answer.WaitAsync(TimeSpan.FromSeconds(60)));
        // The next job reads the kept rows there too.
        Assert.Equal(most, kept.Agg(Max("q"), Count("k")).Collect()[0].ToString());
        Assert.Contains(stored(), f => Path.GetFileName(Path.GetDirectoryName(f))!.StartsWith("dataset-", StringComparison.Ordinal));
        cluster.Close();

        var log = cluster.Log();
        var removed = log.Of<ExecutorRemoved>().First();
        Assert.Equal(("1", nameof(LossReason.Drained), 0), (EventLogLines.Executor(removed), EventLogLines.Text(removed, "reason"), EventLogLines.Number(removed, "lostOutputs")));
        Assert.All(log.Of<BlocksHandedOver>(), b => Assert.Equal("fallback", EventLogLines.Text(b.GetProperty("to"), "id")));
        Assert.Contains(log.Of<BlocksHandedOver>(), b => EventLogLines.Number(b, "dataset") > 0);
        Assert.Contains(log.Of<BlocksHandedOver>(), b => EventLogLines.Number(b, "dataset") == 0);
        Assert.Empty(log.Of<OutputsLost>());
        Assert.Empty(log.Of<CachedLost>());
        foreach (var job in log.Of<JobStarted>().Select(EventLogLines.Job))
            Assert.All(log.Succeeded(job).CountBy(t => (t.Stage, t.Partition)), t => Assert.Equal(1, t.Value));
        Assert.Contains(log.Succeeded(2), t => t.Stage > 0);
        Console.WriteLine($"the only executor put {log.Of<BlocksHandedOver>().Sum(b => EventLogLines.Numbers(b, "blocks").Count)} blocks into {path}, no task ran again");
    }

    [Fact]
    public async Task What_storage_has_lost_is_computed_again()
    {
        if (CiTier.Skips("fallback storage that loses a block"))
            return;
        var storage = Directory.CreateTempSubdirectory("spindle-fallback-");
        try
        {
            using var cluster = new ProbedCluster(1, 1, [("spark.storage.decommission.fallbackStorage.path", storage.FullName)]);
            var kept = Lines(cluster.Session).Cache();
            var most = kept.Agg(Max("q"), Count("k")).Collect()[0].ToString();
            cluster.Ask("1");
            ProbedCluster.Await(() => cluster.Log().Of<ExecutorRemoved>().Any(), "executor 1 to leave");
            var files = storage.GetFiles("partition-*", SearchOption.AllDirectories).OrderBy(f => f.Name, StringComparer.Ordinal).ToList();
            Assert.True(files.Count > 2);
            files[0].Delete();
            await File.WriteAllBytesAsync(files[1].FullName, (await File.ReadAllBytesAsync(files[1].FullName))[..^5]);
            Assert.Equal(most, kept.Agg(Max("q"), Count("k")).Collect()[0].ToString());
            cluster.Close();
            var again = cluster.Log().Succeeded(2).Where(t => t.Stage == 0).Select(t => $"partition-{t.Partition}").ToList();
            Assert.Equal(files.Take(2).Select(f => f.Name).Order(StringComparer.Ordinal), again.Distinct().Order(StringComparer.Ordinal));
        }
        finally
        {
            storage.Delete(recursive: true);
        }
    }

    private static DataFrame Lines(Session session) => session.Sql("SELECT id % 40 AS k, hash(id) AS q FROM range(0, 200000, 1, 6)");

    private static List<string> Answer(DataFrame lines) =>
        [.. lines.GroupBy("k").Agg(Count("k").As("n"), Sum("q").As("q")).SelectExpr("k", "held(n) AS n", "q").Collect().Select(r => r.ToString()!).Order(StringComparer.Ordinal)];
}
