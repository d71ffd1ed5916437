using Spindle.Columnar.Errors;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Execution.Tests.Harness;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;
using Spindle.Plans.Physical;
using Spindle.Plans.Running;

namespace Spindle.Execution.Tests;

public class FailureTests
{
    /// <summary>Plans over a child, each with another operator in flight when the child fails.</summary>
    public static TheoryData<string> Operators => ["project", "aggregate", "sort", "top", "limit", "window", "build", "probe", "share", "union"];

    [Theory, MemberData(nameof(Operators))]
    public void A_failing_row_reaches_the_consumer_and_leaves_nothing_behind(string name)
    {
        foreach (var mode in Modes.Names.Where(m => m != "one-row batches"))
        {
            var error = Assert.Throws<SpindleException>(() => Query.Run(Over(name, Failing()), mode));
            Assert.Equal("DIVIDE_BY_ZERO", error.ErrorClass.Name);
            Assert.Equal(4, error.Origin.Start);
        }
    }

    [Theory, MemberData(nameof(Operators))]
    public void A_cancelled_query_stops_and_leaves_nothing_behind(string name)
    {
        var budget = new MemoryBudget();
        using var cancellation = new CancellationTokenSource();
        var plan = Over(name, new RangeExec(0, long.MaxValue / 2, 1, "x"));
        using (var execution = new LocalRunner(budget).Run(plan, new QuerySettings(2), cancellation.Token))
        {
            cancellation.Cancel();
            Assert.Throws<OperationCanceledException>(() =>
            {
                while (execution.Next() is { } batch)
                    batch.Release();
                // A limit may have had all its rows before.
                cancellation.Token.ThrowIfCancellationRequested();
            });
        }

        Assert.Equal(0, budget.Used);
    }

    [Fact]
    public void A_consumer_may_leave_early()
    {
        var budget = new MemoryBudget();
        var table = Samples.Table(61, 50_000);
        using (var execution = new LocalRunner(budget).Run(Query.Scan(table), new QuerySettings(2), default))
            execution.Next()!.Release();
        Assert.Equal(0, budget.Used);
        Assert.Equal(0, table.OpenReaders);
    }

    [Fact]
    public void Figures_are_kept_for_each_node_by_itself()
    {
        var range = new RangeExec(0, 5000, 1, "x");
        var twin = new RangeExec(0, 5000, 1, "x");
        var union = new UnionExec([range, new FilterExec(new Comparison(ComparisonOperator.Less, Query.Column(twin, 0), Literal.Of(10L)), twin)], range.Schema);
        using var execution = new LocalRunner(new MemoryBudget()).Run(union, new QuerySettings(2), default);
        while (execution.Next() is { } batch)
            batch.Release();
        var metrics = execution.Metrics;
        Assert.Equal((5010, 5000, 10, 5000), (metrics[union].Rows, metrics[range].Rows, metrics[union.Inputs[1]].Rows, metrics[twin].Rows));
    }

    private static ProjectExec Failing()
    {
        var range = new RangeExec(0, 250_000, 1, "x");
        var divisor = new Arithmetic(ArithmeticOperator.Subtract, Query.Column(range, 0), Literal.Of(230_000L), DataType.Long, EvaluationMode.Ansi);
        return new ProjectExec([new NamedExpression(new Arithmetic(ArithmeticOperator.IntegralDivide, Literal.Of(1L), divisor, DataType.Long, EvaluationMode.Ansi) { Origin = new Origin(4, 9) }, "x")], range);
    }

    private static PhysicalPlan Over(string name, PhysicalPlan child)
    {
        var column = Query.Column(child, 0);
        var keys = ValueList.Create<SortKey>([new SortKey(column, true, false)]);
        var other = new RangeExec(0, 100, 1, "y");
        return name switch
        {
            "project" => new ProjectExec([new NamedExpression(column, "x")], child),
            "aggregate" => new AggregateExec([new NamedExpression(new Arithmetic(ArithmeticOperator.Remainder, column, Literal.Of(1000L), DataType.Long, EvaluationMode.Ansi), "k")],
                [AggregateTests.Named(AggregateTests.Count())], AggregateMode.Complete, child),
            "sort" => new SortExec(keys, Few(child)),
            "top" => new TopNExec(keys, 10, 0, child),
            "limit" => new LimitExec(long.MaxValue, 1, Few(child)),
            "window" => new WindowExec([new NamedExpression(new WindowCall(AggregateTests.Count(), [], keys, new WindowFrame(FrameUnit.Rows, new FrameBound(FrameBoundKind.UnboundedPreceding), new FrameBound(FrameBoundKind.UnboundedFollowing))), "c")], [], keys, Few(child)),
            "build" => new HashJoinExec(other, Few(child), JoinKind.Full, [Query.Column(other, 0)], [column], [false], null, false, [0, 1], [-1]),
            "probe" => new HashJoinExec(child, other, JoinKind.Full, [column], [Query.Column(other, 0)], [false], null, false, [0, 1], [-1]),
            "share" => new ShareExec([Few(child)], [], new SharedExec(0, child.Schema)),
            _ => new UnionExec([other, child], other.Schema),
        };
    }

    // So that an endless child does not fill the memory before it is cancelled.
    private static FilterExec Few(PhysicalPlan child) =>
        new(new Comparison(ComparisonOperator.Equal, new Arithmetic(ArithmeticOperator.Remainder, Query.Column(child, 0), Literal.Of(4096L), DataType.Long, EvaluationMode.Ansi), Literal.Of(0L)), child);
}
