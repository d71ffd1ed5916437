using Spindle.Driver.Actions;
using Spindle.Driver.Events;
using Spindle.Driver.Jobs;

namespace Spindle.Driver.Tests.Scheduling;

/// <summary>The machine shows its load to the decider and says what follows from it; each setting, given under Spark's name, changes what follows.</summary>
public sealed class AllocatorTests
{
    [Theory]
    [InlineData("true", new[] { 1, 3, 7 })]
    [InlineData("false", new int[0])]
    public void Tasks_that_wait_ask_for_executors(string enabled, int[] targets)
    {
        var probe = Dynamic(("enabled", enabled)).Job(1, 10);
        for (var i = 0; i < 40; i++)
            probe.After(100);
        Assert.Equal(targets, probe.All.OfType<ExecutorsWanted>().Select(w => w.Target));
    }

    [Theory]
    [InlineData("schedulerBacklogTimeout", "1s", 1_000)]
    [InlineData("schedulerBacklogTimeout", "5s", 5_000)]
    public void The_first_is_asked_for_when_tasks_have_waited(string name, string value, long milliseconds)
    {
        var probe = Dynamic((name, value)).Job(1, 10);
        while (!probe.All.OfType<ExecutorsWanted>().Any())
            probe.After(50);
        Assert.InRange(probe.Now, milliseconds, milliseconds + 250);
    }

    [Theory]
    [InlineData("sustainedSchedulerBacklogTimeout", "", 4_000)]
    [InlineData("sustainedSchedulerBacklogTimeout", "3s", 10_000)]
    [InlineData("maxExecutors", "5", 3_000)]
    [InlineData("executorAllocationRatio", "0.5", 3_000)]
    public void It_grows_until_the_tasks_are_served(string name, string value, long milliseconds)
    {
        var probe = Dynamic((name, value)).Job(1, 10);
        var most = name is "maxExecutors" or "executorAllocationRatio" ? 5 : 10;
        while (probe.Now < 20_000 && probe.All.OfType<ExecutorsWanted>().LastOrDefault()?.Target != most)
            probe.After(50);
        Assert.InRange(probe.Now, milliseconds, milliseconds + 1_000);
    }

    [Theory]
    [InlineData("executorIdleTimeout", "60s", "60s")]
    [InlineData("executorIdleTimeout", "2s", "2s")]
    public void An_idle_executor_is_told_to_leave_and_gets_no_more_tasks(string name, string value, string after)
    {
        var probe = Dynamic((name, value)).Executor("1").Job(1, 1);
        probe.Succeed(probe.Live.Single());
        var began = probe.Now;
        while (!probe.All.OfType<HandOver>().Any() && probe.Now < 100_000)
            probe.After(100);
        Assert.InRange(probe.Now - began, (int.Parse(after[..^1]) * 1_000) - 100, (int.Parse(after[..^1]) * 1_000) + 300);
        Assert.Equal("1", probe.All.OfType<ExecutorDrains>().Single().Executor.Id);
        probe.Job(2, 1);
        Assert.Empty(probe.Live);
        // It says itself that it leaves; its blocks are spoken for.
        probe.Apply(new ExecutorDraining(MachineProbe.Key("1"), "the driver asked for it"));
        Assert.Single(probe.All.OfType<HandOver>());
    }

    [Theory]
    [InlineData("true", "infinity", false)]
    [InlineData("true", "2s", true)]
    [InlineData("false", "infinity", true)]
    public void Map_outputs_of_a_job_that_runs_keep_their_executor(string tracked, string timeout, bool leaves)
    {
        var probe = Dynamic(("executorIdleTimeout", "1s"), ("shuffleTracking.enabled", tracked), ("shuffleTracking.timeout", timeout)).Executor("1").Executor("2").Shuffle(1, 2, 1);
        foreach (var task in probe.Live.ToList())
            probe.Map(task);
        probe.Apply(new StagePlanned(new JobId(1), 1, 1, []));
        Assert.Single(probe.Live);
        for (var i = 0; i < 50; i++)
            probe.After(100);
        Assert.Equal(leaves, probe.All.OfType<HandOver>().Any());
    }

    [Fact]
    public void Who_holds_blocks_is_told_when_it_changes()
    {
        var probe = Dynamic().Executor("1").Shuffle(1, 1, 1);
        probe.Map(probe.Live.Single());
        probe.After(200);
        Assert.Equal(new ExecutorHolds(MachineProbe.Key("1"), true), probe.All.OfType<ExecutorHolds>().Single());
        probe.Apply(new StagePlanned(new JobId(1), 1, 1, []));
        probe.Succeed(probe.Live.Single());
        probe.After(200);
        Assert.Equal(new ExecutorHolds(MachineProbe.Key("1"), false), probe.All.OfType<ExecutorHolds>().Last());
    }

    private static MachineProbe Dynamic(params (string Name, string Value)[] settings) =>
        new([("spark.dynamicAllocation.enabled", "true"), .. settings.Select(s => ($"spark.dynamicAllocation.{s.Name}", s.Value))]);
}
