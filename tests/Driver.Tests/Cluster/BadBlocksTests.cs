using System.Net;
using Spindle.Driver.Actions;
using Spindle.Sql;

namespace Spindle.Driver.Tests.Cluster;

/// <summary>Input that a task cannot read: a block with a wrong byte, a peer out of reach, an address that belongs to another executor now, a file that is not there for a moment.</summary>
public sealed class BadBlocksTests
{
    [Fact]
    public void A_corrupt_block_is_computed_again_and_nothing_else()
    {
        using var cluster = new ProbedCluster(2, 1, FaultPhase.Settings);
        cluster.AwaitExecutors(2);
        string? spoilt = null;
        cluster.Heard = news =>
        {
            if (spoilt is not null || news is not StageFinished { Stage: 0 })
                return;
            spoilt = cluster.Executors.SelectMany(e => Directory.EnumerateFiles(cluster.FolderOf(e), "*", SearchOption.AllDirectories))
                .Where(f => f.Contains("/blocks/", StringComparison.Ordinal) && !f.EndsWith(".index", StringComparison.Ordinal)).MaxBy(f => new FileInfo(f).Length)!;
            using var file = new FileStream(spoilt, FileMode.Open);
            file.Position = file.Length / 2;
            var right = file.ReadByte();
            file.Position--;
            file.WriteByte((byte)(right ^ 0x40));
        };
        AssertExact(cluster, FaultPhase.Skew);
        var lost = Assert.Single(cluster.Log().Of<OutputsLost>());
        Assert.Contains("corrupt", EventLogLines.Text(lost, "reason"), StringComparison.Ordinal);
        var map = Assert.Single(EventLogLines.Numbers(lost, "maps"));
        var again = cluster.Log().After<OutputsLost>().Succeeded().Where(t => t.Stage == 0).ToList();
        Assert.Equal([(0, map)], again.Select(t => (t.Stage, t.Partition)));
        Console.WriteLine($"a wrong byte in map {map}: {EventLogLines.Text(lost, "reason")}");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_peer_that_does_not_answer_or_another_that_does(bool another)
    {
        if (CiTier.Skips("a peer out of reach, and an address that another executor has"))
            return;

        var ports = new Dictionary<string, (int Port, BlackHole Hole)>();
        var shape = new ClusterShape
        {
            Change = launch =>
            {
                var port = BlackHole.FreePort();
                var hole = new BlackHole(new IPEndPoint(IPAddress.Loopback, port));
                lock (ports)
                    ports[launch.Executor] = (port, hole);
                return launch with { Settings = new Dictionary<string, string>(launch.Settings) { ["spindle.blockManager.port"] = $"{port}", ["spindle.blockManager.advertisedPort"] = $"{hole.Address.Port}" } };
            },
        };
        using var cluster = new ProbedCluster(shape, 2, 1, FaultPhase.Settings);
        cluster.AwaitExecutors(2);
        var next = FaultPhase.Skew.Victim();
        string? peer = null;
        cluster.Heard = news =>
        {
            if (peer is not null || next(news) is not { } reader)
                return;
            peer = reader == "1" ? "2" : "1";
            lock (ports)
                if (another)
                    ports[peer].Hole.Target = new IPEndPoint(IPAddress.Loopback, ports[reader].Port);
                else
                    ports[peer].Hole.Cut();
        };
        AssertExact(cluster, FaultPhase.Skew);
        var log = cluster.Log();
        var lost = log.Of<OutputsLost>().First();
        Assert.Equal(peer, EventLogLines.Executor(lost));
        Assert.Contains(another ? "address was given anew" : "nothing came", EventLogLines.Text(lost, "reason"), StringComparison.Ordinal);
        Assert.Empty(log.Before<JobFinished>().Of<ExecutorRemoved>());
        var maps = EventLogLines.Numbers(lost, "maps");
        Assert.Superset(maps, log.After<OutputsLost>().Succeeded().Where(t => t.Stage == 0).Select(t => t.Partition).ToHashSet());
        Assert.NotEmpty(maps);
        Console.WriteLine($"executor {peer}: {maps.Count} maps computed again: {EventLogLines.Text(lost, "reason")}");
        foreach (var (_, hole) in ports.Values)
            hole.Dispose();
    }

    [Fact]
    public void A_file_that_is_away_for_one_attempt()
    {
        if (CiTier.Skips("an attempt that fails for lack of a file"))
            return;
        using var cluster = new ProbedCluster(2, 1, FaultPhase.Settings);
        cluster.AwaitExecutors(2);
        var folder = Directory.CreateDirectory(Path.Combine(cluster.Folder, "input")).FullName;
        foreach (var file in Enumerable.Range(0, 4))
            File.WriteAllLines(Path.Combine(folder, $"{file}.csv"), Enumerable.Range(file * 10_000, 10_000).Select(i => $"{i},{i % 7}"));
        var (there, away) = (Path.Combine(folder, "2.csv"), Path.Combine(cluster.Folder, "away.csv"));
        cluster.Heard = news =>
        {
            // Its splits are planned; the tasks are about to be sent.
            if (news is StageStarted { Stage: 0 } && File.Exists(there))
                File.Move(there, away);
            else if (news is TaskEnded { Status: AttemptStatus.Failed } && File.Exists(away))
                File.Move(away, there);
        };
        var frame = cluster.Session.Read.Schema("a INT, b INT").Csv(folder);
        Assert.Equal([[40_000L, 799_980_000L]], frame.Agg(Spindle.Sql.Functions.Count("a"), Spindle.Sql.Functions.Sum("a")).Collect().Select(r => new[] { (long)r[0]!, (long)r[1]! }));
        cluster.Close();
        var failed = Assert.Single(cluster.Log().Of<TaskEnded>(), e => EventLogLines.Text(e, "status") == nameof(AttemptStatus.Failed));
        Assert.Equal(1, LossProof.OnlyWhatWasLostRanAgain(cluster.Log(), 1));
        Console.WriteLine($"one attempt failed: {EventLogLines.Text(failed, "reason")}");
    }

    private static void AssertExact(ProbedCluster cluster, FaultPhase phase)
    {
        using var local = Session.Builder().Master("local[1]").Create();
        Assert.Equal(phase.Answer(local), phase.Answer(cluster.Session));
        cluster.Close();
    }
}
