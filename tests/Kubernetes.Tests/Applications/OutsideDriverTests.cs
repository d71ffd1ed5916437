using Spindle.Client.Kinds;
using Spindle.Client.Resources;
using Spindle.Columnar.Errors;
using Spindle.Sql;

namespace Spindle.Kubernetes.Tests.Applications;

/// <summary>A driver outside the cluster, which shares no disk with its executors and need not be able to dial them.</summary>
public sealed class OutsideDriverTests
{
    [Fact]
    public async Task Large_results_come_by_the_connection_that_executors_open()
    {
        if (await TestImage.OpenAsync() is not { } cluster)
            return;
        await using (cluster)
        {
            using (var session = Over(cluster, ("spark.task.maxDirectResultSize", "1k")))
            {
                var rows = session.Sql("SELECT id, repeat('x', 100) FROM range(100000)").Collect();
                Assert.Equal(100_000, rows.Select(r => (long)r[0]!).Distinct().Count());
            }

            await LeftNothingAsync(cluster);
        }
    }

    [Fact]
    public async Task A_path_of_the_drivers_own_disk_is_refused_in_planning()
    {
        if (await TestImage.OpenAsync() is not { } cluster)
            return;
        await using (cluster)
        {
            var folder = Path.Combine(Path.GetTempPath(), $"spindle-own-{Guid.NewGuid():N}");
            using (var session = Over(cluster))
            {
                var error = Assert.Throws<SpindleException>(() => session.Range(10).Write.Parquet(folder));
                Assert.Equal("SPINDLE_PATH_NOT_SHARED", error.ErrorClass.Name);
                Assert.Contains(folder, error.Message, StringComparison.Ordinal);
            }

            Assert.False(Directory.Exists(folder));
            await LeftNothingAsync(cluster);
        }
    }

    private static Session Over(Cluster cluster, params (string Key, string Value)[] settings)
    {
        var builder = Session.Builder().Master("k8s://").Config("spark.kubernetes.namespace", cluster.Namespace)
            .Config("spark.kubernetes.container.image", TestImage.Name!).Config("spark.kubernetes.container.image.pullPolicy", "Never")
            .Config("spark.executor.instances", 1).Config("spark.executor.memory", "256m").Config("spark.executor.memoryOverhead", "256m").Config("spark.kubernetes.executor.request.cores", "100m");
        foreach (var (key, value) in settings)
            builder.Config(key, value);
        return builder.Create();
    }

    private static async Task LeftNothingAsync(Cluster cluster)
    {
        var managed = new Selection("app.kubernetes.io/managed-by=spindle");
        Assert.Empty((await cluster.Pods.ListAsync(managed)).Items);
        Assert.Empty((await cluster.Client.Of<Secret>(cluster.Namespace).ListAsync(managed)).Items);
        Assert.Empty((await cluster.Client.Of<NetworkPolicy>(cluster.Namespace).ListAsync(managed)).Items);
        Assert.Empty((await cluster.Client.Of<Lease>(cluster.Namespace).ListAsync(managed)).Items);
    }
}
