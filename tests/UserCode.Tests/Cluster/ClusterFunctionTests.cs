using Spindle.Columnar.Errors;
using Spindle.Sql;
using static Spindle.Sql.Functions;

namespace Spindle.UserCode.Tests.Cluster;

/// <summary>Functions of the program in executor processes: what they capture gets there, and what they give is what one process gives.</summary>
[Collection(ClusterCollection.Name)]
public sealed class ClusterFunctionTests(ClusterSession cluster)
{
    private static readonly int Fixed = 4;
    private static int mutable = 1;
    private readonly int field = 5;
    private readonly FileStream? unreached = null;

    private Session Session => cluster.Session;

    [Fact]
    public void Functions_run_in_other_processes()
    {
        var pids = Session.Range(0, 8).Repartition(8).Select(Udf((long x) => Environment.ProcessId).Apply("id").As("pid")).Distinct().Collect().Select(r => r.Get<int>(0)).ToList();
        Assert.NotEmpty(pids);
        Assert.DoesNotContain(Environment.ProcessId, pids);
    }

    [Fact]
    public void By_row_over_spans_and_as_aggregates()
    {
        var rate = 3L;
        Session.Udf.Register("scaled", (long x) => x * rate);
        Session.Udf.Register("span_sum", (ReadOnlySpan<long> a, ReadOnlySpan<long> b, Span<long> result) =>
        {
            for (var i = 0; i < result.Length; i++)
                result[i] = a[i] + b[i] + rate;
        });
        Session.Udf.RegisterAggregate("spread", () => (Low: long.MaxValue, High: long.MinValue), ((long Low, long High) s, long x) => (Math.Min(s.Low, x), Math.Max(s.High, x)),
            ((long Low, long High) a, (long Low, long High) b) => (Math.Min(a.Low, b.Low), Math.Max(a.High, b.High)), ((long Low, long High) s) => $"{s.Low}-{s.High}");
        Session.Udf.Register("longest", new Longest());
        Assert.Equal("9 km", Session.Sql("SELECT longest(id) FROM range(10)").Collect()[0][0]);
        Assert.Equal([3L * 4950, 2L * 4950 + 300], Session.Sql("SELECT sum(scaled(id)), sum(span_sum(id, id)) FROM range(100)").Collect()[0]);
        Assert.Equal(["0-98", "1-99"], Session.Sql("SELECT id % 2, spread(id) FROM range(100) GROUP BY 1 ORDER BY 1").Collect().Select(r => r.Get<string>(1)));
    }

    [Fact]
    public void Captured_records_collections_and_every_simple_value()
    {
        var record = new Setting("a", [1, 2], new Dictionary<string, decimal>(StringComparer.OrdinalIgnoreCase) { ["Key"] = 1.5m });
        var (date, day, id, set, pair, nested) = (new DateOnly(2024, 1, 2), System.DayOfWeek.Friday, Guid.NewGuid(), new HashSet<int> { 1, 2 }, (1, "two"), new List<Setting> { record });
        string Show(long x) => string.Join("|", x, record.Name, record.Sizes.Sum(), record.Prices["KEY"].ToString(System.Globalization.CultureInfo.InvariantCulture), date.DayNumber, day, id, set.Count, pair, ReferenceEquals(nested[0], record));
        Assert.Equal(Show(0), One<string>(Udf(Show)));
    }

    [Fact]
    public void Shared_closures_nested_and_local_functions_generics_and_this()
    {
        var total = 10L;
        Action<long> add = x => total += x;
        Func<long> read = () => total;
        Assert.Equal(15L, One<long>(Udf((long x) =>
        {
            add(x + 5);
            return read();
        })));
        Assert.Equal(10, total);
        var offset = 7L;
        long Local(long x) => x <= 0 ? offset : Local(x - 1) + 1;
        Assert.Equal(7L, One<long>(Udf(Local)));
        Assert.Equal("0:Int64", One<string>(Udf(Generic<long>.Of<string>(":"))));
        Assert.Equal(9L, One<long>(Udf(Through)));
        Assert.Null(unreached);
    }

    [Fact]
    public void What_cannot_travel_is_refused_at_the_call_by_name()
    {
        Assert.Contains("ClusterFunctionTests.mutable", Refused("MUTABLE_STATIC", () => Udf((long x) => x + mutable)), StringComparison.Ordinal);
        mutable = 2;
        Assert.Contains("a lambda in", Refused("ASYNC", () => Udf(async (long x) =>
        {
            await Task.Yield();
            return x;
        })), StringComparison.Ordinal);
        using var file = File.OpenRead(typeof(ClusterFunctionTests).Assembly.Location);
        Assert.Contains("'file'", Refused("CAPTURED_VALUE", () => Udf((long x) => file.Length + x)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_function_that_throws_ends_the_query_with_its_error()
    {
        var error = Assert.Throws<SpindleException>(() => One<long>(Udf((long x) => x == 0 ? throw new InvalidOperationException("no zero") : x)));
        Assert.Equal("FAILED_EXECUTE_UDF", error.ErrorClass.Name);
        Assert.Contains("no zero", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Statics_of_the_program_are_each_processs_own() => Assert.Equal(4L, One<long>(Udf((long x) => x + Fixed)));

    private T One<T>(UserDefinedFunction function) => Session.Range(1).Select(function.Apply("id").As("r")).Collect()[0].Get<T>(0);

    private static string Refused(string kind, Action work)
    {
        var error = Assert.Throws<SpindleException>(work);
        Assert.Equal($"SPINDLE_USER_CODE.{kind}", error.ErrorClass.Name);
        return error.Message;
    }

    private long Through(long x) => x + field + Fixed;

    public sealed class Longest : Aggregator<long, long, string>
    {
        public override long Zero() => 0;

        public override long Reduce(long state, long value) => Math.Max(state, value);

        public override long Merge(long left, long right) => Math.Max(left, right);

        public override string Finish(long state) => $"{state} km";
    }

    public sealed record Setting(string Name, int[] Sizes, Dictionary<string, decimal> Prices);

    private static class Generic<T>
    {
        public static Func<T, string> Of<TOther>(string mark) => x => $"{x}{mark}{typeof(T).Name}";
    }
}
