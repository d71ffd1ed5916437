namespace Spindle.Pods.Plan;

/// <summary>What is known of the node under a pod.</summary>
public enum NodeCondition
{
    /// <summary>Nothing that speaks against it.</summary>
    Ready,

    /// <summary>It does not report; it may come back.</summary>
    NotReady,

    /// <summary>It is no longer part of the cluster.</summary>
    Gone,
}
