namespace Spindle.Client.Pods;

/// <summary>Where a pod is in its life.</summary>
public enum PodPhase
{
    /// <summary>Not told, or its node does not answer.</summary>
    Unknown,

    /// <summary>Not all containers have started: it waits for a node, an image, a volume.</summary>
    Pending,

    /// <summary>On a node; at least one container runs, starts or is started again.</summary>
    Running,

    /// <summary>All containers ended well.</summary>
    Succeeded,

    /// <summary>All containers ended, at least one badly, or the pod was evicted.</summary>
    Failed,
}
