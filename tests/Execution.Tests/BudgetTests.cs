using Spindle.Columnar.Errors;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Execution.Tests.Harness;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;
using Spindle.Plans.Physical;
using Spindle.Plans.Running;

namespace Spindle.Execution.Tests;

public class BudgetTests
{
    private const int Rows = 60_000;

    [Fact]
    public void A_sort_larger_than_memory_finishes_in_order()
    {
        var scan = new RangeExec(0, 400_000, 1, "x");
        var key = new Arithmetic(ArithmeticOperator.Remainder, new Arithmetic(ArithmeticOperator.Multiply, Query.Column(scan, 0), Literal.Of(7919L), DataType.Long, EvaluationMode.Ansi),
            Literal.Of(400_000L), DataType.Long, EvaluationMode.Ansi);
        var rows = Query.Run(new SortExec([new SortKey(key, false, true)], scan), new QuerySettings(2), new MemoryBudget(6 << 20));
        Assert.Equal(400_000, rows.Count);
        for (var i = 1; i < rows.Count; i++)
            Assert.True((long)rows[i - 1][0]! * 7919 % 400_000 < (long)rows[i][0]! * 7919 % 400_000);
    }

    [Fact]
    public void An_aggregate_of_more_groups_than_memory_holds_finishes()
    {
        var scan = new RangeExec(0, 600_000, 1, "x");
        var half = new Arithmetic(ArithmeticOperator.IntegralDivide, Query.Column(scan, 0), Literal.Of(2L), DataType.Long, EvaluationMode.Ansi);
        var mixed = new Arithmetic(ArithmeticOperator.Multiply, half, Literal.Of(1_000_003_000_007L), DataType.Long, EvaluationMode.Ansi);
        var plan = new AggregateExec([new NamedExpression(mixed, "k")], [AggregateTests.Named(AggregateTests.Count()), AggregateTests.Named(AggregateTests.Call("sum", DataType.Long, Query.Column(scan, 0)))],
            AggregateMode.Complete, scan);
        var rows = Query.Run(plan, new QuerySettings(2), new MemoryBudget(12 << 20));
        Assert.Equal(300_000, rows.Count);
        Assert.All(rows, r => Assert.Equal((2L, (long)r[0]! / 1_000_003_000_007L * 4 + 1), ((long)r[1]!, (long)r[2]!)));
    }

    [Theory, InlineData(JoinKind.Inner), InlineData(JoinKind.Left), InlineData(JoinKind.Full), InlineData(JoinKind.LeftAnti), InlineData(JoinKind.RightSemi)]
    public void A_build_side_larger_than_memory_is_joined_from_disk(JoinKind kind)
    {
        var left = new RangeExec(0, Rows * 4, 4, "x");
        var right = Wide(new RangeExec(0, Rows * 6, 2, "y"));
        var outer = kind is JoinKind.LeftAnti or JoinKind.RightSemi;
        var join = new HashJoinExec(left, right, kind, [Query.Column(left, 0)], [Query.Column(right, 0)], [false], null, false, outer ? [0] : [0, 1], [-1]);
        var rows = Query.Run(join, new QuerySettings(2), new MemoryBudget(10 << 20));
        var (leftKeys, rightKeys) = (Enumerable.Range(0, Rows).Select(i => i * 4L).ToHashSet(), Enumerable.Range(0, Rows * 3).Select(i => i * 2L).ToHashSet());
        var expected = kind switch
        {
            JoinKind.Inner or JoinKind.RightSemi => leftKeys.Count(rightKeys.Contains),
            JoinKind.Left => leftKeys.Count,
            JoinKind.LeftAnti => leftKeys.Count(k => !rightKeys.Contains(k)),
            _ => leftKeys.Union(rightKeys).Count(),
        };
        Assert.Equal(expected, rows.Count);
        Assert.All(rows, r => Assert.True(outer || r[0] is null || r[1] is null || r[0]!.Equals(r[1])));
    }

    [Fact]
    public void A_build_side_of_one_hot_key_is_joined_part_by_part()
    {
        var right = Wide(new ProjectExec([new NamedExpression(Literal.Of(7L), "y")], new RangeExec(0, Rows * 5, 1, "r")));
        var left = new ProjectExec([new NamedExpression(Literal.Of(7L), "x")], new RangeExec(0, 3, 1, "r"));
        var join = new HashJoinExec(left, right, JoinKind.Inner, [Query.Column(left, 0)], [Query.Column(right, 0)], [false], null, false, [0, 1], [-1]);
        var count = new AggregateExec([], [AggregateTests.Named(AggregateTests.Count())], AggregateMode.Complete, join);
        Assert.Equal([$"{Rows * 15}"], Query.Ordered(Query.Run(count, new QuerySettings(2), new MemoryBudget(6 << 20))));
    }

    [Fact]
    public void Without_disk_there_is_one_clear_error_and_nothing_is_kept()
    {
        var file = Path.GetTempFileName();
        var budget = new MemoryBudget(4 << 20);
        var scan = new RangeExec(0, 1_000_000, 1, "x");
        using (var execution = new LocalRunner(budget).Run(new SortExec([new SortKey(Query.Column(scan, 0), true, true)], scan), new QuerySettings(2) { SpillFolder = Path.Combine(file, "below") }, default))
        {
            var error = Assert.Throws<SpindleException>(() =>
            {
                while (execution.Next() is { } batch)
                    batch.Release();
            });
            Assert.Equal("SPINDLE_SPILL_FAILED", error.ErrorClass.Name);
        }

        Assert.Equal(0, budget.Used);
        File.Delete(file);
    }

    private static ProjectExec Wide(PhysicalPlan child) => new([new NamedExpression(Query.Column(child, 0), "y"), .. Enumerable.Range(0, 3).Select(i => new NamedExpression(Query.Column(child, 0), $"p{i}"))], child);
}
