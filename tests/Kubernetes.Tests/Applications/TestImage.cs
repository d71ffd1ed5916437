using Spindle.Testing;

namespace Spindle.Kubernetes.Tests.Applications;

/// <summary>The image of drivers and executors that tests are told to use.</summary>
internal static class TestImage
{
    public static string? Name => Environment.GetEnvironmentVariable("SPINDLE_TEST_IMAGE");

    /// <summary>A namespace on the cluster; null, with a printed line, where there is no cluster or no image.</summary>
    public static async Task<Cluster?> OpenAsync()
    {
        if (Name is { Length: > 0 })
            return await Cluster.TryOpenAsync();
        Skipped.Say("applications on a Kubernetes cluster (SPINDLE_TEST_IMAGE is not set)");
        return null;
    }
}
