using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Spindle.Client.Kinds;
using Spindle.Client.Pods;
using Spindle.Client.Resources;
using Spindle.Driver.Actions;

namespace Spindle.Kubernetes.Tests.Applications;

/// <summary>What it costs when a node autoscaler takes an executor away in the midst of a shuffle, with time to hand its blocks over and without; <c>benchmarks/results/kubernetes.md</c> has the lines that it prints.</summary>
[Collection(nameof(PodApplication))]
public sealed class EvictionCostTests
{
    private const string Disrupted = "karpenter.sh/disrupted";

    // Digests of digests: outputs that take far longer to compute than to hand over.
    private static readonly string Query = $"SELECT count(*), max(d), sum(n) FROM (SELECT d, count(*) AS n FROM (SELECT {string.Concat(Enumerable.Repeat("sha2(", 40))}string(id){string.Concat(Enumerable.Repeat(", 256)", 40))} AS d FROM range(0, 480000, 1, 24)) GROUP BY d)";

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(110);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Blocks_that_are_handed_over_are_not_computed_again(bool drains)
    {
        if (await PodApplication.TryOpenAsync(("spark.kubernetes.executor.terminationGracePeriodSeconds", "110s"), ("spark.decommission.enabled", drains ? "true" : "false")) is not { } app)
            return;
        await using (app)
        {
            var what = drains ? "drains" : "ends at once";
            var expected = await Task.Run(() => PodApplication.Rows(app.Session, Query));
            await MeasureAsync(app, expected, $"{what}: nobody is evicted", _ => Task.CompletedTask);
            var node = "";
            (int Needed, int Again) tasks;
            try
            {
                tasks = await MeasureAsync(app, expected, $"{what}: tainted and evicted", async victim =>
                {
                    // The node takes nobody from now on, so that what the executor did is done by those that are left.
                    node = (await app.Cluster.Pods.GetAsync(victim)).Node!;
                    await TaintAsync(app.Cluster, node, true);
                    Assert.True(await app.Cluster.Pods.EvictAsync(victim, new DeleteOptions(Grace)));
                    await app.RemovalOfAsync(victim);
                });
            }
            finally
            {
                if (node.Length > 0)
                    await TaintAsync(app.Cluster, node, false);
            }

            // Without, as much is lost as nobody had read by then.
            Assert.True(drains ? tasks.Again == 0 : tasks.Again > 0 || tasks.Needed == 0, $"{tasks.Again} tasks ran again; {tasks.Needed} that ran or whose output was needed went with the executor");
            await app.CloseAsync();
        }
    }

    private static async Task TaintAsync(Cluster cluster, string node, bool isDisrupted)
    {
        var nodes = cluster.Client.Of<Node>();
        var taints = (await nodes.GetAsync(node)).Taints.Where(t => t.Key != Disrupted).ToList();
        if (isDisrupted)
            taints.Add(new Taint(Disrupted, "", "NoSchedule"));
        await nodes.PatchAsync(node, new JsonObject { ["spec"] = new JsonObject { ["taints"] = new JsonArray([.. taints.Select(t => (JsonNode)new JsonObject { ["key"] = t.Key, ["value"] = t.Value, ["effect"] = t.Effect })]) } });
    }

    /// <returns>Tasks that ran on executors that went, or whose output was needed and went with them; tasks that ran again.</returns>
    private static async Task<(int Needed, int Again)> MeasureAsync(PodApplication app, List<string> expected, string what, Func<string, Task> strike)
    {
        await Cluster.ReachedAsync(async () => (await app.Cluster.Pods.ListAsync(new Selection("spark-role=executor"))).Items.Count(p => p.IsReady && !p.Metadata.IsDeleting) == 3);
        var before = app.News.Count;
        var time = Stopwatch.StartNew();
        var rows = Task.Run(() => PodApplication.Rows(app.Session, Query));
        var job = (await app.HearAsync<JobStarted>(j => j.Job.Value > app.News.Take(before).OfType<JobStarted>().Max(b => b.Job.Value))).Job;
        // Half of the map outputs stand.
        var first = await app.HearAsync<StageStarted>(s => s.Job == job);
        var holder = (await app.HearAsync<TaskEnded>(t => t.Attempt.Job == job && app.News.Skip(before).OfType<TaskEnded>().Count(e => e.Attempt.Job == job && e.Status == AttemptStatus.Succeeded) >= first.Tasks / 2)).Executor;
        var pod = (await app.Cluster.Pods.ListAsync(new Selection($"spark-exec-id={holder.Id}"))).Items.Single().Name;
        await strike(pod);
        Assert.Equal(expected, await rows.WaitAsync(Cluster.Deadline));
        var wall = time.Elapsed;

        var news = app.News.Skip(before).ToList();
        var written = news.OfType<TaskEnded>().Where(t => t.Attempt.Job == job && t.Figures is not null).GroupBy(t => (t.Attempt.Stage, t.Attempt.Partition)).ToDictionary(g => g.Key, g => g.First().Figures!.BytesWritten);
        var moved = news.OfType<BlocksHandedOver>().Where(b => b.Job == job).SelectMany(b => b.Blocks.Select(map => written.GetValueOrDefault((b.Stage, map)))).ToList();
        var again = app.TasksRunAgain(job);
        var ended = news.OfType<TaskEnded>().Where(t => t.Attempt.Job == job).ToList();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {what} | {wall.TotalSeconds:0.0} | {moved.Count} | {moved.Sum() / 1e6:0.0} | {again} | {ended.Select(t => (t.Attempt.Stage, t.Attempt.Partition)).Distinct().Count()} | {ended.Sum(t => t.Milliseconds) / 1e3:0.0} |"));
        return (news.OfType<ExecutorRemoved>().Sum(r => r.RunningTasks + r.LostOutputs), again);
    }
}
