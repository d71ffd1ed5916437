using System.Diagnostics;
using Spindle.Columnar.Errors;
using Spindle.Driver.Actions;
using Spindle.Testing;

namespace Spindle.Driver.Tests.Cluster;

/// <summary>Groups, pools and figures of queries as a session names and reads them.</summary>
public sealed class SessionJobsTests
{
    private const string Slow = "SELECT count(*) FROM range(200000) a CROSS JOIN range(200000) b WHERE a.id + b.id < 0";

    [Fact]
    public void A_cancelled_group_gives_its_slots_back_at_once()
    {
        using var cluster = new ProbedCluster(1, 1);
        using var running = new ManualResetEventSlim();
        var started = new List<JobStarted>();
        cluster.Heard = news =>
        {
            if (news is JobStarted job)
                lock (started)
                    started.Add(job);
            if (news is TaskLaunched)
                running.Set();
        };
        // The program's own code is compiled before.
        Assert.Equal(10L, cluster.Session.Sql("SELECT count(*) FROM range(10)").Collect()[0][0]);
        running.Reset();
        Exception? end = null;
        var slow = new Thread(() =>
        {
            cluster.Session.SetJobGroup("nightly", "a slow one");
            cluster.Session.SetLocalProperty("spark.scheduler.pool", "reports");
            end = Record.Exception(() => cluster.Session.Sql(Slow).Collect());
        });
        slow.Start();
        Assert.True(running.Wait(TimeSpan.FromSeconds(60)));
        var watch = Stopwatch.StartNew();
        cluster.Session.CancelJobGroup("nightly");
        // It needs the one slot, which is free when the slow task has ended.
        Assert.Equal(10L, cluster.Session.Sql("SELECT count(*) FROM range(10)").Collect()[0][0]);
        var taken = watch.Elapsed;
        Assert.True(slow.Join(TimeSpan.FromSeconds(60)));
        var error = Assert.IsType<SpindleException>(end);
        Assert.Equal("SPARK_JOB_CANCELLED", error.ErrorClass.Name);
        Assert.Contains("group nightly was cancelled", error.Message, StringComparison.Ordinal);
        Console.WriteLine($"the slot of a cancelled task was free and had run another query after {taken.TotalMilliseconds:0} ms");
        // Other tests may run beside in the default tier.
        Assert.True(taken < TimeSpan.FromSeconds(TestTiers.Choose(20, 1, 1)), $"{taken} passed");
        lock (started)
        {
            var job = Assert.Single(started, j => j.Group == "nightly");
            Assert.Equal(("reports", "a slow one"), (job.Pool, job.Description));
            Assert.All(started.Where(j => j != job), j => Assert.Equal(("default", null), (j.Pool, j.Group)));
        }
    }

    [Fact]
    public void A_group_that_was_cancelled_for_good_takes_no_more_queries()
    {
        using var cluster = new ProbedCluster(1, 1);
        cluster.Session.SetJobGroup("gone");
        cluster.Session.CancelJobGroupAndFutureJobs("gone");
        Assert.Equal("SPARK_JOB_CANCELLED", Assert.Throws<SpindleException>(() => cluster.Session.Sql("SELECT count(*) FROM range(10)").Collect()).ErrorClass.Name);
        cluster.Session.ClearJobGroup();
        Assert.Equal(10L, cluster.Session.Sql("SELECT count(*) FROM range(10)").Collect()[0][0]);
    }

    [Fact]
    public void Figures_of_operators_come_from_executors()
    {
        using var cluster = new ProbedCluster(2, 1, ("spark.sql.shuffle.partitions", "4"));
        var text = cluster.Session.Sql("SELECT id % 10 AS k, count(*) AS n FROM range(100000) GROUP BY 1 ORDER BY 1").ExplainText("analyze");
        var lines = text.Split('\n');
        // The scan's rows, counted once; what stands above the exchange has the groups.
        var range = Array.FindIndex(lines, l => l.Contains("Range", StringComparison.Ordinal));
        Assert.Contains("rows 100,000,", lines[range + 1], StringComparison.Ordinal);
        var final = Array.FindIndex(lines, l => l.Contains("Aggregate", StringComparison.Ordinal));
        Assert.Contains("rows 10,", lines[final + 1], StringComparison.Ordinal);
        Assert.Contains("Exchange", text, StringComparison.Ordinal);
    }
}
