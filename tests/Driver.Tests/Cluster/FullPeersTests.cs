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
        using var mine = SmallDisk.TryMount("256m");
        using var peers = mine is null ? null : SmallDisk.TryMount("256m");
        if (mine is null || peers is null)
            return;
        // Two peers' memory is less than an executor's share of the kept rows, which nothing makes shorter.
        var shape = new ClusterShape { Change = l => l with { Folder = l.Executor == "1" ? mine.Folder : peers.Folder } };
        using var cluster = new ProbedCluster(shape, 3, 1, ("spark.executor.memory", "16m"), ("spark.sql.shuffle.partitions", "3"), ("spark.locality.wait", "0"));
        cluster.AwaitExecutors(3);
        var kept = cluster.Session.Sql("SELECT id, md5(string(id)) AS digest FROM range(0, 3000000, 1, 24)").Persist(StorageLevel.DiskOnly);
        var expected = Answer(kept);
        var held = cluster.Log().Succeeded().Where(t => t.Stage == 0).Select(t => t.Partition).ToHashSet();

        peers.Fill();
        cluster.Ask("1");
        ProbedCluster.Await(() => cluster.Log().Of<ExecutorRemoved>().Any(), "executor 1 to leave");
        peers.Clear();
        var log = cluster.Log();
        Assert.Equal("Drained", EventLogLines.Text(Assert.Single(log.Of<ExecutorRemoved>()), "reason"));
        var owned = log.Of<TaskEnded>().Where(e => EventLogLines.Number(e.GetProperty("attempt"), "stage") == 0 && EventLogLines.Executor(e) == "1").Select(e => EventLogLines.Number(e.GetProperty("attempt"), "partition")).ToHashSet();
        var moved = log.Of<BlocksHandedOver>().SelectMany(e => EventLogLines.Numbers(e, "blocks")).ToHashSet();
        Assert.True(moved.Count < owned.Count, $"{moved.Count} of {owned.Count} partitions found room");

        Assert.Equal(expected, Answer(kept));
        cluster.Close();
        // The second job scanned what was left out, and nothing else.
        var again = cluster.Log().Succeeded(2).Where(t => t.Stage == 0).Select(t => t.Partition).ToHashSet();
        Assert.Equal(owned.Count - moved.Count, again.Count);
        Assert.Subset(owned, again);
        Console.WriteLine($"executor 1 left {owned.Count} of {held.Count} kept partitions: {moved.Count} found room, {again.Count} were scanned again");
    }

    private static List<string> Answer(DataFrame kept) => FaultPhase.Rows(kept.Agg(SqlFunctions.Count("id"), SqlFunctions.Sum("id"), SqlFunctions.Max("digest")));
}
