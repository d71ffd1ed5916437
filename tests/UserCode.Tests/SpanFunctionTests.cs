using Spindle.Columnar.Errors;
using Spindle.Sql;
using static Spindle.Sql.Functions;

namespace Spindle.UserCode.Tests;

public sealed class SpanFunctionTests
{
    private static readonly Session Session = Sessions.Shared;

    [Fact]
    public void Spans_are_read_and_written_in_place()
    {
        var calls = Udf((ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> result) =>
        {
            for (var i = 0; i < result.Length; i++)
                result[i] = a[i] + (b[i] * result.Length);
        });
        var rows = Session.Range(10).Select(Col("id").Cast("double").As("a"), (Col("id") * 2).Cast("double").As("b")).Select(calls.Apply("a", "b")).Collect();
        Assert.Equal(Enumerable.Range(0, 10).Select(i => (double)(i + (2 * i * 10))), rows.Select(r => r.Get<double>(0)));
    }

    [Fact]
    public void Nulls_and_rows_that_are_not_asked_for_are_not_seen()
    {
        var divide = Udf((ReadOnlySpan<int> a, ReadOnlySpan<int> b, Span<int> result) =>
        {
            for (var i = 0; i < a.Length; i++)
                result[i] = a[i] / b[i];
        });
        var frame = Session.Sql("SELECT CAST(id AS INT) AS a, CAST(IF(id % 5 = 1, NULL, id % 3) AS INT) AS b FROM range(100)");
        var rows = frame.Select("a", "b", When(Col("b") != 0, divide.Apply("a", "b")).As("q")).Collect();
        foreach (var row in rows)
            Assert.Equal(row["b"] is null or 0 ? null : row.Get<int>("a") / row.Get<int>("b"), row["q"]);
        var constants = frame.Where(Col("b") != 0).Select("b", divide.Apply(Lit(6), "b").As("q")).Collect();
        Assert.All(constants, r => Assert.Equal(6 / r.Get<int>("b"), r["q"]));
        Assert.Equal(3, Session.Range(1).Select(divide.Apply(Lit(6), Lit(2))).Collect()[0][0]);
    }

    [Fact]
    public void Sql_calls_them_and_errors_carry_what_was_thrown()
    {
        Session.Udf.Register("vector_root", (ReadOnlySpan<double> a, Span<double> result) =>
        {
            for (var i = 0; i < a.Length; i++)
                result[i] = a[i] >= 0 ? Math.Sqrt(a[i]) : throw new ArgumentException("negative");
        });
        Assert.Equal([0.0, 1.0, 2.0], Session.Sql("SELECT vector_root(id * id) FROM range(3)").Collect().Select(r => r.Get<double>(0)));
        var error = Assert.Throws<SpindleException>(() => Session.Sql("SELECT vector_root(id - 2) FROM range(3)").Collect());
        Assert.Equal("FAILED_EXECUTE_UDF", error.ErrorClass.Name);
        Assert.Contains("negative", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Spans_of_what_is_no_number_are_refused() =>
        Assert.Equal("SPINDLE_USER_CODE.SIGNATURE", Assert.Throws<SpindleException>(() => Udf((ReadOnlySpan<string> a, Span<double> result) => result.Clear())).ErrorClass.Name);
}
