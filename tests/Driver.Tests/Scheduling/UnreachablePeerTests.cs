using Spindle.Driver.Actions;
using Spindle.Driver.Events;
using Spindle.Driver.Jobs;

namespace Spindle.Driver.Tests.Scheduling;

/// <summary>Readers that do not reach an executor which the driver still takes for alive.</summary>
public sealed class UnreachablePeerTests
{
    [Fact]
    public void It_has_lost_what_the_stage_reads_of_each_input_and_that_costs_one_try()
    {
        var machine = Joined("a", "b", "a", "b");
        var reader = Assert.Single(machine.Live);
        machine.FetchFails(reader, map: -1, "b");
        Assert.Equal([(0, 1), (1, 1)], machine.All.OfType<OutputsLost>().SelectMany(l => l.Maps.Select(m => (l.Stage, m))));
        // They are computed elsewhere, and the stage is tried once more.
        machine.After(10_000);
        Assert.Equal(["a", "a"], machine.Live.Select(t => t.Executor.Id));
        foreach (var map in machine.Live.ToList())
            machine.Map(map);
        machine.Succeed(Assert.Single(machine.Live));
        Assert.Equal(JobStatus.Succeeded, machine.End(1)!.Status);
        Assert.Equal(2, machine.All.OfType<TaskLaunched>().Count(t => t.Attempt.Stage == 2));
    }

    [Fact]
    public void A_bad_block_is_lost_alone()
    {
        var machine = Joined("a", "b", "a", "b");
        machine.FetchFails(Assert.Single(machine.Live), map: 1, "b");
        Assert.Equal([(0, 1)], machine.All.OfType<OutputsLost>().SelectMany(l => l.Maps.Select(m => (l.Stage, m))));
    }

    /// <summary>Stage 2 reads stages 0 and 1, of two maps each, one on each of two executors.</summary>
    private static MachineProbe Joined(params string[] executors)
    {
        var machine = new MachineProbe().Executor("a", slots: 2).Executor("b", slots: 2);
        machine.Apply(new JobSubmitted(new JobId(1), new JobSpec([new StageSpec(0, StageKind.Map, [], [], 1), new StageSpec(1, StageKind.Map, [], [], 1), new StageSpec(2, StageKind.Result, [0, 1], [])])));
        foreach (var stage in new[] { 0, 1 })
            machine.Apply(new StagePlanned(new JobId(1), stage, 2, [.. executors.Take(2).Select(e => new TaskPreference([e], []))]));
        Assert.Equal(executors, machine.Live.OrderBy(t => t.Attempt.Stage).ThenBy(t => t.Attempt.Partition).Select(t => t.Executor.Id));
        foreach (var map in machine.Live.ToList())
            machine.Map(map);
        machine.Apply(new StagePlanned(new JobId(1), 2, 1, []));
        return machine;
    }
}
