using Spindle.Driver.Actions;
using Spindle.Sql;

namespace Spindle.Driver.Tests.Cluster;

/// <summary>What a query does over executors changes with what its finished stages turn out to be.</summary>
public sealed class AdaptiveJoinTests
{
    private const double Scale = 0.02;

    // Estimates never make a copy of a side, so that what is copied was found to be small.
    private static readonly (string, string)[] Settings =
        [("spark.sql.autoBroadcastJoinThreshold", "-1"), ("spark.sql.adaptive.autoBroadcastJoinThreshold", "200k"), ("spark.sql.shuffle.partitions", "6"), ("spark.sql.files.maxPartitionBytes", "512k")];

    private const string Small = """
        SELECT o_orderpriority, count(*), sum(l_extendedprice) FROM lineitem JOIN orders ON l_orderkey = o_orderkey
        WHERE o_comment LIKE '%furiously%special%' GROUP BY o_orderpriority
        """;

    private const string Large = "SELECT o_orderpriority, count(*), max(l_comment) FROM lineitem JOIN orders ON l_orderkey = o_orderkey GROUP BY o_orderpriority";

    [Fact]
    public void A_side_that_turns_out_to_be_small_is_read_whole_and_the_other_as_it_lies()
    {
        using var cluster = new ProbedCluster(2, 1, Settings);
        cluster.AwaitExecutors(2);
        using var local = Open(Session.Builder().Master("local[1]").Create());
        Open(cluster.Session);
        foreach (var query in new[] { Small, Large })
            Assert.Equal(FaultPhase.Rows(local.Sql(query)), FaultPhase.Rows(cluster.Session.Sql(query)));
        cluster.Close();
        var log = cluster.Log();
        var adapted = Assert.Single(log.Of<StageAdapted>());
        Assert.Equal(1, EventLogLines.Job(adapted));
        Assert.Matches("stage 1 whole", EventLogLines.Text(adapted, "adaptation"));
        // A task a map, or neighbouring maps, of the large side; no more partitions than maps.
        var stage = EventLogLines.Number(adapted, "stage");
        Console.WriteLine($"stage {stage} {EventLogLines.Text(adapted, "adaptation")}");
        Assert.Contains(log.Of<StageStarted>(), e => EventLogLines.Job(e) == 1 && EventLogLines.Number(e, "stage") == stage);
    }

    private static Session Open(Session session)
    {
        foreach (var table in new[] { "lineitem", "orders" })
            session.Read.Option("scale", Scale).Table($"tpch.{table}").CreateOrReplaceTempView(table);
        return session;
    }
}
