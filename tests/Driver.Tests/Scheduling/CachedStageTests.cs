using Spindle.Columnar.Types;
using Spindle.Driver.Actions;
using Spindle.Driver.Events;
using Spindle.Driver.Jobs;

namespace Spindle.Driver.Tests.Scheduling;

/// <summary>A stage whose rows are kept beyond its job: what is there is not computed again, what is lost is.</summary>
public sealed class CachedStageTests
{
    private const long Dataset = 7;

    [Fact]
    public void What_is_there_is_not_even_planned()
    {
        var probe = Kept();
        probe.Apply(new JobSubmitted(new JobId(2), Spec()));
        Assert.Equal([new StageSkipped(new JobId(2), 1, Dataset, 2)], probe.All.OfType<StageSkipped>());
        // Neither the stage nor the one below it.
        Assert.Equal([2], Planned(probe, 2));
        probe.Apply(new StagePlanned(new JobId(2), 2, 2, [Prefers("a"), Prefers("b")]));
        Assert.All(probe.Live, t => Assert.Equal((2L, 2, Locality.Process), (t.Attempt.Job.Value, t.Attempt.Stage, t.Locality)));
    }

    [Fact]
    public void What_was_lost_between_two_jobs_is_computed_again_alone()
    {
        var probe = Kept();
        probe.With(new ExecutorLost(MachineProbe.Key("b"), LossReason.Crashed, "gone"));
        Assert.Equal([new CachedLost(Dataset, [1], MachineProbe.Key("b"), "executor b was lost (Crashed)")], probe.All.OfType<CachedLost>());
        probe.Apply(new JobSubmitted(new JobId(2), Spec()));
        Assert.Equal([0], Planned(probe, 2));
        probe.Apply(new StagePlanned(new JobId(2), 0, 1, []));
        probe.Map(Assert.Single(probe.Live));
        probe.Apply(new StagePlanned(new JobId(2), 1, 2, []));
        Assert.Equal((1, 1), (Assert.Single(probe.Live).Attempt.Stage, probe.Live[0].Attempt.Partition));
    }

    [Fact]
    public void What_is_lost_during_a_job_that_found_it_there_is_planned_then()
    {
        var probe = Kept();
        probe.Apply(new JobSubmitted(new JobId(2), Spec()));
        probe.Apply(new StagePlanned(new JobId(2), 2, 2, []));
        probe.With(new ExecutorLost(MachineProbe.Key("a"), LossReason.Crashed, "gone"));
        Assert.Equal([2, 0], Planned(probe, 2));
        probe.Apply(new StagePlanned(new JobId(2), 0, 1, []));
        // The reader that still runs holds the only slot.
        probe.Fail(probe.Live.Single(t => t.Attempt.Stage == 2), FailureKind.Killed);
        probe.Map(probe.Live.Single(t => t.Attempt.Stage == 0));
        Assert.Equal([2, 0, 1], Planned(probe, 2));
        probe.Apply(new StagePlanned(new JobId(2), 1, 2, []));
        Assert.Equal(0, probe.Live.Single(t => t.Attempt.Stage == 1).Attempt.Partition);
    }

    [Fact]
    public void Rows_of_another_run_are_not_mixed_with_those_that_were_kept()
    {
        var probe = Kept();
        probe.With(new ExecutorLost(MachineProbe.Key("b"), LossReason.Crashed, "gone"));
        probe.Apply(new JobSubmitted(new JobId(2), Spec()));
        probe.Apply(new StagePlanned(new JobId(2), 0, 1, []));
        probe.Map(probe.Live.Single());
        probe.Apply(new StagePlanned(new JobId(2), 1, 2, []));
        probe.Map(probe.Live.Single(), checksum: 99);
        Assert.Single(probe.All.OfType<StageRolledBack>(), r => r.Stage == 1);
        var again = new HashSet<int>();
        while (probe.Live.FirstOrDefault(t => t.Attempt.Stage == 1) is { } task)
        {
            again.Add(task.Attempt.Partition);
            probe.Map(task, checksum: (UInt128)(100 + task.Attempt.Partition));
        }

        Assert.Equal([0, 1], again.Order());
    }

    [Fact]
    public void A_forgotten_dataset_is_computed_anew()
    {
        var probe = Kept();
        Assert.Contains(new RemoveDataset(Dataset), probe.Apply(new DatasetForgotten(Dataset)));
        probe.Apply(new JobSubmitted(new JobId(2), Spec()));
        Assert.Equal([0], Planned(probe, 2));
    }

    /// <summary>A job has left partition 0 on executor a and partition 1 on executor b.</summary>
    private static MachineProbe Kept()
    {
        var probe = new MachineProbe().Executor("a").Executor("b");
        probe.Apply(new JobSubmitted(new JobId(1), Spec()));
        probe.Apply(new StagePlanned(new JobId(1), 0, 1, []));
        probe.Map(probe.Live.Single());
        probe.Apply(new StagePlanned(new JobId(1), 1, 2, [Prefers("a"), Prefers("b")]));
        foreach (var task in probe.Live)
            probe.Map(task, checksum: (UInt128)(10 + task.Attempt.Partition));
        probe.Apply(new StagePlanned(new JobId(1), 2, 1, []));
        probe.Succeed(probe.Live.Single());
        Assert.Equal(JobStatus.Succeeded, probe.End(1)?.Status);
        return probe;
    }

    private static JobSpec Spec() => new([new StageSpec(0, StageKind.Map, [], []), new StageSpec(1, StageKind.Map, [0], [], Dataset: Dataset), new StageSpec(2, StageKind.Result, [1], [])]);

    private static TaskPreference Prefers(string executor) => new([executor], []);

    private static IEnumerable<int> Planned(MachineProbe probe, int job) => probe.All.OfType<PlanStage>().Where(p => p.Job.Value == job).Select(p => p.Stage);
}
