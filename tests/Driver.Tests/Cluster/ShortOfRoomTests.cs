using System.Diagnostics;
using Spindle.Driver.Actions;
using Spindle.Sql;
using Spindle.Testing;

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

        var disk = Directory.CreateTempSubdirectory("spindle-small-disk-").FullName;
        if (!Mount("-t", "tmpfs", "-o", "size=64k", "none", disk))
        {
            Skipped.Say("a full disk: this user may not mount a small one");
            return;
        }

        try
        {
            using var cluster = new ProbedCluster(new ClusterShape { Change = l => l.Executor == "1" ? l with { Folder = disk } : l }, 2, 1, FaultPhase.Settings);
            Run(cluster, [FaultPhase.Map, FaultPhase.Skew, FaultPhase.Cache], "disk");
            Assert.Empty(Directory.EnumerateFileSystemEntries(disk));
        }
        finally
        {
            using var unmount = Process.Start("umount", [disk]);
            unmount.WaitForExit();
            Directory.Delete(disk);
        }
    }

    private static bool Mount(params string[] arguments)
    {
        using var mount = Process.Start(new ProcessStartInfo("mount", arguments) { RedirectStandardError = true })!;
        mount.WaitForExit();
        return mount.ExitCode == 0;
    }

    private static void Run(ProbedCluster cluster, IReadOnlyList<FaultPhase> phases, string why)
    {
        cluster.AwaitExecutors(2);
        using var local = Session.Builder().Master("local[1]").Create();
        foreach (var phase in phases)
        {
            var jobs = new List<long>();
            cluster.Heard = news =>
            {
                if (news is JobStarted started)
                    jobs.Add(started.Job.Value);
            };
            Assert.Equal(phase.Answer(local), phase.Answer(cluster.Session));
            cluster.Heard = null;
            var log = cluster.Log();
            // Once for each task at most: the second try is elsewhere.
            var failed = log.Of<TaskEnded>().Where(e => jobs.Contains(EventLogLines.Job(e.GetProperty("attempt"))) && EventLogLines.Text(e, "status") == nameof(AttemptStatus.Failed)).ToList();
            Assert.All(failed, e => Assert.Equal("1", EventLogLines.Executor(e)));
            Assert.Contains(failed, e => EventLogLines.Text(e, "reason").Contains(why, StringComparison.Ordinal));
            Assert.Equal(failed.Count, failed.Select(e => (EventLogLines.Job(e.GetProperty("attempt")), EventLogLines.Number(e.GetProperty("attempt"), "stage"), EventLogLines.Number(e.GetProperty("attempt"), "partition"))).Distinct().Count());
            var again = jobs.Sum(job => LossProof.OnlyWhatWasLostRanAgain(log, job));
            Console.WriteLine($"{phase.Name}: {failed.Count} tasks failed on executor 1 ({EventLogLines.Text(failed[0], "reason")}), {again} ran again");
        }

        cluster.Close();
    }
}
