using static Spindle.Sql.Functions;

namespace Spindle.Sql.Tests;

/// <summary>Kept rows: where they lie, and that they give way to queries.</summary>
public class CacheTests : Sessions
{
    private const long Rows = 400_000;

    private Session Small(string memory = "24m") => Session.Builder().Master("local[2]").Memory(memory).Config("spindle.spill.dir", Path("spill")).Create();

    // 24 bytes a row and more: more than the budget altogether.
    private static DataFrame Wide(Session session, long from = 0) =>
        session.Range(from, from + Rows).Select(Col("id"), (Col("id") * 7 % 1000).As("k"), Concat(Lit("a text of some length "), Col("id").Cast("string")).As("text"));

    private static (long, long, string?) Summary(DataFrame frame)
    {
        var row = frame.Agg(Count("*"), Sum("id"), Max("text")).First()!;
        return (row.Get<long>(0), row.Get<long>(1), row.Get<string?>(2));
    }

    private string[] Files() => Directory.Exists(Path("spill")) ? Directory.GetFiles(Path("spill"), "*", SearchOption.AllDirectories) : [];

    [Theory]
    [InlineData(StorageLevel.MemoryAndDisk)]
    [InlineData(StorageLevel.DiskOnly)]
    public void Rows_past_the_budget_lie_on_disk(StorageLevel level)
    {
        using (var session = Small("12m"))
        {
            var frame = Wide(session).Persist(level);
            var expected = (Rows, Rows * (Rows - 1) / 2, "a text of some length 99999");
            Assert.Equal(expected, Summary(frame));
            Assert.NotEmpty(Files());
            Assert.Equal(expected, Summary(frame));
            Assert.Equal(1000, frame.GroupBy("k").Count().Where("count = 400").Count());
            Assert.Equal(12, frame.Where(Col("id") > Rows - 13).Select("text").Count());
            frame.Unpersist();
            Assert.Empty(Files());
            Assert.Equal(expected, Summary(frame));
        }

        Assert.False(Directory.Exists(Path("spill")));
    }

    [Fact]
    public void What_does_not_fit_into_memory_alone_is_computed_again()
    {
        using var session = Small();
        var frame = Wide(session).Persist(StorageLevel.MemoryOnly);
        Assert.Equal(Rows, Summary(frame).Item1);
        Assert.Empty(Files());
        Assert.Equal(Rows, Summary(frame).Item1);
    }

    [Fact]
    public void Kept_rows_are_not_computed_twice()
    {
        var frame = Session.Range(1000).Select(Col("id"), Rand().As("r")).Persist(StorageLevel.MemoryOnly);
        Assert.Equal(Sorted(frame), Sorted(frame));
        var used = Session.State.Budget.Used;
        Assert.True(used > 16_000);
        Assert.Equal(Sorted(frame.Join(frame.Select(Col("id").As("other"), Col("r").As("s")), Col("id") == Col("other")).Select("id", "s")), Sorted(frame));
        frame.Unpersist();
        Assert.Equal(0, Session.State.Budget.Used);
        Assert.NotEqual(Sorted(frame), Sorted(frame));
    }

    [Fact]
    public void A_view_of_a_kept_frame_reads_what_is_kept()
    {
        var frame = Session.Range(1000).Select(Col("id"), Rand().As("r"));
        frame.CreateOrReplaceTempView("drawn");
        Session.Sql("SELECT r, id FROM drawn").CreateOrReplaceTempView("turned");
        frame.Persist(StorageLevel.MemoryOnly);
        var kept = Sorted(frame);
        Assert.Equal(kept, Sorted(Session.Sql("SELECT * FROM drawn")));
        Assert.Equal(kept, Sorted(Session.Sql("SELECT id, r FROM turned")));
        Assert.Equal(kept, Sorted(Session.Table("drawn")));
        frame.Unpersist();
        Assert.NotEqual(kept, Sorted(Session.Sql("SELECT * FROM drawn")));
    }

    [Fact]
    public void Execution_goes_before_the_cache()
    {
        using var session = Small();
        var kept = session.Range(300_000).Select(Col("id"), (Col("id") % 10).As("k")).Persist(StorageLevel.MemoryOnly);
        var moved = session.Range(300_000).Select(Col("id"), (Col("id") % 7).As("k")).Cache();
        Assert.Equal(300_000, kept.Count());
        Assert.Equal(300_000, moved.Count());
        Assert.True(session.State.Budget.Used > 6 << 20);
        // A sort that wants all the memory there is.
        Assert.Equal(99_999, Wide(session).OrderBy(Col("text").Desc()).Select("id").Take(1)[0].Get<long>(0));
        Assert.Equal(Rows, Wide(session).GroupBy("text").Count().Count());
        Assert.Equal(10, kept.GroupBy("k").Count().Count());
        Assert.Equal(7, moved.GroupBy("k").Count().Count());
    }

    [Fact]
    public void Tables_are_kept_by_name()
    {
        using var session = Small();
        session.Sql("create temp view v as select id, uuid() as u from range(50000)");
        session.Sql("cache table v");
        Assert.Equal(Sorted(session.Sql("select u from v")), Sorted(session.Sql("select u from v")));
        session.Sql("cache table w as select id * 2 as d from v");
        Assert.Equal(50_000, session.Table("w").Count());
        session.Sql("uncache table v");
        Assert.NotEqual(Sorted(session.Sql("select u from v")), Sorted(session.Sql("select u from v")));
        session.Sql("clear cache");
    }
}
