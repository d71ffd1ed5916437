using Spindle.Pods.Plan;

namespace Spindle.Pods.Tests.Plan;

/// <summary>Statuses as kubelets, the scheduler and controllers leave them, and what they mean for an executor.</summary>
public sealed class PodAutopsyTests
{
    private static readonly ObservedPod Failed = new("1", "app-exec-1", PodPhase.Failed) { Node = "node1", MemoryLimit = 512L << 20 };

    [Fact]
    public void A_pod_that_runs_or_waits_is_not_dead()
    {
        Assert.Null(PodAutopsy.Of(Failed with { Phase = PodPhase.Running, Ready = true }));
        Assert.Null(PodAutopsy.Of(Failed with { Phase = PodPhase.Pending, Waiting = new("ContainerCreating", "") }));
        Assert.Null(PodAutopsy.Of(Failed with { Phase = PodPhase.Running, Deleting = true }));
        Assert.Null(PodAutopsy.Of(Failed with { Phase = PodPhase.Running, NodeCondition = NodeCondition.NotReady }));
    }

    [Fact]
    public void Out_of_memory_names_limit_and_peak_and_what_to_raise()
    {
        var death = PodAutopsy.Of(Failed with { End = new(137, "OOMKilled", "peak-bytes 534773760\n") })!;
        Assert.Equal(DeathCause.OutOfMemory, death.Cause);
        Assert.Contains("512 MiB", death.Message, StringComparison.Ordinal);
        Assert.Contains("510 MiB", death.Message, StringComparison.Ordinal);
        Assert.Contains("spark.executor.memoryOverhead", death.Message, StringComparison.Ordinal);
        Assert.True(death.Counts);
    }

    [Theory]
    [InlineData("Evicted", "The node was low on resource: memory.", null, DeathCause.Evicted, false)]
    [InlineData("Evicted", "Pod ephemeral local storage usage exceeds the total limit of containers 2Gi. ", null, DeathCause.OutOfDisk, true)]
    [InlineData("Evicted", "Usage of EmptyDir volume \"local\" exceeds the limit \"1Gi\". ", null, DeathCause.OutOfDisk, true)]
    [InlineData("Preempting", "Preempted in order to admit critical pod", null, DeathCause.Preempted, false)]
    [InlineData("", "", "PreemptionByScheduler", DeathCause.Preempted, false)]
    [InlineData("", "", "EvictionByEvictionAPI", DeathCause.Evicted, false)]
    [InlineData("", "", "DeletionByTaintManager", DeathCause.NodeLost, false)]
    [InlineData("NodeLost", "Node node1 which was running pod is unresponsive", null, DeathCause.NodeLost, false)]
    [InlineData("OutOfcpu", "Pod Node didn't have enough resource: cpu", null, DeathCause.Evicted, false)]
    public void What_the_platform_takes_costs_nothing(string reason, string message, string? disruption, DeathCause cause, bool counts)
    {
        var death = PodAutopsy.Of(Failed with { Reason = reason, Message = message, Disruption = disruption })!;
        Assert.Equal(cause, death.Cause);
        Assert.Equal(counts, death.Counts);
    }

    [Fact]
    public void A_lost_node_takes_its_pods_along()
    {
        Assert.Equal(DeathCause.NodeLost, PodAutopsy.Of(Failed with { Phase = PodPhase.Running, NodeCondition = NodeCondition.Gone })!.Cause);
        Assert.Equal(DeathCause.NodeLost, PodAutopsy.Of(Failed with { Phase = PodPhase.Running, NodeCondition = NodeCondition.NotReady, Deleting = true })!.Cause);
    }

    [Theory]
    [InlineData(0, DeathCause.Completed)]
    [InlineData(1, DeathCause.Failed)]
    [InlineData(139, DeathCause.Failed)]
    [InlineData(PodAutopsy.UnreachedExitCode, DeathCause.Unreached)]
    public void Exit_codes_tell_the_rest(int code, DeathCause cause)
    {
        var death = PodAutopsy.Of(Failed with { End = new(code, "Error", "the connection broke") })!;
        Assert.Equal(cause, death.Cause);
        Assert.Equal(code, death.ExitCode);
    }

    [Fact]
    public void The_executor_is_dead_when_its_container_is_though_a_sidecar_runs_on() =>
        Assert.Equal(DeathCause.Failed, PodAutopsy.Of(Failed with { Phase = PodPhase.Running, End = new(1, "Error", "") })!.Cause);

    [Fact]
    public void An_end_that_deletion_brought_is_nobodys_failure()
    {
        Assert.Equal(DeathCause.Deleted, PodAutopsy.Of(Failed with { Deleting = true, End = new(137, "Error", "") })!.Cause);
        Assert.Equal(DeathCause.Deleted, PodAutopsy.Of(Failed with { Deleting = true })!.Cause);
    }

    [Theory]
    [InlineData("InvalidImageName", "couldn't parse image reference", true)]
    [InlineData("ErrImageNeverPull", "Container image is not present with pull policy of Never", true)]
    [InlineData("ErrImagePull", "rpc error: code = NotFound desc = failed to pull and unpack image: not found", true)]
    [InlineData("ErrImagePull", "pull access denied, repository does not exist or may require authorization", true)]
    [InlineData("ErrImagePull", "failed to do request: dial tcp: lookup registry on 10.0.0.1:53: no such host", false)]
    [InlineData("ErrImagePull", "unexpected status code 503 Service Unavailable", false)]
    [InlineData("ImagePullBackOff", "Back-off pulling image \"x\"", false)]
    [InlineData("CreateContainerConfigError", "secret \"x\" not found", false)]
    public void Pulls_that_no_waiting_mends_are_told_from_those_that_may_succeed(string reason, string message, bool final)
    {
        Assert.True(ImagePull.Fails(new(reason, message)));
        Assert.Equal(final, ImagePull.IsFinal(new(reason, message)));
    }
}
