using Spindle.Columnar.Errors;
using Spindle.Sql;
using static Spindle.Sql.Functions;

namespace Spindle.UserCode.Tests;

public sealed class AggregateTests
{
    private static readonly Session Session = Sessions.Shared;

    [Fact]
    public void Four_lambdas_make_an_aggregate_for_sql_and_frames()
    {
        Session.Udf.RegisterAggregate("mean_of", () => (Sum: 0.0, Count: 0L), ((double Sum, long Count) s, double x) => (s.Sum + x, s.Count + 1),
            ((double Sum, long Count) a, (double Sum, long Count) b) => (a.Sum + b.Sum, a.Count + b.Count), ((double Sum, long Count) s) => s.Count == 0 ? (double?)null : s.Sum / s.Count);
        var rows = Session.Sql("SELECT id % 10 AS k, mean_of(id) AS m, avg(id) AS a, mean_of(IF(id < 0, id, NULL)) AS n FROM range(20000) GROUP BY id % 10").Collect();
        Assert.Equal(10, rows.Count);
        Assert.All(rows, r => Assert.Equal(r.Get<double>("a"), r.Get<double>("m"), 9));
        Assert.All(rows, r => Assert.Null(r["n"]));
        Assert.Equal(9999.5, Session.Range(20000).Agg(CallUdf("mean_of", "id")).Collect()[0].Get<double>(0), 9);
    }

    [Fact]
    public void A_class_with_a_record_state_and_captured_settings()
    {
        var longest = Udaf(new Longest(3));
        var rows = Session.Sql("SELECT * FROM VALUES ('a', 'xx'), ('a', 'yyyy'), ('b', 'z'), ('b', NULL), ('a', 'zzzz') AS t(k, v)").GroupBy("k").Agg(longest.Apply("v").As("w")).OrderBy("k").Collect();
        Assert.Equal(["yyyy!3", "z!3"], rows.Select(r => r["w"]));
    }

    [Fact]
    public void Windows_distinct_and_filter_work_as_for_others()
    {
        Session.Udf.RegisterAggregate("total", () => 0L, (long s, long x) => s + x, (long a, long b) => a + b, (long s) => s);
        var rows = Session.Sql("SELECT id, total(id) OVER (ORDER BY id) AS running, total(id) OVER (PARTITION BY id % 2) AS part FROM range(6) ORDER BY id").Collect();
        Assert.Equal([0L, 1, 3, 6, 10, 15], rows.Select(r => r.Get<long>("running")));
        Assert.Equal([6L, 9, 6, 9, 6, 9], rows.Select(r => r.Get<long>("part")));
        var row = Session.Sql("SELECT total(DISTINCT id % 3) AS d, total(id) FILTER (WHERE id > 7) AS f FROM range(10)").Collect()[0];
        Assert.Equal([3L, 17L], row);
    }

    [Fact]
    public void States_spill_and_come_back()
    {
        using var session = Session.Builder().Master("local[2]").Memory("256m").Config("spindle.test.spillEverything", true).Create();
        session.Udf.RegisterAggregate("joined", () => new List<long>(), (List<long> s, long x) => Added(s, x), (List<long> a, List<long> b) => a.Concat(b).ToList(), (List<long> s) => s.Sum());
        var rows = session.Sql("SELECT id % 1000 AS k, joined(id) AS s, sum(id) AS t FROM range(50000) GROUP BY id % 1000").Collect();
        Assert.Equal(1000, rows.Count);
        Assert.All(rows, r => Assert.Equal(r["t"], r["s"]));
    }

    [Fact]
    public void What_it_throws_is_inside_the_error()
    {
        var broken = Udaf(() => 0L, (long s, long x) => x < 2 ? s : throw new FormatException("two"), (long a, long b) => a, (long s) => s);
        var error = Assert.Throws<SpindleException>(() => Session.Range(5).Agg(broken.Apply("id")).Collect());
        Assert.Equal("FAILED_EXECUTE_UDF", error.ErrorClass.Name);
        Assert.Contains("FormatException: two", error.Message, StringComparison.Ordinal);
    }

    private static List<long> Added(List<long> list, long value)
    {
        list.Add(value);
        return list;
    }

    public sealed record Best(string? Text);

    private sealed class Longest(int mark) : Aggregator<string?, Best, string?>
    {
        public override Best Zero() => new((string?)null);

        public override Best Reduce(Best state, string? value) => value is not null && value.Length > (state.Text?.Length ?? 0) ? new Best(value) : state;

        public override Best Merge(Best left, Best right) => Reduce(left, right.Text);

        public override string? Finish(Best state) => $"{state.Text}!{mark}";
    }
}
