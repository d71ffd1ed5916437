using Spindle.Client.Kinds;
using Spindle.Client.Resources;
using Spindle.Columnar.Errors;
using Spindle.Sql;
using Spindle.Testing;

namespace Spindle.Kubernetes.Tests.Applications;

/// <summary>Programs over executor pods of a real cluster, their driver outside of it.</summary>
[Collection(nameof(PodApplication))]
public sealed class ExecutorPodTests
{
    private const string Query = "SELECT l_returnflag, count(*), sum(l_quantity) FROM tpch.lineitem JOIN tpch.orders ON l_orderkey = o_orderkey GROUP BY 1 ORDER BY 1";

    [Fact]
    public async Task Rows_are_those_of_one_process_and_nothing_is_left_behind()
    {
        if (await OpenAsync() is not { } cluster)
            return;
        await using (cluster)
        {
            using (var session = Over(cluster))
                Assert.Equal(Local(), Rows(session));
            await LeftNothingAsync(cluster);
        }
    }

    [Fact]
    public async Task A_pod_that_is_deleted_under_a_query_changes_nothing()
    {
        if (await OpenAsync() is not { } cluster)
            return;
        await using (cluster)
        {
            using (var session = Over(cluster))
            {
                var rows = Task.Run(() => Rows(session));
                Pod? victim = null;
                await Cluster.ReachedAsync(async () => (victim = (await cluster.Pods.ListAsync()).Items.FirstOrDefault(p => p.IsReady)) is not null);
                await cluster.Pods.DeleteAsync(victim!.Name, DeleteOptions.Now);
                Assert.Equal(Local(), await rows);
            }

            await LeftNothingAsync(cluster);
        }
    }

    [Fact]
    public async Task An_image_that_is_not_there_is_one_error()
    {
        if (await OpenAsync() is not { } cluster)
            return;
        await using (cluster)
        {
            using (var session = Over(cluster, ("spark.kubernetes.container.image", "localhost/spindle:there-is-none")))
                Assert.Contains("ErrImageNeverPull", Assert.Throws<SpindleException>(() => Rows(session)).Message, StringComparison.Ordinal);
            await LeftNothingAsync(cluster);
        }
    }

    [Fact]
    public async Task A_quota_with_room_for_none_is_one_error_in_the_servers_words()
    {
        if (await OpenAsync() is not { } cluster)
            return;
        await using (cluster)
        {
            var quota = Manifest.For<ResourceQuota>("none");
            quota.Json["spec"] = new System.Text.Json.Nodes.JsonObject { ["hard"] = new System.Text.Json.Nodes.JsonObject { ["pods"] = "0" } };
            await cluster.Client.Of<ResourceQuota>(cluster.Namespace).CreateAsync(quota);
            using (var session = Over(cluster, ("spindle.kubernetes.allocation.refusedTimeout", "3s")))
                Assert.Contains("exceeded quota: none", Assert.Throws<SpindleException>(() => Rows(session)).Message, StringComparison.Ordinal);
            await LeftNothingAsync(cluster);
        }
    }

    private static string? Image => Environment.GetEnvironmentVariable("SPINDLE_TEST_IMAGE");

    private static async Task<Cluster?> OpenAsync()
    {
        if (Image is { Length: > 0 })
            return await Cluster.TryOpenAsync();
        Skipped.Say("executor pods on a Kubernetes cluster (SPINDLE_TEST_IMAGE is not set)");
        return null;
    }

    private static Session Over(Cluster cluster, params (string Key, string Value)[] settings)
    {
        var builder = Session.Builder().Master("k8s://").Config("spindle.tpch.scale", "0.01")
            .Config("spark.kubernetes.namespace", cluster.Namespace).Config("spark.kubernetes.container.image", Image!).Config("spark.kubernetes.container.image.pullPolicy", "Never")
            .Config("spark.executor.instances", 3).Config("spark.executor.memory", "256m").Config("spark.executor.memoryOverhead", "256m").Config("spark.kubernetes.executor.request.cores", "100m");
        foreach (var (key, value) in settings)
            builder.Config(key, value);
        return builder.Create();
    }

    private static List<string> Local()
    {
        using var session = Session.Builder().Master("local[1]").Config("spindle.tpch.scale", "0.01").Create();
        return Rows(session);
    }

    private static List<string> Rows(Session session) => [.. session.Sql(Query).Collect().Select(r => r.ToString()!)];

    private static async Task LeftNothingAsync(Cluster cluster)
    {
        var managed = new Selection("app.kubernetes.io/managed-by=spindle");
        Assert.Empty((await cluster.Pods.ListAsync(managed)).Items);
        Assert.Empty((await cluster.Client.Of<Secret>(cluster.Namespace).ListAsync(managed)).Items);
        Assert.Empty((await cluster.Client.Of<NetworkPolicy>(cluster.Namespace).ListAsync(managed)).Items);
        Assert.Empty((await cluster.Client.Of<Lease>(cluster.Namespace).ListAsync(managed)).Items);
    }
}
