using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;
using Spindle.Plans.Physical;

namespace Spindle.Execution.Tests.Harness;

/// <summary>One small plan an operator, and an operator's kind.</summary>
internal static class OperatorPlans
{
    private static readonly StructType ListSchema = new([new Field("k", DataType.Int), new Field("a", new ArrayType(DataType.Int, true)), new Field("m", new MapType(DataType.Int, DataType.String, true))]);

    public static readonly IReadOnlyDictionary<string, Func<PhysicalPlan>> All = Make();

    private static Dictionary<string, Func<PhysicalPlan>> Make()
    {
        var plans = new Dictionary<string, Func<PhysicalPlan>>
        {
            ["scan"] = () => Query.Scan(Left(), new Comparison(ComparisonOperator.GreaterOrEqual, new BoundReference(1, DataType.Int, true, "i"), Literal.Of(0))),
            ["values"] = () => Values(),
            ["filter and project"] = () => Project(new FilterExec(new IsNotNull(Query.Column(Scan(), 0)), Scan())),
            ["aggregate by a number"] = () => Aggregate([1]),
            ["aggregate by a text"] = () => Aggregate([0]),
            ["aggregate by several columns"] = () => Aggregate([0, 3, 5, 6]),
            ["aggregate without keys"] = () => Aggregate([]),
            ["distinct and filtered calls"] = DistinctCalls,
            ["states of groups"] = () => States(),
            ["sort"] = () => new SortExec([Key(Scan(), 3), Key(Scan(), 0)], Scan()),
            ["sort by an expression"] = () => new SortExec([new SortKey(Doubled(Scan(), 1), true, false)], Scan()),
            ["sort of lists"] = () => new SortExec([Key(Lists(), 0)], Lists()),
            ["top"] = () => new TopNExec([Key(Scan(), 2)], 20, 3, Scan()),
            ["top past memory"] = () => new TopNExec([Key(Scan(), 2)], 200_000, 3, Scan()),
            ["limit"] = () => new LimitExec(70, 5, Scan()),
            ["union"] = () => new UnionExec([Project(Scan()), Values(), new RangeExec(0, 40, 3, "x")], Values().Schema),
            ["expand"] = () => new ExpandExec([[Query.Column(Scan(), 0), Literal.Of(1)], [Literal.Null(DataType.String), Query.Column(Scan(), 1)]],
                new StructType([new Field("s", DataType.String), new Field("i", DataType.Int)]), Scan()),
            ["share"] = Share,
            ["scalar subquery"] = Subquery,
            ["explode"] = () => Generate("explode", false, 1, new StructType([new Field("x", DataType.Int)])),
            ["posexplode_outer"] = () => Generate("posexplode", true, 1, new StructType([new Field("p", DataType.Int), new Field("x", DataType.Int)])),
            ["explode a map"] = () => Generate("explode", true, 2, new StructType([new Field("k", DataType.Int), new Field("v", DataType.String)])),
            ["stack"] = () => new GenerateExec(new GeneratorCall("stack", "stack", [Literal.Of(2), Query.Column(Scan(), 1), Query.Column(Scan(), 1), Literal.Of(9), Literal.Null(DataType.Int)],
                new StructType([new Field("a", DataType.Int), new Field("b", DataType.Int)]), FunctionTraits.None), false, [0], new StructType([new Field("a", DataType.Int), new Field("b", DataType.Int)]), Scan()),
            ["nested loop"] = () => Loop(JoinKind.Inner),
            ["nested loop, left"] = () => Loop(JoinKind.Left),
            ["nested loop, mark"] = () => Loop(JoinKind.Mark),
            ["nested loop, full"] = () => Loop(JoinKind.Full),
            ["null-aware anti join"] = () => NullAware(JoinKind.LeftAnti, Numbers(8)),
            ["null-aware mark join"] = () => NullAware(JoinKind.Mark, [1, 16]),
            ["run-time filter"] = Filtered,
            ["ranks"] = () => Window(Ranked("rank", DataType.Int), Ranked("ntile", DataType.Int, Literal.Of(3)), Ranked("lag", DataType.Long, Query.Column(Scan(), 2), Literal.Of(1), Literal.Of(-1L))),
            ["growing frames"] = () => Window(Framed(FrameBoundKind.UnboundedPreceding, FrameBoundKind.CurrentRow)),
            ["whole partitions"] = () => Window(Framed(FrameBoundKind.UnboundedPreceding, FrameBoundKind.UnboundedFollowing)),
            ["short frames"] = () => Window(Framed(FrameBoundKind.Preceding, FrameBoundKind.Following, 2)),
            ["long frames"] = () => Window(Framed(FrameBoundKind.Preceding, FrameBoundKind.Following, 90)),
            ["frames of a range"] = () => Window(Over(AggregateTests.Count(), new WindowFrame(FrameUnit.Range, Bound(FrameBoundKind.Preceding, 2), Bound(FrameBoundKind.CurrentRow, 0)))),
        };
        foreach (var kind in Enum.GetValues<JoinKind>().Where(k => k is not (JoinKind.Cross or JoinKind.Single)))
        {
            plans[$"join, {kind}"] = () => Join(kind, false);
            plans[$"join with a condition, {kind}"] = () => Join(kind, true);
            plans[$"join with a unique build side, {kind}"] = () => Join(kind, false, unique: true);
        }

        plans["join with a unique build side, Single"] = () => Join(JoinKind.Single, false, unique: true);
        return plans;
    }

    private static MemoryTable Left() => LeftRows;

    private static readonly MemoryTable LeftRows = Samples.Table(71, 150, rowsPerSplit: 60);
    private static readonly MemoryTable RightRows = Samples.Table(72, 60, rowsPerSplit: 40);
    private static readonly MemoryTable UniqueRows = new(Samples.Schema, [.. Samples.Table(73, 200).Rows.Where(r => r[1] is not null && r[0] is not null).DistinctBy(r => (r[0], r[1]))]);
    private static readonly MemoryTable ListRows = new(ListSchema, [.. Enumerable.Range(0, 90).Select(i => (object?[])
    [
        i % 17, i % 5 == 0 ? null : ValueList.Create<object?>([.. Enumerable.Range(0, i % 4).Select(k => k == 2 ? null : (object?)k)]),
        i % 7 == 0 ? null : ValueList.Create<object?>([.. Enumerable.Range(0, i % 3).Select(k => (object?)ValueList.Create<object?>([k, ByteString.Of($"a value of some length {i}")]))]),
    ])]);

    private static ScanExec Scan() => Query.Scan(LeftRows);

    private static ScanExec Lists() => Query.Scan(ListRows);

    private static ValueList<int> Numbers(int count) => Enumerable.Range(0, count).ToValueList();

    private static SortKey Key(PhysicalPlan plan, int ordinal) => new(Query.Column(plan, ordinal), false, true);

    private static Arithmetic Doubled(PhysicalPlan plan, int ordinal) =>
        new(ArithmeticOperator.Multiply, Query.Column(plan, ordinal), Literal.Of(2), DataType.Int, EvaluationMode.Ansi);

    private static ProjectExec Project(PhysicalPlan child) => new([new NamedExpression(new Arithmetic(ArithmeticOperator.Subtract, Query.Column(child, 2),
        new Arithmetic(ArithmeticOperator.Add, Query.Column(child, 2), Literal.Of(1L), DataType.Long, EvaluationMode.Ansi), DataType.Long, EvaluationMode.Ansi), "x")], child);

    private static ValuesExec Values() => new(new StructType([new Field("x", DataType.Long)]), [[Literal.Of(7L)], [Literal.Null(DataType.Long)]]);

    private static ValueList<NamedExpression> Calls(PhysicalPlan scan) =>
    [
        AggregateTests.Named(AggregateTests.Count()), AggregateTests.Named(AggregateTests.Call("sum", DataType.Long, Query.Column(scan, 1))),
        AggregateTests.Named(AggregateTests.Call("sum", new DecimalType(22, 2), Query.Column(scan, 4))), AggregateTests.Named(AggregateTests.Call("avg", DataType.Double, Query.Column(scan, 3))),
        AggregateTests.Named(AggregateTests.Call("min", DataType.String, Query.Column(scan, 0))), AggregateTests.Named(AggregateTests.Call("max", DataType.Date, Query.Column(scan, 7))),
        AggregateTests.Named(AggregateTests.Call("first", new DecimalType(30, 4), Query.Column(scan, 5))),
    ];

    private static AggregateExec Aggregate(int[] keys) =>
        new(keys.Select(k => new NamedExpression(Query.Column(Scan(), k), $"k{k}")).ToValueList(), Calls(Scan()), AggregateMode.Complete, new SortExec([Key(Scan(), 7)], Scan()));

    private static AggregateExec DistinctCalls()
    {
        var scan = Scan();
        return new([new NamedExpression(Query.Column(scan, 6), "k")],
        [
            AggregateTests.Named(AggregateTests.Call("count", DataType.Long, Query.Column(scan, 0)) with { Distinct = true }),
            AggregateTests.Named(AggregateTests.Call("sum", DataType.Long, Query.Column(scan, 1)) with { Distinct = true }),
            AggregateTests.Named(AggregateTests.Call("collect_list", new ArrayType(DataType.Int, false), Query.Column(scan, 1)) with { Distinct = true }),
            AggregateTests.Named(AggregateTests.Call("sum", DataType.Long, Query.Column(scan, 1)) with { Filter = new Comparison(ComparisonOperator.Greater, Query.Column(scan, 1), Literal.Of(0)) }),
        ], AggregateMode.Complete, scan);
    }

    private static AggregateExec States()
    {
        var partial = new AggregateExec([new NamedExpression(Query.Column(Scan(), 1), "k")], [AggregateTests.Named(AggregateTests.Call("sum", DataType.Long, Query.Column(Scan(), 2)))], AggregateMode.Partial, Scan());
        return partial with { Mode = AggregateMode.Final, Child = partial, Keys = [new NamedExpression(new BoundReference(0, DataType.Int, true, "k"), "k")] };
    }

    private static ShareExec Share()
    {
        var sorted = new SortExec([Key(Scan(), 1)], Scan());
        var shared = new SharedExec(0, sorted.Schema);
        return new ShareExec([sorted], [], new UnionExec([shared, new FilterExec(new IsNotNull(Query.Column(shared, 2)), shared)], shared.Schema));
    }

    private static ShareExec Subquery()
    {
        var value = new AggregateExec([], [AggregateTests.Named(AggregateTests.Call("min", DataType.String, Query.Column(Scan(), 0)))], AggregateMode.Complete, Scan());
        return new ShareExec([], [value], new ProjectExec([new NamedExpression(Query.Column(Scan(), 1), "i"), new NamedExpression(new SubqueryResult(0, DataType.String), "s")], Scan()));
    }

    private static GenerateExec Generate(string function, bool outer, int column, StructType generated) =>
        new(new GeneratorCall(function, function, [Query.Column(Lists(), column)], generated, FunctionTraits.None), outer, [0], generated, Lists());

    private static NestedLoopJoinExec Loop(JoinKind kind)
    {
        var (left, right) = (Query.Scan(RightRows), Query.Scan(Samples.Table(74, 15)));
        return new(left, right, kind, new Comparison(ComparisonOperator.Less, Query.Column(left, 1), new BoundReference(9, DataType.Int, true, "i")), false, Output(kind));
    }

    private static HashJoinExec NullAware(JoinKind kind, ValueList<int> output)
    {
        var (left, right) = (Scan(), Query.Scan(UniqueRows));
        return new(left, right, kind, [Query.Column(left, 1)], [Query.Column(right, 1)], [false], null, true, output, [-1]);
    }

    private static HashJoinExec Join(JoinKind kind, bool withCondition, bool unique = false)
    {
        var (left, right) = (Scan(), Query.Scan(unique ? UniqueRows : RightRows));
        var condition = withCondition ? new Comparison(ComparisonOperator.LessOrEqual, Query.Column(left, 7), new BoundReference(15, DataType.Date, true, "t")) : null;
        return unique
            ? new(left, right, kind, [Query.Column(left, 0), Query.Column(left, 1)], [Query.Column(right, 0), Query.Column(right, 1)], [false, false], condition, false, Output(kind), [-1, -1])
            : new(left, right, kind, [Query.Column(left, 1)], [Query.Column(right, 1)], [false], condition, false, Output(kind), [-1]);
    }

    private static HashJoinExec Filtered()
    {
        var (left, right) = (Scan() with { RuntimeFilters = [new RuntimeFilterTarget(7, 0), new RuntimeFilterTarget(8, 1)] }, Query.Scan(RightRows));
        return new(left, right, JoinKind.Inner, [Query.Column(left, 0), Query.Column(left, 1)], [Query.Column(right, 0), Query.Column(right, 1)], [false, false], null, false, Numbers(16), [7, 8]);
    }

    private static ValueList<int> Output(JoinKind kind) => kind switch
    {
        JoinKind.LeftSemi or JoinKind.LeftAnti or JoinKind.RightSemi or JoinKind.RightAnti => Numbers(8),
        JoinKind.Mark => [.. Numbers(8), 16],
        _ => Numbers(16),
    };

    private static WindowCall Ranked(string id, DataType type, params Expression[] arguments) =>
        Over(new WindowFunctionCall(id, id, arguments.ToValueList(), false, type, true), new WindowFrame(FrameUnit.Rows, Bound(FrameBoundKind.UnboundedPreceding, 0), Bound(FrameBoundKind.CurrentRow, 0)));

    private static WindowCall Framed(FrameBoundKind start, FrameBoundKind end, int rows = 0) =>
        Over(AggregateTests.Call("min", DataType.String, Query.Column(Scan(), 0)), new WindowFrame(FrameUnit.Rows, Bound(start, rows), Bound(end, rows)));

    private static FrameBound Bound(FrameBoundKind kind, int rows) => new(kind, kind is FrameBoundKind.Preceding or FrameBoundKind.Following || rows > 0 ? Literal.Of(rows) : null);

    private static WindowCall Over(Expression function, WindowFrame frame) => new(function, [Query.Column(Scan(), 6)], [Key(Scan(), 1)], frame);

    private static WindowExec Window(params WindowCall[] calls) =>
        new(calls.Select((c, i) => new NamedExpression(c, $"w{i}")).ToValueList(), calls[0].PartitionBy, calls[0].OrderBy, new SortExec([Key(Scan(), 2), Key(Scan(), 4)], Scan()));
}
