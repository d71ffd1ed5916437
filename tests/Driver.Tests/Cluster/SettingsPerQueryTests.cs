using Spindle.Sql;

namespace Spindle.Driver.Tests.Cluster;

/// <summary>Settings of queries that a session changes between them, as executors see them.</summary>
public sealed class SettingsPerQueryTests
{
    [Fact]
    public void Exchanges_and_broadcasts_follow_the_session()
    {
        using var session = Session.Builder().Master("local-cluster[1,2,512m]").Config("spark.sql.shuffle.partitions", 5).Create();
        const string Groups = "EXPLAIN SELECT id % 10, count(*) FROM range(1000000) GROUP BY 1";
        const string Join = "EXPLAIN SELECT l.id FROM range(1000000) l JOIN range(100) r ON l.id = r.id";
        var (five, broadcast) = (Plan(session, Groups), Plan(session, Join));
        session.Sql("SET spark.sql.shuffle.partitions = 7").Collect();
        session.Conf.Set("spark.sql.autoBroadcastJoinThreshold", "-1");
        Assert.NotEqual(five, Plan(session, Groups));
        Assert.Equal(five, Plan(session, Groups).Replace("7", "5", StringComparison.Ordinal));
        Assert.NotEqual(broadcast, Plan(session, Join));
    }

    [Fact]
    public void Adaptive_execution_follows_the_session()
    {
        using var session = Session.Builder().Master("local-cluster[1,2,512m]").Config("spark.sql.shuffle.partitions", 6).Create();
        var adapted = Tasks(session);
        session.Conf.Set("spark.sql.adaptive.enabled", false);
        Assert.Equal(6, Tasks(session));
        Assert.True(adapted < 6, $"{adapted} tasks");
    }

    // Each task of the last stage has an id of its own.
    private static int Tasks(Session session) =>
        session.Sql("SELECT DISTINCT spark_partition_id() FROM (SELECT id % 100 AS k, count(*) FROM range(10000) GROUP BY 1)").Collect().Count;

    private static string Plan(Session session, string statement) => (string)session.Sql(statement).Collect()[0][0]!;
}
