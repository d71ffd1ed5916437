using System.Net;
using Spindle.Driver.Actions;
using Spindle.Sql;

namespace Spindle.Driver.Tests.Cluster;

/// <summary>
/// An executor is lost in each phase of a query, in each of several ways: the answer is exact, and the event log says that the executor had something that was needed, and that this was computed
/// again and nothing else.
/// </summary>
public sealed class LostExecutorTests
{
    [Fact]
    public void Killed_in_each_phase()
    {
        if (CiTier.Skips("executors lost in every phase"))
            return;
        using var cluster = new ProbedCluster(2, 1, FaultPhase.Settings);
        Run(cluster, FaultPhase.All, "SIGKILL", cluster.Kill);
    }

    [Fact]
    public void Ended_by_the_kernel_for_its_memory_in_each_phase()
    {
        if (CiTier.Skips("executors lost in every phase"))
            return;
        using var memory = SmallMemory.TryCreate();
        if (memory is null)
            return;
        using var cluster = new ProbedCluster(2, 1, FaultPhase.Settings);
        Run(cluster, FaultPhase.All, "SIGKILL", victim => memory.Take(cluster.ProcessOf(victim)));
        Assert.Equal(FaultPhase.All.Count, memory.Kills);
    }

    [Fact]
    public void Frozen_in_each_phase()
    {
        if (CiTier.Skips("executors lost in every phase"))
            return;
        using var cluster = new ProbedCluster(2, 1, FaultPhase.Settings);
        Run(cluster, FaultPhase.All, "no heartbeat", victim => cluster.Freeze(victim));
    }

    [Fact]
    public void Cut_off_in_each_phase()
    {
        if (CiTier.Skips("executors lost in every phase"))
            return;
        // Between each executor and its driver, and before its blocks.
        var holes = new Dictionary<string, (BlackHole Driver, BlackHole Blocks)>();
        var shape = new ClusterShape
        {
            Change = launch =>
            {
                var port = BlackHole.FreePort();
                var (driver, blocks) = (new BlackHole(IPEndPoint.Parse(launch.Driver)), new BlackHole(new IPEndPoint(IPAddress.Loopback, port)));
                lock (holes)
                    holes[launch.Executor] = (driver, blocks);
                var settings = new Dictionary<string, string>(launch.Settings) { ["spindle.blockManager.port"] = $"{port}", ["spindle.blockManager.advertisedPort"] = $"{blocks.Address.Port}" };
                return launch with { Driver = driver.Address.ToString(), Settings = settings };
            },
        };
        using var cluster = new ProbedCluster(shape, 2, 1, FaultPhase.Settings);
        Run(cluster, FaultPhase.All, "no heartbeat", victim =>
        {
            lock (holes)
            {
                holes[victim].Driver.Cut();
                holes[victim].Blocks.Cut();
            }
        });
        foreach (var (driver, blocks) in holes.Values)
        {
            driver.Dispose();
            blocks.Dispose();
        }
    }

    /// <summary>As on a machine that the driver no longer reaches: it goes on in the midst of the query, when its replacement has its work, and nothing that it says counts.</summary>
    [Fact]
    public void Frozen_and_thawed_in_each_phase()
    {
        if (CiTier.Skips("executors thawed in every phase"))
            return;
        using var cluster = new ProbedCluster(new ClusterShape { Spares = true }, 3, 1, FaultPhase.Settings);
        var frozen = 0;
        Run(cluster, FaultPhase.All, "no heartbeat", victim => frozen = cluster.Freeze(victim), removed: () => ProbedCluster.Thaw(frozen));
    }

    /// <summary>A frozen executor that the driver cannot end is thawed when it has been given up: what it says then counts for nothing, and it ends itself.</summary>
    [Fact]
    public void Frozen_and_thawed_after_it_was_given_up()
    {
        using var cluster = new ProbedCluster(new ClusterShape { Spares = true }, 3, 1, FaultPhase.Settings);
        cluster.AwaitExecutors(3);
        var frozen = 0;
        var given = new ManualResetEventSlim();
        var next = FaultPhase.ShuffleRead.Victim();
        cluster.Heard = news =>
        {
            if (frozen == 0 && next(news) is { } victim)
                frozen = cluster.Freeze(victim);
            if (news is ExecutorRemoved)
            {
                // In the midst of the query, with its replacement's work under way.
                ProbedCluster.Thaw(frozen);
                given.Set();
            }
        };
        using var local = Session.Builder().Master("local[1]").Create();
        Assert.Equal(FaultPhase.ShuffleRead.Answer(local), FaultPhase.ShuffleRead.Answer(cluster.Session));
        Assert.True(given.IsSet);
        ProbedCluster.Await(() => !File.Exists($"/proc/{frozen}/cmdline") || File.ReadAllText($"/proc/{frozen}/cmdline").Length == 0, "the executor to end itself");
        cluster.Heard = null;
        Assert.Equal(FaultPhase.Skew.Answer(local), FaultPhase.Skew.Answer(cluster.Session));
        cluster.Close();
        Assert.Equal("Silent", EventLogLines.Text(cluster.Log().Of<ExecutorRemoved>().First(), "reason"));
    }

    /// <summary>Asked to leave, an executor finishes its task and hands over what others need: nothing is lost.</summary>
    [Fact]
    public void Asked_to_leave_it_hands_its_rows_over()
    {
        if (CiTier.Skips("executors that leave in order"))
            return;
        using var cluster = new ProbedCluster(2, 1, FaultPhase.Settings);
        using var local = Session.Builder().Master("local[1]").Create();
        foreach (var phase in new[] { FaultPhase.ShuffleRead, FaultPhase.Cache })
        {
            cluster.AwaitExecutors(2);
            var next = phase.Victim();
            string? leaving = null;
            var jobs = new List<long>();
            cluster.Heard = news =>
            {
                if (news is JobStarted started)
                    jobs.Add(started.Job.Value);
                if (leaving is null && next(news) is { } found)
                    cluster.Ask(leaving = found);
            };
            Assert.Equal(phase.Answer(local), phase.Answer(cluster.Session));
            ProbedCluster.Await(() => cluster.Log().Of<ExecutorRemoved>().Any(e => EventLogLines.Executor(e) == leaving), $"executor {leaving} to leave");
            cluster.Heard = null;
            var log = cluster.Log();
            var removed = log.Of<ExecutorRemoved>().Single(e => EventLogLines.Executor(e) == leaving);
            Assert.Equal(("Drained", 0, 0), (EventLogLines.Text(removed, "reason"), EventLogLines.Number(removed, "runningTasks"), EventLogLines.Number(removed, "lostOutputs")));
            var moved = log.Of<BlocksHandedOver>().Where(e => e.GetProperty("from").GetProperty("id").GetString() == leaving).Sum(e => EventLogLines.Numbers(e, "blocks").Count);
            Assert.True(moved > 0, $"{phase.Name}: nothing was handed over");
            Assert.DoesNotContain(log.Of<OutputsLost>(), e => jobs.Contains(EventLogLines.Job(e)));
            Console.WriteLine($"{phase.Name}: executor {leaving} left and handed {moved} blocks over");
        }

        cluster.Close();
    }

    /// <summary>While what was lost is computed again, the executor that does it is lost too.</summary>
    [Fact]
    public void A_second_one_is_killed_during_the_recovery()
    {
        if (CiTier.Skips("executors lost in every phase"))
            return;
        using var cluster = new ProbedCluster(3, 1, FaultPhase.Settings);
        cluster.AwaitExecutors(3);
        using var local = Session.Builder().Master("local[1]").Create();
        var next = FaultPhase.ShuffleRead.Victim();
        var victims = new List<string>();
        var isRecovering = false;
        cluster.Heard = news =>
        {
            isRecovering |= news is ExecutorRemoved;
            if ((victims.Count == 0 && next(news) is { } first && Take(first)) || (victims.Count == 1 && isRecovering && news is TaskEnded { Status: AttemptStatus.Succeeded, Attempt.Attempt: > 0 } ended && Take(ended.Executor.Id)))
                cluster.Kill(victims[^1]);
        };
        Assert.Equal(FaultPhase.ShuffleRead.Answer(local), FaultPhase.ShuffleRead.Answer(cluster.Session));
        cluster.Close();
        var lost = cluster.Log().Of<ExecutorRemoved>().Take(2).ToList();
        Assert.Equal(victims, lost.Select(EventLogLines.Executor));
        Assert.All(lost, e => Assert.True(EventLogLines.Number(e, "runningTasks") + EventLogLines.Number(e, "lostOutputs") > 0));
        LossProof.OnlyWhatWasLostRanAgain(cluster.Log(), 1);

        bool Take(string victim)
        {
            victims.Add(victim);
            return true;
        }
    }

    private static void Run(ProbedCluster cluster, IReadOnlyList<FaultPhase> phases, string why, Action<string> strike, Action? removed = null)
    {
        using var local = Session.Builder().Master("local[1]").Create();
        foreach (var phase in phases)
        {
            cluster.AwaitExecutors(2);
            var next = phase.Victim();
            string? victim = null;
            var jobs = new List<long>();
            cluster.Heard = news =>
            {
                if (news is JobStarted started)
                    jobs.Add(started.Job.Value);
                if (victim is null && next(news) is { } found)
                    strike(victim = found);
                if (news is ExecutorRemoved gone && gone.Executor.Id == victim)
                    removed?.Invoke();
            };
            var expected = phase.Answer(local);
            var clock = System.Diagnostics.Stopwatch.StartNew();
            var answer = phase.Answer(cluster.Session);
            Assert.True(victim is not null, $"{phase.Name}: the fault never struck");
            Assert.True(expected.SequenceEqual(answer), $"{phase.Name}: {answer.Count} rows, {answer.Except(expected).Count()} of them wrong; {expected.Count} expected");
            // A frozen one may be found out after a query that needed nothing more of it.
            ProbedCluster.Await(() => cluster.Log().Of<ExecutorRemoved>().Any(e => EventLogLines.Executor(e) == victim), $"executor {victim} to be given up");
            cluster.Heard = null;
            var proof = LossProof.Of(cluster.Log(), victim, why, [.. jobs]);
            Console.WriteLine($"{phase.Name}: executor {victim} lost ({why}): {proof}; {clock.Elapsed.TotalSeconds:F1} s");
        }

        cluster.Close();
    }
}
