using Spindle.Driver.Actions;
using Spindle.Sql;

namespace Spindle.Driver.Tests.Cluster;

/// <summary>One executor has too little memory, or too little disk, for any task of a query: its tasks fail, are tried elsewhere, and the answer is exact.</summary>
public sealed class ShortOfRoomTests
{
    [Fact]
    public void An_executor_without_memory()
    {
        if (CiTier.Skips("an executor without memory"))
            return;
        using var cluster = new ProbedCluster(new ClusterShape { Change = l => l.Executor == "1" ? l with { Memory = 8 << 10 } : l }, 2, 1, FaultPhase.Settings);
        Run(cluster, FaultPhase.All, "OutOfMemory");
    }

    [Fact]
    public void An_executor_without_disk()
    {
        if (CiTier.Skips("an executor whose disk is full"))
            return;

        using var disk = SmallDisk.TryMount("64k");
        if (disk is null)
            return;
        using var cluster = new ProbedCluster(new ClusterShape { Change = l => l.Executor == "1" ? l with { Folder = disk.Folder } : l }, 2, 1, FaultPhase.Settings);
        Run(cluster, FaultPhase.All, "disk");
        Assert.Empty(disk.Files);
    }

    /// <summary>Each executor's disk has room until one is filled at the moment of the phase.</summary>
    [Fact]
    public void A_disk_that_is_full_in_the_midst_of_each_phase()
    {
        if (CiTier.Skips("disks that are full in the midst of a phase"))
            return;
        using var first = SmallDisk.TryMount("48m");
        using var second = first is null ? null : SmallDisk.TryMount("48m");
        if (first is null || second is null)
            return;
        using var cluster = new ProbedCluster(new ClusterShape { Change = l => l with { Folder = l.Executor == "1" ? first.Folder : second.Folder } }, 2, 1, FaultPhase.Settings);
        foreach (var phase in FaultPhase.All)
        {
            var next = phase.Victim();
            string? full = null;
            Run(cluster, phase, "disk", news =>
            {
                if (full is null && next(news) is { } victim)
                    ((full = victim) == "1" ? first : second).Fill();
            }, () => full!);
            first.Clear();
            second.Clear();
        }

        cluster.Close();
        Assert.Empty(first.Files.Concat(second.Files));
    }

    // Executor 1 is short of it from the start: it fails in the stage that the phase is about as in those before.
    private static void Run(ProbedCluster cluster, IReadOnlyList<FaultPhase> phases, string why)
    {
        foreach (var phase in phases)
            Run(cluster, phase, why, static _ => { }, static () => "1");
        cluster.Close();
    }

    private static void Run(ProbedCluster cluster, FaultPhase phase, string why, Action<Announcement> heard, Func<string> victim)
    {
        cluster.AwaitExecutors(2);
        using var local = Session.Builder().Master("local[1]").Create();
        var jobs = new List<long>();
        cluster.Heard = news =>
        {
            if (news is JobStarted started)
                jobs.Add(started.Job.Value);
            heard(news);
        };
        Assert.Equal(phase.Answer(local), phase.Answer(cluster.Session));
        cluster.Heard = null;
        var log = cluster.Log();
        // Once for each task at most: the second try is elsewhere.
        var failed = log.Of<TaskEnded>().Where(e => jobs.Contains(EventLogLines.Job(e.GetProperty("attempt"))) && EventLogLines.Text(e, "status") == nameof(AttemptStatus.Failed)).ToList();
        Assert.All(failed, e => Assert.Equal(victim(), EventLogLines.Executor(e)));
        var tasks = failed.Select(e => (Job: EventLogLines.Job(e.GetProperty("attempt")), Stage: EventLogLines.Number(e.GetProperty("attempt"), "stage"), Partition: EventLogLines.Number(e.GetProperty("attempt"), "partition"))).ToList();
        Assert.True(failed.Zip(tasks).Any(f => EventLogLines.Text(f.First, "reason").Contains(why, StringComparison.Ordinal) && (f.Second.Stage > 0 || !phase.Reads)),
            $"{phase.Name}: it never bit; {failed.Count} tasks failed: {string.Join("; ", failed.Select(e => EventLogLines.Text(e, "reason")).Distinct())}");
        Assert.Equal(tasks.Count, tasks.Distinct().Count());
        var again = jobs.Sum(job => LossProof.OnlyWhatWasLostRanAgain(log, job));
        Console.WriteLine($"{phase.Name}: {failed.Count} tasks failed on executor {victim()} ({EventLogLines.Text(failed[^1], "reason")}), {again} ran again");
    }
}
