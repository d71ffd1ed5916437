using Spindle.Columnar.Errors;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Execution.Tests.Harness;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;
using Spindle.Plans.Physical;
using Spindle.Plans.Running;

namespace Spindle.Execution.Tests;

/// <summary>Joins whose build side is four times the budget and has one key: it is joined part by part, also where a probe row's fate depends on all parts.</summary>
public class HotKeyTests
{
    private const int BuildRows = 160_000;
    private const long Budget = 4 << 20;

    public static TheoryData<JoinKind, bool> Kinds
    {
        get
        {
            var kinds = new TheoryData<JoinKind, bool>();
            foreach (var kind in new[] { JoinKind.Inner, JoinKind.Left, JoinKind.Right, JoinKind.Full, JoinKind.LeftSemi, JoinKind.LeftAnti, JoinKind.Mark, JoinKind.RightSemi, JoinKind.RightAnti })
            {
                kinds.Add(kind, false);
                kinds.Add(kind, true);
            }

            return kinds;
        }
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Rows_are_those_of_a_join_in_memory(JoinKind kind, bool withCondition)
    {
        var join = Join(kind, withCondition ? Rare : null);
        var columns = join.Output.Select((_, i) => Query.Column(join, i)).ToList();
        var plan = new AggregateExec([], [AggregateTests.Named(AggregateTests.Count()), .. columns.Select(c => AggregateTests.Named(AggregateTests.Call("count", DataType.Long, c))),
            .. columns.Where(c => c.Type is LongType).Select(c => AggregateTests.Named(AggregateTests.Call("sum", DataType.Long, c))),
            .. columns.Where(c => c.Type is BooleanType).Select(c => AggregateTests.Named(AggregateTests.Count() with { Filter = c }))], AggregateMode.Complete, join);
        var spilled = 0L;
        var rows = Query.Run(plan, new QuerySettings(2), new MemoryBudget(Budget), m => spilled = m[join].SpilledBytes);
        Assert.Equal(Query.Ordered(Query.Run(plan, new QuerySettings(2), new MemoryBudget())), Query.Ordered(rows));
        Assert.True(spilled > 0, "the join did not spill");
    }

    [Fact]
    public void A_null_in_the_build_side_leaves_a_null_aware_join_no_row()
    {
        var join = Join(JoinKind.LeftAnti, null) with { NullAware = true };
        Assert.Equal(["8 | 3", "8 | 4"], Query.Unordered(Query.Run(join, new QuerySettings(2), new MemoryBudget(Budget))));
        var withNull = join with { Right = new UnionExec([join.Right, Wide(new ProjectExec([new NamedExpression(Literal.Null(DataType.Long), "y")], new RangeExec(0, 1, 1, "r")))], join.Right.Schema) };
        Assert.Empty(Query.Run(withNull, new QuerySettings(2), new MemoryBudget(Budget)));
    }

    [Fact]
    public void A_single_join_finds_a_second_match_in_another_part()
    {
        var only = new Comparison(ComparisonOperator.Equal, new BoundReference(3, DataType.Long, true, "p0"), Literal.Of(11L));
        var rows = Query.Run(Join(JoinKind.Single, only), new QuerySettings(2), new MemoryBudget(Budget));
        Assert.Equal(["7 | 0 | 7 | 11 | 11 | 11", "7 | 1 | 7 | 11 | 11 | 11", "7 | 2 | 7 | 11 | 11 | 11", "8 | 3 | null | null | null | null", "8 | 4 | null | null | null | null", "null | 5 | null | null | null | null"],
            Query.Unordered(rows));
        var ends = new Comparison(ComparisonOperator.Equal, new Arithmetic(ArithmeticOperator.Remainder, new BoundReference(3, DataType.Long, true, "p0"), Literal.Of(BuildRows - 1L), DataType.Long, EvaluationMode.Ansi),
            Literal.Of(0L));
        var error = Assert.Throws<SpindleException>(() => Query.Run(Join(JoinKind.Single, ends), new QuerySettings(2), new MemoryBudget(Budget)));
        Assert.Equal("SCALAR_SUBQUERY_TOO_MANY_ROWS", error.ErrorClass.Name);
    }

    // True of 16 of the build side's rows.
    private static Comparison Rare => new(ComparisonOperator.Equal,
        new Arithmetic(ArithmeticOperator.Remainder, new BoundReference(3, DataType.Long, true, "p0"), Literal.Of(10_000L), DataType.Long, EvaluationMode.Ansi),
        new Arithmetic(ArithmeticOperator.Add, new BoundReference(1, DataType.Long, false, "r"), Literal.Of(17L), DataType.Long, EvaluationMode.Ansi));

    /// <summary>Six probe rows, three of which have the hot key and one a null, with a build side of the hot key alone.</summary>
    private static HashJoinExec Join(JoinKind kind, Expression? condition)
    {
        var series = new RangeExec(0, 6, 1, "r");
        var key = new Case(
            [new Comparison(ComparisonOperator.Less, Query.Column(series, 0), Literal.Of(3L)), new Comparison(ComparisonOperator.Less, Query.Column(series, 0), Literal.Of(5L))],
            [Literal.Of(7L), Literal.Of(8L)], null);
        var left = new ProjectExec([new NamedExpression(key, "x"), new NamedExpression(Query.Column(series, 0), "r")], series);
        var right = Wide(new RangeExec(0, BuildRows, 1, "r"));
        ValueList<int> output = kind switch
        {
            JoinKind.LeftSemi or JoinKind.LeftAnti => [0, 1],
            JoinKind.RightSemi or JoinKind.RightAnti => [0, 1, 2, 3],
            JoinKind.Mark => [0, 1, 6],
            _ => [0, 1, 2, 3, 4, 5],
        };
        return new HashJoinExec(left, right, kind, [Query.Column(left, 0)], [Query.Column(right, 0)], [false], condition, false, output, [-1]);
    }

    private static ProjectExec Wide(PhysicalPlan child)
    {
        var value = Query.Column(child, 0);
        var key = new Case([new IsNotNull(value)], [Literal.Of(7L)], null);
        return new ProjectExec([new NamedExpression(key, "y"), .. Enumerable.Range(0, 3).Select(i => new NamedExpression(value, $"p{i}"))], child);
    }
}
