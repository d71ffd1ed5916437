using Spindle.Testing;

namespace Spindle.Kubernetes.Tests.Applications;

/// <summary>A namespace in which driver pods may run, and buckets that its pods reach.</summary>
internal sealed class BucketCluster : IAsyncDisposable
{
    private BucketCluster(Cluster cluster, Buckets buckets) => (Cluster, Buckets) = (cluster, buckets);

    public Cluster Cluster { get; }

    public Buckets Buckets { get; }

    /// <summary>Null, with a printed line, where there is no cluster, no image or no service of buckets.</summary>
    public static async Task<BucketCluster?> TryOpenAsync()
    {
        if (await TestImage.OpenAsync() is not { } cluster)
            return null;
        if (Buckets.TryStart(PodApplication.AddressTowards(cluster.Client.Endpoint.Server)) is not { } buckets)
        {
            await cluster.DisposeAsync();
            return null;
        }

        await Manifests.GrantAsync(cluster, "driver");
        return new BucketCluster(cluster, buckets);
    }

    public async ValueTask DisposeAsync()
    {
        await Cluster.DisposeAsync();
        Buckets.Dispose();
    }
}
