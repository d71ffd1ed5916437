using Spindle.Columnar.Errors;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Execution.Tests.Harness;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;
using Spindle.Plans.Physical;
using Spindle.Plans.Running;

namespace Spindle.Execution.Tests;

/// <summary>Queries that need several times their budget, some with several operators that each hold memory: they go to disk and finish.</summary>
public class LargerThanMemoryTests
{
    private const int Orders = 60_000;
    private const int Lines = 4 * Orders;

    [Fact]
    public void Groups_of_many_keys_are_sorted()
    {
        var groups = new AggregateExec([new NamedExpression(OrderOf(Series()), "k")], [Sum(Series(), 0), AggregateTests.Named(AggregateTests.Count())], AggregateMode.Complete, Series());
        var sort = new SortExec([new SortKey(Query.Column(groups, 1), true, false)], groups);
        var (rows, metrics) = Run(sort, 4 << 20);
        Assert.Equal(Enumerable.Range(0, Orders).Reverse().Select(k => (Scattered(k), (long)SumOf(k), 4L)), rows.Select(r => ((long)r[0]!, (long)r[1]!, (long)r[2]!)));
        Assert.True(metrics[groups].SpilledBytes > 0, "the groups did not spill");
        Assert.True(metrics[sort].SpilledBytes > 0, "the sort did not spill");
    }

    [Fact]
    public void Rows_with_texts_are_sorted_by_merging_more_runs_than_fit_at_once()
    {
        var rows = Enumerable.Range(0, 30_000).Select(i => (object?[])[(long)i * 7919 % 30_000, ByteString.Of($"a text that is kept outside of its view, number {i * 7919 % 30_000}")]).ToList();
        var scan = Query.Scan(new MemoryTable(new StructType([new Field("k", DataType.Long), new Field("t", DataType.String)]), rows, 3000, dictionaries: false));
        var sort = new SortExec([new SortKey(Query.Column(scan, 0), false, false)], scan);
        var (sorted, metrics) = Run(sort, 3 << 20);
        Assert.Equal(Enumerable.Range(0, 30_000).Select(i => $"a text that is kept outside of its view, number {i}"), sorted.Select(r => r[1]!.ToString()));
        Assert.True(metrics[sort].SpilledBytes > 0, "the sort did not spill");
    }

    [Fact]
    public void Lines_of_an_order_are_joined_with_one_another()
    {
        var (left, right) = (Keyed("a"), Keyed("b"));
        var join = new HashJoinExec(left, right, JoinKind.Inner, [Query.Column(left, 0)], [Query.Column(right, 0)], [false], null, false, [0, 1, 3], [-1]);
        var count = new AggregateExec([], [AggregateTests.Named(AggregateTests.Count()), Sum(join, 1), Sum(join, 2)], AggregateMode.Complete, join);
        var (rows, metrics) = Run(count, 6 << 20);
        var each = 4L * Lines * (Lines - 1) / 2;
        Assert.Equal([(4L * Lines, each, each)], rows.Select(r => ((long)r[0]!, (long)r[1]!, (long)r[2]!)));
        Assert.True(metrics[join].SpilledBytes > 0, "the join did not spill");
    }

    [Fact]
    public void Joins_groups_and_a_sort_leave_one_another_room()
    {
        PhysicalPlan plan = Keyed("a");
        var joins = new List<PhysicalPlan>();
        for (var i = 0; i < 3; i++)
        {
            var unique = new ProjectExec([new NamedExpression(Multiplied(Query.Column(new RangeExec(0, Orders, 1, "o"), 0)), "k")], new RangeExec(0, Orders, 1, "o"));
            joins.Add(plan = new HashJoinExec(plan, unique, JoinKind.Inner, [Query.Column(plan, 0)], [Query.Column(unique, 0)], [false], null, false, [0, 1], [-1]));
        }

        var groups = new AggregateExec([new NamedExpression(Query.Column(plan, 0), "k")], [Sum(plan, 1)], AggregateMode.Complete, plan);
        var sort = new SortExec([new SortKey(Query.Column(groups, 1), false, false)], groups);
        var (rows, metrics) = Run(sort, 8 << 20);
        Assert.Equal(Enumerable.Range(0, Orders).Select(k => (Scattered(k), (long)SumOf(k))), rows.Select(r => ((long)r[0]!, (long)r[1]!)));
        Assert.True(joins.Sum(j => metrics[j].SpilledBytes) > 0, "no join spilled");
    }

    [Fact]
    public void Windows_of_many_partitions_are_sorted_on_disk()
    {
        var rows = Keyed("a");
        var call = new WindowCall(AggregateTests.Call("sum", DataType.Long, Query.Column(rows, 1)), [Query.Column(rows, 0)], [],
            new WindowFrame(FrameUnit.Rows, new FrameBound(FrameBoundKind.UnboundedPreceding), new FrameBound(FrameBoundKind.UnboundedFollowing)));
        var window = new WindowExec([new NamedExpression(call, "s")], call.PartitionBy, call.OrderBy, rows);
        var (result, metrics) = Run(window, 6 << 20);
        Assert.Equal(Lines, result.Count);
        Assert.All(result, r => Assert.Equal(SumOf((int)((long)r[1]! / 4)), (long)r[2]!));
        Assert.True(metrics[window].SpilledBytes > 0, "the window did not spill");
    }

    [Theory, InlineData(false), InlineData(true)]
    public void Distinct_values_are_counted_on_disk(bool grouped)
    {
        var rows = Keyed("a");
        var parity = new Arithmetic(ArithmeticOperator.Remainder, Query.Column(rows, 1), Literal.Of(2L), DataType.Long, EvaluationMode.Ansi);
        var count = new AggregateExec(grouped ? [new NamedExpression(parity, "p")] : [],
            [AggregateTests.Named(AggregateTests.Call("count", DataType.Long, Query.Column(rows, 0)) with { Distinct = true }), Sum(rows, 1)], AggregateMode.Complete, rows);
        var (result, metrics) = Run(count, 5 << 20);
        var sum = (long)Lines * (Lines - 1) / 2;
        Assert.Equal(grouped ? [$"0 | {Orders} | {(sum - Lines / 2) / 2}", $"1 | {Orders} | {(sum + Lines / 2) / 2}"] : [$"{Orders} | {sum}"], Query.Unordered(result));
        Assert.True(metrics[count].SpilledBytes > 0, "the groups did not spill");
    }

    [Theory, MemberData(nameof(Modes.All), MemberType = typeof(Modes))]
    public void Distinct_calls_of_one_list_and_others_see_their_rows_only(string mode)
    {
        var table = Samples.Table(81, 500);
        var scan = Query.Scan(table);
        foreach (var keyed in new[] { false, true })
        {
            var plan = new AggregateExec(keyed ? [new NamedExpression(Query.Column(scan, 6), "k")] : [],
                [
                    AggregateTests.Named(AggregateTests.Call("count", DataType.Long, Query.Column(scan, 0)) with { Distinct = true }),
                    AggregateTests.Named(AggregateTests.Count() with { Filter = new Comparison(ComparisonOperator.Greater, Query.Column(scan, 1), Literal.Of(0)) }),
                    AggregateTests.Named(AggregateTests.Call("min", DataType.String, Query.Column(scan, 0)) with { Distinct = true }),
                    AggregateTests.Named(AggregateTests.Call("sum", DataType.Long, Query.Column(scan, 1))),
                ], AggregateMode.Complete, scan);
            var expected = table.Rows.GroupBy(r => keyed ? r[6] ?? "null" : "all").Select(g => (object?[])
            [
                .. keyed ? new[] { g.First()[6] } : [], (long)g.Select(r => r[0]).Where(v => v is not null).Distinct().Count(), (long)g.Count(r => r[1] is > 0),
                g.Select(r => r[0]).OfType<ByteString>().Order().Cast<object?>().FirstOrDefault(), g.Sum(r => (long)((int?)r[1] ?? 0)),
            ]);
            Assert.Equal(Query.Unordered(expected), Query.Unordered(Query.Run(plan, mode)));
        }

        var nothing = Query.Scan(Samples.Table(82, 0));
        var count = new AggregateExec([], [AggregateTests.Named(AggregateTests.Call("count", DataType.Long, Query.Column(nothing, 0)) with { Distinct = true })], AggregateMode.Complete, nothing);
        Assert.Equal(["0"], Query.Ordered(Query.Run(count, mode)));
    }

    [Theory, InlineData(false), InlineData(true)]
    public void Distinct_values_of_several_lists_are_counted_on_disk(bool grouped)
    {
        var rows = Keyed("a");
        var parity = new Arithmetic(ArithmeticOperator.Remainder, Query.Column(rows, 1), Literal.Of(2L), DataType.Long, EvaluationMode.Ansi);
        var early = new Comparison(ComparisonOperator.Less, Query.Column(rows, 1), Literal.Of(1000L));
        AggregateCall Distinct(string function, params int[] columns) => AggregateTests.Call(function, DataType.Long, [.. columns.Select(c => Query.Column(rows, c))]) with { Distinct = true };
        var count = new AggregateExec(grouped ? [new NamedExpression(parity, "p")] : [],
            [
                AggregateTests.Named(Distinct("count", 0)), AggregateTests.Named(Distinct("count", 1)), AggregateTests.Named(Distinct("count", 0, 1)), Sum(rows, 1),
                AggregateTests.Named(Distinct("count", 0) with { Filter = early }), AggregateTests.Named(Distinct("sum", 1)), AggregateTests.Named(AggregateTests.Count() with { Filter = early }),
            ], AggregateMode.Complete, rows);
        var (result, metrics) = Run(count, 5 << 20);
        var expected = Enumerable.Range(0, Lines).GroupBy(i => grouped ? i % 2 : 0).Select(g => (object?[])
        [
            .. grouped ? new object?[] { (long)g.Key } : [], (long)Orders, (long)g.Count(), (long)g.Count(), g.Sum(i => (long)i), 250L, g.Sum(i => (long)i), (long)g.Count(i => i < 1000),
        ]);
        Assert.Equal(Query.Unordered(expected), Query.Unordered(result));
        Assert.True(metrics[count].SpilledBytes > 0, "the groups did not spill");
    }

    [Fact]
    public void The_rows_of_a_limit_are_kept_on_disk()
    {
        var rows = Keyed("a");
        var limit = new LimitExec(Lines - 30_000, 10_000, rows);
        var (result, metrics) = Run(limit, 3 << 19);
        Assert.Equal(Enumerable.Range(10_000, Lines - 30_000).Select(i => (long)i), result.Select(r => (long)r[1]!));
        Assert.True(metrics[limit].SpilledBytes > 0, "the limit did not spill");
    }

    [Fact]
    public void A_list_of_all_values_is_refused_with_one_clear_error()
    {
        var rows = Keyed("a");
        var list = new AggregateExec([], [AggregateTests.Named(AggregateTests.Call("collect_list", new ArrayType(DataType.Long, false), Query.Column(rows, 1)))], AggregateMode.Complete, rows);
        Assert.Equal("UNABLE_TO_ACQUIRE_MEMORY", Assert.Throws<SpindleException>(() => Run(list, 1 << 20)).ErrorClass.Name);
    }

    private static (List<object?[]> Rows, IReadOnlyDictionary<PhysicalPlan, OperatorMetrics> Metrics) Run(PhysicalPlan plan, long limit)
    {
        IReadOnlyDictionary<PhysicalPlan, OperatorMetrics>? metrics = null;
        var rows = Query.Run(plan, new QuerySettings(2), new MemoryBudget(limit), m => metrics = m);
        return (rows, metrics!);
    }

    private static RangeExec Series() => new(0, Lines, 1, "x");

    private static Arithmetic OrderOf(PhysicalPlan series) =>
        Multiplied(new Arithmetic(ArithmeticOperator.IntegralDivide, Query.Column(series, 0), Literal.Of(4L), DataType.Long, EvaluationMode.Ansi));

    // Far apart, so that keys are hashed and not found by position.
    private static Arithmetic Multiplied(Expression key) => new(ArithmeticOperator.Multiply, key, Literal.Of(1_000_003_000_007L), DataType.Long, EvaluationMode.Ansi);

    private static long Scattered(int order) => order * 1_000_003_000_007L;

    private static int SumOf(int order) => 16 * order + 6;

    private static ProjectExec Keyed(string name) => new([new NamedExpression(OrderOf(Series()), $"{name}k"), new NamedExpression(Query.Column(Series(), 0), $"{name}x")], Series());

    private static NamedExpression Sum(PhysicalPlan plan, int column) => AggregateTests.Named(AggregateTests.Call("sum", DataType.Long, Query.Column(plan, column)));
}
