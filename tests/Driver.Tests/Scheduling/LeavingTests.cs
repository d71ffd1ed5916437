using Spindle.Driver.Actions;
using Spindle.Driver.Events;

namespace Spindle.Driver.Tests.Scheduling;

/// <summary>To whom executors that leave may hand their blocks.</summary>
public sealed class LeavingTests
{
    [Fact]
    public void Peers_of_other_nodes_are_asked_first_then_those_with_fewer_tasks()
    {
        var machine = new MachineProbe().Executor("1", node: "a").Executor("2", node: "a").Executor("3", node: "b").Executor("4", node: "b").Executor("5", node: "c");
        machine.Job(1, 3);
        Assert.Equal(["1", "2", "3"], machine.Live.Select(l => l.Executor.Id));
        var handOver = Assert.Single(machine.Apply(new ExecutorDraining(MachineProbe.Key("1"), "it is evicted")).OfType<HandOver>());
        Assert.Equal(["4", "5", "3", "2"], handOver.Peers.Select(p => p.Id));
    }

    [Fact]
    public void What_storage_has_is_read_there_and_lost_with_a_block_that_cannot_be_read()
    {
        var machine = new MachineProbe().Executor("1");
        machine.Shuffle(1, maps: 2, reducers: 1);
        while (machine.Live.FirstOrDefault(l => l.Attempt.Stage == 0) is { } map)
            machine.Map(map);
        machine.Apply(new ExecutorDraining(MachineProbe.Key("1")));
        machine.Apply(new OutputsMoved(MachineProbe.Key("1"), Jobs.ExecutorKey.Fallback, new Jobs.JobId(1), 0, [0, 1]));
        machine.Apply(new ExecutorLost(MachineProbe.Key("1"), LossReason.Drained, "drained"));
        Assert.True(machine.Outputs(1, 0).IsComplete);
        Assert.Equal(Jobs.ExecutorKey.Fallback, machine.Outputs(1, 0).Place(0));
        machine.Executor("2");
        machine.Apply(new StagePlanned(new Jobs.JobId(1), 1, 1, []));
        machine.FetchFails(Assert.Single(machine.Live), map: 1, "fallback");
        Assert.Equal([1], Assert.Single(machine.All.OfType<OutputsLost>()).Maps);
        Assert.Equal(1, Assert.Single(machine.Live).Attempt.Partition);
    }
}
