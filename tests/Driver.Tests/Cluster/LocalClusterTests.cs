using Spindle.Columnar.Errors;
using Spindle.Sql;

namespace Spindle.Driver.Tests.Cluster;

/// <summary>A session over executor processes, as a program opens it.</summary>
public sealed class LocalClusterTests
{
    [Fact]
    public void Answers_errors_and_orders_are_those_of_one_process()
    {
        using var session = Session.Builder().Master("local-cluster[2,2,512m]").Config("spark.sql.ansi.enabled", true).Create();
        Assert.Equal("local-cluster[2,2,512m]", session.Master);
        Assert.Equal(4_999_950_000L, session.Sql("SELECT sum(id) FROM range(100000)").Collect()[0][0]);
        Assert.Equal([.. Enumerable.Range(0, 1_000).Select(i => (object)(long)(999 - i))], session.Sql("SELECT id FROM range(1000) ORDER BY id DESC").Collect().Select(r => r[0]!));
        Assert.Equal(10, session.Sql("SELECT id % 10, count(*) FROM range(100000) GROUP BY 1").Collect().Count);
        Assert.Equal(10, session.Range(0, 10, 1, 25).Collect().Count);
        session.Range(0, 10, 1, 25).Write.Format("noop").Mode(SaveMode.Append).Save();
        var error = Assert.Throws<SpindleException>(() => session.Sql("SELECT sum(1 div (id - 500)) FROM range(1000)").Collect());
        Assert.Equal("DIVIDE_BY_ZERO", error.ErrorClass.Name);
        Assert.True(error.Origin.IsKnown);
    }

    [Theory]
    [InlineData("local-cluster[2]")]
    [InlineData("local-cluster[0,1,1g]")]
    [InlineData("mesos://here")]
    public void A_master_of_no_known_form_is_refused(string master) =>
        Assert.StartsWith("INVALID_CONF_VALUE", Assert.Throws<SpindleException>(() => Session.Builder().Master(master).Create()).ErrorClass.Name, StringComparison.Ordinal);
}
