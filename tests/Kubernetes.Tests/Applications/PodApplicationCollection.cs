namespace Spindle.Kubernetes.Tests.Applications;

/// <summary>One application at a time: a test node has few processors, and waits are bounded.</summary>
[CollectionDefinition(nameof(PodApplication), DisableParallelization = true)]
public sealed class PodApplicationCollection;
