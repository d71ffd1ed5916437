using Spindle.Driver.Actions;
using Spindle.Sql;
using SqlFunctions = Spindle.Sql.Functions;

namespace Spindle.Driver.Tests.Cluster;

/// <summary>An executor that is asked to leave hands its rows to peers that have no room: what they cannot take is computed again, nothing else is, and the answer is exact.</summary>
public sealed class FullPeersTests
{
    [Fact]
    public void What_peers_have_no_room_for_is_scanned_again()
    {
        if (CiTier.Skips("peers that are full while rows are handed over"))
            return;
        using var one = SmallDisk.TryMount("192m");
        using var two = one is null ? null : SmallDisk.TryMount("192m");
        using var three = one is null ? null : SmallDisk.TryMount("192m");
        if (one is null || two is null || three is null)
            return;
        var disks = new Dictionary<string, SmallDisk> { ["1"] = one, ["2"] = two, ["3"] = three };
        // Two peers' memory is less than an executor's share of the kept rows, which nothing makes shorter.
        var shape = new ClusterShape { Change = l => disks.TryGetValue(l.Executor, out var disk) ? l with { Folder = disk.Folder } : l };
        using var cluster = new ProbedCluster(shape, 3, 1, ("spark.executor.memory", "16m"), ("spark.sql.shuffle.partitions", "3"), ("spark.locality.wait", "0"));
        cluster.AwaitExecutors(3);
        var kept = cluster.Session.Sql("SELECT id, md5(string(id)) AS digest FROM range(0, 3000000, 1, 24)").Persist(StorageLevel.DiskOnly);
        var expected = Answer(kept);
        // The one that has the most: a third of the rows at least.
        var scans = cluster.Log().Of<TaskEnded>().Where(e => EventLogLines.Number(e.GetProperty("attempt"), "stage") == 0).ToList();
        var leaving = scans.GroupBy(EventLogLines.Executor).MaxBy(g => g.Count())!.Key;
        var owned = scans.Where(e => EventLogLines.Executor(e) == leaving).Select(e => EventLogLines.Number(e.GetProperty("attempt"), "partition")).ToHashSet();
        foreach (var (executor, disk) in disks)
            if (executor != leaving)
                disk.Fill();
        cluster.Ask(leaving);
        ProbedCluster.Await(() => cluster.Log().Of<ExecutorRemoved>().Any(), $"executor {leaving} to leave");
        foreach (var disk in disks.Values)
            disk.Clear();
        var log = cluster.Log();
        Assert.Equal("Drained", EventLogLines.Text(Assert.Single(log.Of<ExecutorRemoved>()), "reason"));
        var moved = log.Of<BlocksHandedOver>().SelectMany(e => EventLogLines.Numbers(e, "blocks")).ToHashSet();
        Assert.True(moved.Count < owned.Count, $"{moved.Count} of {owned.Count} partitions found room");

        Assert.Equal(expected, Answer(kept));
        cluster.Close();
        // The second job scanned what was left out, and nothing else.
        var again = cluster.Log().Succeeded(2).Where(t => t.Stage == 0).Select(t => t.Partition).ToHashSet();
        Assert.Equal(owned.Count - moved.Count, again.Count);
        Assert.Subset(owned, again);
        Console.WriteLine($"executor {leaving} left {owned.Count} of {scans.Count} kept partitions: {moved.Count} found room, {again.Count} were scanned again");
    }

    private static List<string> Answer(DataFrame kept) => FaultPhase.Rows(kept.Agg(SqlFunctions.Count("id"), SqlFunctions.Sum("id"), SqlFunctions.Max("digest")));
}
