using System.Globalization;

namespace Spindle.Pods.Plan;

/// <summary>Reads the cause of a pod's death from its status and its node.</summary>
public static class PodAutopsy
{
    /// <summary>What an executor returns that never reached its driver.</summary>
    public const int UnreachedExitCode = 3;

    private const string PeakLine = "peak-bytes ";

    // The kubelet's words for a pod that went over limits of its own, in contrast to one that had to make room.
    private static readonly string[] OwnDisk = ["exceeds the total limit of containers", "exceeded its local ephemeral storage limit", "Usage of EmptyDir volume", "exceeds the limit"];

    /// <summary>Why it is dead; null where it lives.</summary>
    public static PodDeath? Of(ObservedPod pod)
    {
        if (pod.NodeCondition == NodeCondition.Gone)
            return new PodDeath(DeathCause.NodeLost, $"its node {pod.Node} is gone");
        if (pod.Deleting && pod.NodeCondition == NodeCondition.NotReady)
            return new PodDeath(DeathCause.NodeLost, $"its node {pod.Node} does not report");
        return pod.Phase is PodPhase.Succeeded or PodPhase.Failed || pod.End is not null ? Ended(pod) : null;
    }

    private static PodDeath Ended(ObservedPod pod)
    {
        var code = pod.End?.ExitCode;
        if (Taken(pod) is { } cause)
            return new PodDeath(cause, Detail(cause, pod), code);
        if (pod.End is { } said && Submitting.DriverEnd.WaitsFor(said.Message) is { } quota)
            return new PodDeath(DeathCause.WaitsForQuota, quota, code);
        if (pod.End is { Reason: "OOMKilled" })
            return new PodDeath(DeathCause.OutOfMemory, OutOfMemory(pod), code);
        // Its phase may be told before its container's end, or without it.
        if (pod.Deleting)
            return new PodDeath(DeathCause.Deleted, pod.End is { ExitCode: not 0 } cut ? $"it was deleted: {Joined(Ending(cut), Said(cut), "")}" : "it was deleted", code);
        if (pod.End is null)
            return new PodDeath(pod.Phase == PodPhase.Succeeded ? DeathCause.Completed : DeathCause.Failed, Joined(pod.Reason, pod.Message, "it failed without a reason"));
        return pod.End.ExitCode switch
        {
            0 => new PodDeath(DeathCause.Completed, "it ended", 0),
            UnreachedExitCode => new PodDeath(DeathCause.Unreached, Said(pod.End), code),
            _ => new PodDeath(DeathCause.Failed, Joined(Ending(pod.End), Said(pod.End), ""), code),
        };
    }

    private static string Ending(ContainerEnd end) => end.Signal is { } signal ? $"signal {signal}" : $"exit code {end.ExitCode}";

    // Whoever took the pod away says so in the condition on newer servers and in the reason on older ones.
    private static DeathCause? Taken(ObservedPod pod) => (pod.Disruption, pod.Reason) switch
    {
        ("PreemptionByScheduler", _) or (_, "Preempting") => DeathCause.Preempted,
        ("DeletionByPodGC" or "DeletionByTaintManager", _) or (_, "NodeLost" or "NodeShutdown" or "Shutdown" or "Terminated") => DeathCause.NodeLost,
        (_, "Evicted") or ("TerminationByKubelet", _) => OwnDisk.Any(words => pod.Message.Contains(words, StringComparison.Ordinal)) ? DeathCause.OutOfDisk : DeathCause.Evicted,
        ("EvictionByEvictionAPI", _) or (_, "UnexpectedAdmissionError" or "NodeAffinity" or "OutOfcpu" or "OutOfmemory" or "OutOfpods" or "OutOfephemeral-storage") => DeathCause.Evicted,
        _ => null,
    };

    private static string Detail(DeathCause cause, ObservedPod pod)
    {
        var said = Joined(pod.Reason.Length > 0 ? pod.Reason : pod.Disruption ?? "", pod.Message, "");
        return cause == DeathCause.OutOfDisk ? $"{said}; raise spindle.kubernetes.executor.limit.ephemeral-storage, or give it volumes named spark-local-dir-…" : said;
    }

    private static string OutOfMemory(ObservedPod pod)
    {
        var limit = pod.MemoryLimit > 0 ? $" its limit of {Mebibytes(pod.MemoryLimit)}" : " its limit";
        var peak = Peak(pod.End!) is { } bytes ? $" (last peak {Mebibytes(bytes)})" : "";
        return $"OOMKilled: it went over{limit}{peak}; raise spark.{pod.Role}.memoryOverhead, or lower spark.{pod.Role}.memory or spark.{pod.Role}.cores";
    }

    // What the executor wrote to its termination message as it grew: the kernel leaves it no last word.
    private static long? Peak(ContainerEnd end)
    {
        foreach (var line in end.Message.Split('\n'))
            if (line.StartsWith(PeakLine, StringComparison.Ordinal) && long.TryParse(line.AsSpan(PeakLine.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var bytes))
                return bytes;
        return null;
    }

    private static string Said(ContainerEnd end) => string.Join(' ', end.Message.Split('\n').Where(l => l.Length > 0 && !l.StartsWith(PeakLine, StringComparison.Ordinal)));

    private static string Joined(string reason, string message, string otherwise) => (reason, message) switch
    {
        ("", "") => otherwise,
        ("", _) => message,
        (_, "") => reason,
        _ => $"{reason}: {message}",
    };

    private static string Mebibytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes >> 20} MiB");
}
