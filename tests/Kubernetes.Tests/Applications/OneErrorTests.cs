using System.Diagnostics;
using Spindle.Client.Kinds;
using Spindle.Client.Resources;
using Spindle.Columnar.Errors;

namespace Spindle.Kubernetes.Tests.Applications;

/// <summary>What no executor pod mends ends the query with one error that names the cause, within half a minute, and nothing is left behind.</summary>
[Collection(nameof(PodApplication))]
public sealed class OneErrorTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_quota_has_room_for_none()
    {
        if (await PodApplication.TryOpenClusterAsync() is not { } cluster)
            return;
        await cluster.LimitPodsAsync("none", 0);
        await using var app = await PodApplication.OverAsync(cluster);
        Assert.Contains("exceeded quota: none", await ErrorAsync(app.RunAsync()), StringComparison.Ordinal);
        await app.CloseAsync();
    }

    [Fact]
    public async Task The_image_is_not_there()
    {
        if (await PodApplication.TryOpenAsync(("spark.kubernetes.container.image", "localhost/spindle:there-is-none")) is not { } app)
            return;
        await using (app)
        {
            Assert.Contains("ErrImageNeverPull", await ErrorAsync(app.RunAsync()), StringComparison.Ordinal);
            await app.CloseAsync();
        }
    }

    [Fact]
    public async Task The_namespace_is_deleted()
    {
        if (await PodApplication.TryOpenAsync() is not { } app)
            return;
        await using (app)
        {
            var rows = app.RunAsync();
            await app.Gate.HeldAsync(3);
            var deleting = app.Cluster.Client.Of<Namespace>().DeleteAsync(app.Cluster.Namespace);
            Assert.Contains("because it is being terminated", await ErrorAsync(rows), StringComparison.Ordinal);
            await deleting;
            app.Session.Dispose();
            await Cluster.ReachedAsync(async () => await app.Cluster.Client.Of<Namespace>().FindAsync(app.Cluster.Namespace) is null);
        }
    }

    private static async Task<string> ErrorAsync(Task<List<string>> rows)
    {
        var time = Stopwatch.StartNew();
        var error = await Assert.ThrowsAsync<SpindleException>(() => rows.WaitAsync(Cluster.Deadline));
        Assert.True(time.Elapsed < Soon, $"the error came after {time.Elapsed.TotalSeconds:0.0} s: {error.Message}");
        Console.WriteLine($"after {time.Elapsed.TotalSeconds:0.0} s: {error.Message}");
        return error.Message;
    }
}
