using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Spindle.Client.Pods;
using Spindle.Client.Resources;
using Spindle.Driver.Actions;

namespace Spindle.Kubernetes.Tests.Applications;

/// <summary>How long it takes from the start of an executor's container to its first task, while a query waits for it; <c>benchmarks/results/kubernetes.md</c> has the lines that it prints.</summary>
[Collection(nameof(PodApplication))]
public sealed partial class StartTimeTests
{
    // What a quiet machine takes is a second; this one may be busy.
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(6);

    [Fact]
    public async Task A_query_that_waits_gets_its_first_task_soon_after_the_container_has_started()
    {
        var logs = Directory.CreateTempSubdirectory("spindle-start-");
        try
        {
            if (await PodApplication.TryOpenAsync(("spark.eventLog.dir", logs.FullName)) is not { } app)
                return;
            await using (app)
            {
                var rows = Task.Run(() => PodApplication.Rows(app.Session, "SELECT sum(hash(id)) FROM range(0, 90000000, 1, 90)"));
                await Cluster.ReachedAsync(() => Task.FromResult(app.News.OfType<TaskEnded>().Select(t => t.Executor.Id).Distinct().Count() == 3));
                var pods = (await app.Cluster.Pods.ListAsync(new Selection("spark-role=executor"))).Items;
                var starts = new Dictionary<string, (DateTimeOffset Told, DateTimeOffset Exact, TimeSpan Ready)>();
                foreach (var pod in pods)
                    starts[PodApplication.ExecutorOf(pod.Name)] = await StartOfAsync(app, pod);
                await rows.WaitAsync(Cluster.Deadline);
                await app.CloseAsync();

                var lines = File.ReadLines(Assert.Single(logs.GetFiles()).FullName).Select(l => JsonDocument.Parse(l).RootElement).ToList();
                var began = DateTimeOffset.FromUnixTimeMilliseconds(lines[0].GetProperty("startedUnixMilliseconds").GetInt64());
                var firsts = new List<TimeSpan>();
                foreach (var (executor, start) in starts.OrderBy(s => s.Key, StringComparer.Ordinal))
                {
                    var first = began + First(lines, nameof(TaskLaunched), executor);
                    var ended = began + First(lines, nameof(TaskEnded), executor);
                    firsts.Add(first - start.Exact);
                    Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                        $"| executor {executor} | {start.Ready.TotalSeconds:0.00} | {(first - start.Exact).TotalSeconds:0.00} | {(ended - start.Exact).TotalSeconds:0.00} | {(first - start.Told).TotalSeconds:0.00} |"));
                }

                Assert.All(firsts, f => Assert.InRange(f, TimeSpan.Zero, Most));
            }
        }
        finally
        {
            logs.Delete(recursive: true);
        }
    }

    private static TimeSpan First(List<JsonElement> lines, string happened, string executor) =>
        TimeSpan.FromMilliseconds(lines.First(l => l.GetProperty("event").GetString() == happened && l.GetProperty("executor").GetProperty("id").GetString() == executor).GetProperty("time").GetInt64());

    // The status tells whole seconds alone; the executor says by itself how old its process is, in a line to which the kubelet gives its time.
    private static async Task<(DateTimeOffset Told, DateTimeOffset Exact, TimeSpan Ready)> StartOfAsync(PodApplication app, Spindle.Client.Kinds.Pod pod)
    {
        var told = pod.ContainerOf("spindle-executor")!.RunningSince!.Value;
        await foreach (var line in app.Cluster.Pods.LogAsync(pod.Name, new LogOptions(Timestamps: true)))
            if (ReadyLine().Match(line) is { Success: true } ready)
            {
                var age = TimeSpan.FromSeconds(double.Parse(ready.Groups[2].ValueSpan, CultureInfo.InvariantCulture));
                return (told, DateTimeOffset.Parse(ready.Groups[1].ValueSpan, CultureInfo.InvariantCulture) - age, age);
            }

        throw new InvalidOperationException($"{pod.Name} never said that it was ready");
    }

    [GeneratedRegex(@"^(\S+) ready ([0-9.]+) s ")]
    private static partial Regex ReadyLine();
}
