using System.Globalization;
using System.Text.RegularExpressions;
using Spindle.Driver.Actions;

namespace Spindle.Driver.Tests.Cluster;

/// <summary>What an application shows of itself: figures over HTTP, and settings that reach executors, seen in what these do.</summary>
public sealed partial class ObservedClusterTests
{
    [Fact]
    public async Task Metrics_are_served_in_Prometheus_text_format()
    {
        using var cluster = new ProbedCluster(1, 1, ("spindle.metrics.address", "127.0.0.1:0"), ("spark.executor.heartbeatInterval", "50ms"), ("spark.sql.shuffle.partitions", "2"));
        cluster.Session.Sql("SELECT id % 10, count(*) FROM range(100000) GROUP BY 1").Collect();
        using var client = new HttpClient();
        var address = cluster.Metrics!;
        // An executor's own figures come with its next heartbeat.
        var text = await client.GetStringAsync(address);
        for (var deadline = Environment.TickCount64 + 30_000; !text.Contains("spindle_executor_memory_limit_bytes{", StringComparison.Ordinal) && Environment.TickCount64 < deadline;)
            text = await client.GetStringAsync(address);
        foreach (var line in text.TrimEnd('\n').Split('\n'))
            Assert.True(Comment().IsMatch(line) || Sample().IsMatch(line), line);
        Assert.True(Value(text, "spindle_tasks_total", "succeeded") >= 2);
        Assert.Equal(0, Value(text, "spindle_tasks_total", "failed"));
        Assert.Equal(1, Value(text, "spindle_jobs_total", "succeeded"));
        Assert.Equal(1, Value(text, "spindle_executors", ""));
        Assert.True(Value(text, "spindle_shuffle_bytes_fetched_total", "") > 0);
        Assert.Equal(512L << 20, Value(text, "spindle_executor_memory_limit_bytes", "executor=\"1\""));
        Assert.Equal(System.Net.HttpStatusCode.NotFound, (await client.GetAsync(new Uri(address, "/other"))).StatusCode);
    }

    [Fact]
    public void Executors_that_leave_with_their_application_are_not_logged_as_lost()
    {
        using var cluster = new ProbedCluster(2, 1);
        Assert.Equal(100L, cluster.Session.Range(100).Count());
        cluster.AwaitExecutors(2);
        cluster.Close();
        Assert.All(cluster.Log().Of<ExecutorRemoved>(), removed => Assert.Equal(("ApplicationEnded", "the application ended"), (EventLogLines.Text(removed, "reason"), EventLogLines.Text(removed, "message"))));
        Assert.Equal(2, cluster.Log().Of<ExecutorRemoved>().Count());
    }

    [Fact]
    public void The_codec_of_the_shuffle_is_the_settings()
    {
        var (lz4, none, uncompressed) = (Written(("spark.io.compression.codec", "lz4")), Written(("spark.io.compression.codec", "none")), Written(("spark.shuffle.compress", "false")));
        Assert.True(lz4 * 2 < none, $"{lz4} bytes with lz4, {none} without");
        Assert.Equal(none, uncompressed);
    }

    private static long Written((string, string) setting)
    {
        using var cluster = new ProbedCluster(1, 1, setting, ("spark.sql.shuffle.partitions", "2"));
        cluster.Session.Sql("SELECT s, count(*) FROM (SELECT repeat('abc', 30) || CAST(id % 50000 AS STRING) AS s FROM range(100000)) GROUP BY 1").Count();
        cluster.Close();
        var first = cluster.Log().Of<TaskEnded>().Where(e => e.GetProperty("attempt").GetProperty("stage").GetInt32() == 0);
        return first.Sum(e => e.GetProperty("figures").GetProperty("bytesWritten").GetInt64());
    }

    private static long Value(string text, string name, string label) => long.Parse(
        text.Split('\n').Single(l => l.StartsWith(name + "{", StringComparison.Ordinal) && (label.Length == 0 || l.Contains(label, StringComparison.Ordinal))).Split(' ')[^1], CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^# (HELP [a-z_]+ .+|TYPE [a-z_]+ (counter|gauge))$")]
    private static partial Regex Comment();

    [GeneratedRegex(@"^[a-z_]+\{[a-z]+=""[^""]*""(,[a-z]+=""[^""]*"")*\} \d+$")]
    private static partial Regex Sample();
}
