using Spindle.Driver.Actions;
using Spindle.Sql;

namespace Spindle.Driver.Tests.Cluster;

/// <summary>The table of a broadcast is made once a process, whatever number of tasks probes it, and the answer is that of one process.</summary>
public sealed class SharedTableTests
{
    // An inner join, one that keeps all rows of the left side, one that asks for a match, and one without keys; the small side in two joins of one stage.
    private static readonly string[] Queries =
    [
        "SELECT s_nationkey, count(*), sum(l_extendedprice) FROM lineitem JOIN supplier ON l_suppkey = s_suppkey WHERE s_acctbal > 0 GROUP BY s_nationkey",
        "SELECT s_nationkey, count(*) FROM lineitem LEFT JOIN (SELECT * FROM supplier WHERE s_acctbal > 3000) ON l_suppkey = s_suppkey GROUP BY s_nationkey",
        "SELECT count(*), sum(l_orderkey) FROM lineitem WHERE l_suppkey NOT IN (SELECT s_suppkey FROM supplier WHERE s_acctbal < 0)",
        "SELECT count(*), sum(l_orderkey) FROM lineitem JOIN (SELECT max(s_suppkey) AS m FROM supplier WHERE s_acctbal < 5000) ON l_suppkey < m",
        "SELECT a.s_nationkey, count(*) FROM lineitem JOIN supplier a ON l_suppkey = a.s_suppkey JOIN supplier b ON l_suppkey = b.s_suppkey AND b.s_acctbal > 0 GROUP BY a.s_nationkey",
    ];

    [Fact]
    public void One_table_a_process()
    {
        using var cluster = new ProbedCluster(1, 2, ("spark.sql.shuffle.partitions", "3"), ("spark.sql.files.maxPartitionBytes", "64k"));
        using var local = Session.Builder().Master("local[1]").Create();
        FaultPhase.Open(local);
        FaultPhase.Open(cluster.Session);
        foreach (var query in Queries)
            Assert.Equal(FaultPhase.Rows(local.Sql(query)), FaultPhase.Rows(cluster.Session.Sql(query)));
        cluster.Close();
        // Of the tasks that scan lineitem, which has more rows than there are suppliers, one alone has fetched these.
        var tasks = cluster.Log().Of<TaskEnded>().Where(e => EventLogLines.Job(e.GetProperty("attempt")) == 1).Select(e => e.GetProperty("figures")).Where(f => f.GetProperty("rowsRead").GetInt64() > 200).ToList();
        Assert.True(tasks.Count > 1, $"{tasks.Count} tasks");
        Assert.Single(tasks, f => f.GetProperty("bytesFetched").GetInt64() > 0);
        Console.WriteLine($"{tasks.Count} tasks probed one table");
    }
}
