using Spindle.Driver.Actions;
using Spindle.Sql;

namespace Spindle.Driver.Tests.Cluster;

/// <summary>Rows that are too many for one task are sorted by ranges, and come in the order in which one process has them, whatever the keys are.</summary>
public sealed class LargeSortTests
{
    private static readonly string[] Orders =
    [
        "text", "text DESC NULLS FIRST", "CAST(id * 7919 % 100003 AS DECIMAL(30, 5)), id", "array(text, CAST(id AS STRING))", "id % 3 = 0, CAST(hash(id) AS DOUBLE) DESC, id", "named_struct('a', id % 1000, 'b', text)",
    ];

    [Fact]
    public void Ranges_are_in_the_order_of_one_process()
    {
        using var cluster = new ProbedCluster(2, 1, ("spark.sql.shuffle.partitions", "4"));
        using var local = Session.Builder().Master("local[1]").Create();
        foreach (var order in Orders)
        {
            var query = $"SELECT id, text FROM (SELECT id, IF(id % 1000 = 7, NULL, concat('a long text with the number ', hash(id), ' of ', id)) AS text FROM range(0, 150000, 1, 6)) ORDER BY {order}, id";
            Assert.Equal(Ids(local, query), Ids(cluster.Session, query));
        }

        cluster.Close();
        var sorted = cluster.Log().Of<StageStarted>().GroupBy(EventLogLines.Job).Select(job => job.Last().GetProperty("tasks").GetInt32()).ToList();
        Assert.Equal(Orders.Length, sorted.Count);
        Assert.All(sorted, tasks => Assert.True(tasks > 1, $"{tasks} task sorts"));
    }

    private static long[] Ids(Session session, string query) => [.. session.Sql(query).Collect().Select(r => (long)r[0]!)];
}
