using Spindle.Columnar.Errors;

namespace Spindle.Sql.Tests;

/// <summary>Groups of queries in one process.</summary>
public sealed class JobGroupTests
{
    [Fact]
    public void A_cancelled_group_ends_its_queries_and_no_other()
    {
        using var session = Session.Builder().Master("local[2]").Create();
        var end = Group(session, "slow", () =>
        {
            using var batches = session.Range(long.MaxValue).Batches().GetEnumerator();
            Assert.True(batches.MoveNext());
            session.CancelJobGroup("other");
            Assert.True(batches.MoveNext());
            session.CancelJobGroup("slow");
            while (batches.MoveNext())
            {
                // What was under way still comes.
            }
        });
        var error = Assert.IsType<SpindleException>(end);
        Assert.Equal("SPARK_JOB_CANCELLED", error.ErrorClass.Name);
        Assert.Equal(3, session.Range(3).Count());
        Assert.Null(Group(session, "slow", () => session.Range(3).Count()));
        session.CancelJobGroupAndFutureJobs("slow");
        Assert.IsType<SpindleException>(Group(session, "slow", () => session.Range(3).Count()));
        Assert.Throws<ArgumentException>(() => session.SetLocalProperty("spark.no.such", "x"));
    }

    // What a flow of control sets ends with it.
    private static Exception? Group(Session session, string name, Action work)
    {
        Exception? end = null;
        var thread = new Thread(() =>
        {
            session.SetJobGroup(name);
            end = Record.Exception(work);
        });
        thread.Start();
        thread.Join();
        return end;
    }
}
