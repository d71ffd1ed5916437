using Spindle.Columnar.Types;
using Spindle.Driver.Actions;
using Spindle.Driver.Events;
using Spindle.Driver.Jobs;

namespace Spindle.Driver.Tests.Scheduling;

/// <summary>Jobs that start together and read the same kept rows: one computes them, the others wait for it, and no longer than it does so.</summary>
public sealed class SharedRowsTests
{
    private const long Dataset = 7;

    [Fact]
    public void Rows_that_two_jobs_want_are_computed_once()
    {
        var probe = Started(2);
        Assert.Equal([0], Planned(probe, 1));
        Assert.Empty(Planned(probe, 2));
        Assert.Equal([new StageDeferred(new JobId(2), 1, Dataset, new JobId(1))], probe.All.OfType<StageDeferred>());
        Compute(probe, 1);
        Assert.Equal([0, 1, 2], Planned(probe, 1));
        // Neither the kept stage nor the one below it.
        Assert.Equal([2], Planned(probe, 2));
        Assert.Equal([new StageSkipped(new JobId(2), 1, Dataset, 2)], probe.All.OfType<StageSkipped>());
    }

    [Fact]
    public void When_the_one_that_computes_ends_the_next_goes_on_and_keeps_what_is_there()
    {
        var probe = Started(3);
        probe.Apply(new StagePlanned(new JobId(1), 0, 1, []));
        probe.Map(probe.Live.Single());
        probe.Apply(new StagePlanned(new JobId(1), 1, 2, []));
        probe.Map(probe.Live.First(t => t.Attempt is { Stage: 1, Partition: 0 }));
        probe.Apply(new JobCancelled(new JobId(1), "enough"));
        Assert.Equal([0], Planned(probe, 2));
        Assert.Empty(Planned(probe, 3));
        foreach (var slot in probe.Live.Where(t => t.Attempt.Job.Value == 1).ToList())
            probe.Fail(slot, FailureKind.Killed);
        probe.Apply(new StagePlanned(new JobId(2), 0, 1, []));
        probe.Map(probe.Live.Single(t => t.Attempt.Job.Value == 2));
        probe.Apply(new StagePlanned(new JobId(2), 1, 2, []));
        Assert.Equal(1, probe.Live.Single(t => t.Attempt.Job.Value == 2).Attempt.Partition);
        probe.Map(probe.Live.Single(t => t.Attempt.Job.Value == 2));
        Assert.Equal([2], Planned(probe, 3));
    }

    [Fact]
    public void Jobs_of_other_rows_do_not_wait()
    {
        var probe = Started(1);
        probe.Apply(new JobSubmitted(new JobId(2), Spec(Dataset + 1)));
        Assert.Equal([0], Planned(probe, 2));
        Assert.Empty(probe.All.OfType<StageDeferred>());
    }

    private static MachineProbe Started(int jobs)
    {
        var probe = new MachineProbe().Executor("a").Executor("b");
        for (var job = 1; job <= jobs; job++)
            probe.Apply(new JobSubmitted(new JobId(job), Spec(Dataset)));
        return probe;
    }

    private static void Compute(MachineProbe probe, int job)
    {
        probe.Apply(new StagePlanned(new JobId(job), 0, 1, []));
        probe.Map(probe.Live.Single());
        probe.Apply(new StagePlanned(new JobId(job), 1, 2, []));
        while (probe.Live.FirstOrDefault(t => t.Attempt.Stage == 1) is { } task)
            probe.Map(task);
    }

    private static List<int> Planned(MachineProbe probe, int job) => [.. probe.All.OfType<PlanStage>().Where(p => p.Job.Value == job).Select(p => p.Stage)];

    private static JobSpec Spec(long dataset) => new([new StageSpec(0, StageKind.Map, [], []), new StageSpec(1, StageKind.Map, [0], [], Dataset: dataset), new StageSpec(2, StageKind.Result, [1], [])], "default", null);
}
