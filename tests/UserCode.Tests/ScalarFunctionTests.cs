using Spindle.Columnar.Errors;
using Spindle.Sql;
using static Spindle.Sql.Functions;

namespace Spindle.UserCode.Tests;

public sealed class ScalarFunctionTests
{
    private static readonly Session Session = Sessions.Shared;

    [Fact]
    public void Sql_calls_a_registered_lambda()
    {
        Session.Udf.Register("plus_one", (long x) => x + 1);
        Assert.Equal([1L, 2L, 3L], Session.Sql("SELECT plus_one(id) FROM range(3)").Collect().Select(r => r.Get<long>(0)));
    }

    [Fact]
    public void Names_of_results_are_those_of_calls()
    {
        Session.Udf.Register("Doubled", (int x) => x * 2);
        Assert.Equal(["Doubled(id)", "n"], Session.Sql("SELECT Doubled(id), doubled(1) AS n FROM range(1)").Columns);
    }

    [Fact]
    public void Arguments_are_cast_to_the_parameters()
    {
        Session.Udf.Register("half", (double x) => x / 2);
        Assert.Equal(1.5, Session.Sql("SELECT half(3)").Collect()[0][0]);
        Assert.Equal(2.5, Session.Sql("SELECT half('5')").Collect()[0][0]);
    }

    [Fact]
    public void A_null_for_a_parameter_that_holds_none_is_a_null_result()
    {
        var called = Udf((long x) => x == 5 ? throw new InvalidOperationException("called") : x);
        var rows = Session.Sql("SELECT * FROM VALUES (1L), (NULL), (3L) AS t(a)").Select(called.Apply("a")).Collect();
        Assert.Equal([1L, null, 3L], rows.Select(r => r[0]));
    }

    [Fact]
    public void A_nullable_parameter_gets_nulls_and_a_nullable_result_gives_them()
    {
        var f = Udf((int? x, string? s) => x is null ? (s is null ? null : (int?)s.Length) : x + 1);
        var rows = Session.Sql("SELECT * FROM VALUES (1, 'a'), (NULL, 'bcd'), (NULL, NULL) AS t(a, s)").Select(f.Apply("a", "s")).Collect();
        Assert.Equal([2, 3, null], rows.Select(r => r[0]));
    }

    [Fact]
    public void Strings_dates_instants_decimals_and_bytes_come_and_go()
    {
        var row = Session.Sql("SELECT DATE '2024-02-28' AS d, TIMESTAMP '2024-02-28 10:00:00' AS t, 12.34BD AS m, X'0102' AS b, 'äbc' AS s, true AS o, CAST(3 AS TINYINT) AS y").Select(
            Udf((DateOnly d) => d.AddDays(2)).Apply("d"),
            Udf((DateTime t) => t.AddHours(1)).Apply("t"),
            Udf((decimal m) => m * 2).Apply("m"),
            Udf((byte[] b) => b.Reverse().ToArray()).Apply("b"),
            Udf((string s) => s.ToUpperInvariant() + " a string of more than twelve bytes").Apply("s"),
            Udf((bool o) => !o).Apply("o"),
            Udf((sbyte y) => (sbyte)(y + 1)).Apply("y")).Collect()[0];
        Assert.Equal(new DateOnly(2024, 3, 1), row[0]);
        Assert.Equal(new DateTime(2024, 2, 28, 11, 0, 0), ((DateTime)row[1]!).ToUniversalTime());
        Assert.Equal(24.68m, row[2]);
        Assert.Equal([2, 1], (byte[])row[3]!);
        Assert.Equal("ÄBC a string of more than twelve bytes", row[4]);
        Assert.Equal(false, row[5]);
        Assert.Equal((sbyte)4, row[6]);
    }

    [Fact]
    public void Arrays_lists_maps_and_records_come_and_go()
    {
        var frame = Session.Sql("SELECT array(1, 2, 3) AS a, map('x', 1, 'y', 2) AS m, named_struct('X', 1, 'Y', 2) AS p");
        var row = frame.Select(
            Udf((int[] a) => a.Sum()).Apply("a"),
            Udf((List<int> a) => a.Select(i => i * 10).ToList()).Apply("a"),
            Udf((Dictionary<string, int> m) => m.ToDictionary(e => e.Key + "!", e => e.Value)).Apply("m"),
            Udf((Point p) => new Point(p.Y, p.X)).Apply("p"),
            Udf((Point p) => (p.X, $"{p.Y}")).Apply("p")).Collect()[0];
        Assert.Equal(6, row[0]);
        Assert.Equal([10, 20, 30], (object?[])row[1]!);
        Assert.Equal(2, ((Dictionary<object, object?>)row[2]!)["y!"]);
        Assert.Equal([2, 1], (Row)row[3]!);
        Assert.Equal([1, "2"], (Row)row[4]!);
    }

    [Fact]
    public void Ten_parameters()
    {
        Session.Udf.Register("ten", (int a, int b, int c, int d, int e, int f, int g, int h, int i, int j) => a + (b * 2) + c + d + e + f + g + h + i + (j * 100));
        Assert.Equal(1 + 2 + 7 + 100, Session.Sql("SELECT ten(1, 1, 1, 1, 1, 1, 1, 1, 1, 1)").Collect()[0][0]);
    }

    [Fact]
    public void A_branch_that_is_not_taken_is_not_called()
    {
        var f = Udf((long x) => x % 2 == 0 ? x : throw new InvalidOperationException("odd"));
        var rows = Session.Range(6).Select(When(Col("id") % 2 == 0, f.Apply("id")).Otherwise(-1L)).Collect();
        Assert.Equal([0L, -1L, 2L, -1L, 4L, -1L], rows.Select(r => r[0]));
        Assert.Equal(3, Session.Range(6).Where(Col("id") % 2 == 0).Where(f.Apply("id") >= 0).Count());
        Assert.Equal(["0", "2", "4"], Session.Range(6).Where(Col("id") % 2 == 0).Select(Udf((long x) => x % 2 == 0 ? $"{x}" : throw new InvalidOperationException("odd")).Apply("id")).Collect().Select(r => r[0]));
    }

    [Fact]
    public void What_the_function_throws_is_inside_the_error()
    {
        Session.Udf.Register("fails", (long x) => 1 / (x - x));
        var error = Assert.Throws<SpindleException>(() => Session.Sql("SELECT fails(id) FROM range(3)").Collect());
        Assert.Equal("FAILED_EXECUTE_UDF", error.ErrorClass.Name);
        Assert.Equal("39000", error.SqlState);
        Assert.IsType<DivideByZeroException>(error.InnerException is SpindleException inner ? inner.InnerException : error.InnerException);
        Assert.Contains("fails (a lambda in Spindle.UserCode.Tests.ScalarFunctionTests.What_the_function_throws_is_inside_the_error) (bigint) => bigint", error.Message, StringComparison.Ordinal);
        Assert.Equal(7, error.Origin.Start);
    }

    [Fact]
    public void A_wrong_number_or_type_of_arguments_is_an_error_of_analysis()
    {
        Session.Udf.Register("takes_date", (DateOnly d) => d.Day);
        Assert.Equal("WRONG_NUM_ARGS.WITHOUT_SUGGESTION", Assert.Throws<SpindleException>(() => Session.Sql("SELECT takes_date()")).ErrorClass.Name);
        Assert.Equal("DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE", Assert.Throws<SpindleException>(() => Session.Sql("SELECT takes_date(true)")).ErrorClass.Name);
        Assert.Equal("UNRESOLVED_ROUTINE", Assert.Throws<SpindleException>(() => Session.Sql("SELECT takes_dates()")).ErrorClass.Name);
    }

    [Fact]
    public void A_nondeterministic_function_is_called_for_every_mention()
    {
        var ticks = Udf((long x) => System.Diagnostics.Stopwatch.GetTimestamp() + x, deterministic: false);
        var row = Session.Range(1).Select(ticks.Apply("id").As("a"), ticks.Apply("id").As("b")).Collect()[0];
        Assert.NotEqual(row[0], row[1]);
    }

    [Fact]
    public void Selected_lanes_and_dictionaries_are_read_right_for_every_result_type()
    {
        var frame = Session.Range(5000).Where(Col("id") % 7 == 3).Select("id", CallFunction("concat", Lit("k"), (Col("id") % 3).Cast("string")).As("s"));
        var rows = frame.Select("id", Udf((long x, string s) => $"{s}{x}").Apply("id", "s").As("t"), Udf((long x) => x % 2 == 0).Apply("id").As("e"), Udf((long x) => new[] { x, -x }).Apply("id").As("l")).Collect();
        Assert.Equal(714, rows.Count);
        foreach (var row in rows)
        {
            var id = row.Get<long>("id");
            Assert.Equal($"k{id % 3}{id}", row["t"]);
            Assert.Equal(id % 2 == 0, row["e"]);
            Assert.Equal([id, -id], (object?[])row["l"]!);
        }
    }

    public sealed record Point(int X, int Y);
}
