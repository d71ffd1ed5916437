using Spindle.Driver.Actions;
using Spindle.Driver.Scheduling;
using Spindle.Testing;

namespace Spindle.Driver.Tests.Simulation;

/// <summary>The job machine against random clusters that fail in every way it knows.</summary>
public sealed class JobMachineSimulationTests
{
    private static int Steps => TestTiers.Choose(10_000, 100_000, 100_000);

    [Fact]
    public void Every_job_ends_and_every_answer_is_whole_while_executors_die()
    {
        var cluster = new SimulatedCluster(1, SchedulingSettings.Default, new Faults());
        cluster.Run(Steps, startWith: 4);
        AssertBit(cluster);
        Assert.Equal(0, cluster.Invariants.RolledBack);
    }

    [Fact]
    public void Stragglers_are_run_twice_and_counted_once()
    {
        var cluster = new SimulatedCluster(2, SchedulingSettings.Default with { Speculation = true, SpeculationQuantile = 0.5, FairPools = true }, new Faults(Straggle: 0.1));
        cluster.Run(Steps, startWith: 5);
        AssertBit(cluster);
        Assert.True(cluster.Invariants.Copies > 0);
    }

    [Fact]
    public void An_answer_is_never_made_of_two_versions_of_a_map()
    {
        var cluster = new SimulatedCluster(3, SchedulingSettings.Default with { Speculation = true, SpeculationInterval = 5_000 }, new Faults(Nondeterministic: 0.4));
        cluster.Run(Steps, startWith: 5);
        AssertBit(cluster);
        Assert.True(cluster.Invariants.RolledBack > 0);
    }

    [Fact]
    public void Excluded_executors_do_not_keep_jobs_from_ending()
    {
        var cluster = new SimulatedCluster(4, SchedulingSettings.Default with { ExcludeOnFailure = true, ExclusionTimeout = 20_000, UnschedulableTimeout = 30_000 }, new Faults(TaskFails: 0.05));
        cluster.Run(Steps, startWith: 6);
        AssertBit(cluster);
    }

    [Fact]
    public void The_same_events_give_the_same_actions()
    {
        var settings = SchedulingSettings.Default with { Speculation = true, ExcludeOnFailure = true, ExclusionTimeout = 20_000 };
        var cluster = new SimulatedCluster(5, settings, new Faults(Nondeterministic: 0.1, TaskFails: 0.03));
        cluster.Run(Steps / 2, startWith: 4);
        var again = new JobMachine(settings);
        for (var i = 0; i < cluster.Heard.Count; i++)
            Assert.Equal(cluster.Said[i], again.Apply(cluster.Heard[i].Event, cluster.Heard[i].Now));
    }

    private static void AssertBit(SimulatedCluster cluster)
    {
        var ended = cluster.Invariants.Ended;
        var succeeded = ended.Values.Count(s => s == JobStatus.Succeeded);
        Console.WriteLine($"{cluster.Heard.Count} events, {ended.Count} jobs ({succeeded} succeeded), {cluster.Invariants.Launched} attempts, {cluster.Kills} kills, {cluster.Invariants.Lost} outputs lost, {cluster.Invariants.Copies} copies, {cluster.Invariants.RolledBack} roll-backs; ended otherwise: {string.Join(", ", cluster.Invariants.Reasons)}");
        Assert.True(cluster.Absorbed > 0, "no stage was left to its reader");
        Assert.True(cluster.Kills > 0 && cluster.Invariants.Lost > 0, "no fault bit");
        Assert.True(succeeded > (ended.Count - cluster.Invariants.Reasons.GetValueOrDefault("SPINDLE_INDETERMINATE_STAGE")) / 2, $"only {succeeded} of {ended.Count} jobs succeeded");
    }
}
