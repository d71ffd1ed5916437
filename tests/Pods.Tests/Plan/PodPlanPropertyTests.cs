using Spindle.Pods.Plan;
using Spindle.Testing;

namespace Spindle.Pods.Tests.Plan;

/// <summary>The plan under chance: whatever happens to pods, what must hold holds, and when the faults end all that is wanted runs.</summary>
public sealed class PodPlanPropertyTests
{
    private static readonly PodLimits Limits = new() { BatchSize = 20, MaxFailures = int.MaxValue, StartDeadline = TimeSpan.FromMinutes(5) };

    [Fact]
    public void Faults_at_random_are_survived()
    {
        for (var seed = 0; seed < TestTiers.Choose(40, 400, 4_000); seed++)
            new SimulatedNamespace(seed, Limits).Run(executors: 60, faultySteps: 300);
    }

    [Fact]
    public void The_same_calls_give_the_same_actions()
    {
        for (var seed = 0; seed < 5; seed++)
        {
            var first = new SimulatedNamespace(seed, Limits);
            first.Run(executors: 40, faultySteps: 200);
            var second = new SimulatedNamespace(seed, Limits);
            second.Run(executors: 40, faultySteps: 200);
            Assert.Equal(first.Transcript, second.Transcript);
        }
    }

    [Fact]
    public void Nothing_is_asked_when_all_is_there()
    {
        var cluster = new SimulatedNamespace(1, Limits);
        cluster.Run(executors: 30, faultySteps: 0);
        var quiet = cluster.Transcript.Count;
        cluster.Idle(steps: 100);
        Assert.Equal(quiet, cluster.Transcript.Count);
    }

}
