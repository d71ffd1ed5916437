using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Execution.Tests.Harness;
using Spindle.Plans.Expressions;
using Spindle.Plans.Physical;
using Spindle.Plans.Running;

namespace Spindle.Execution.Tests;

/// <summary>Windows over partitions of which a single one takes several times the budget: it is worked off from disk, with the rows that it has when it is held.</summary>
public class LargePartitionTests
{
    private const int Rows = 60_000;
    // A quarter of it is for batches in flight, of which one takes half a megabyte.
    private const long Budget = 3 << 20;

    private static readonly FrameBound First = new(FrameBoundKind.UnboundedPreceding);
    private static readonly FrameBound Current = new(FrameBoundKind.CurrentRow);
    private static readonly FrameBound Last = new(FrameBoundKind.UnboundedFollowing);
    private static readonly MemoryTable Table = Make(_ => 0);

    /// <summary>One partition of most rows between small ones.</summary>
    private static readonly MemoryTable Uneven = Make(i => i % 10 == 0 ? i % 30 : 7);

    [Fact]
    public void Ranks()
    {
        var scan = Query.Scan(Table);
        Same(scan, Over(scan, Function("row_number", DataType.Int), First, Current), Over(scan, Function("rank", DataType.Int), First, Current), Over(scan, Function("dense_rank", DataType.Int), First, Current),
            Over(scan, Function("percent_rank", DataType.Double), First, Current), Over(scan, Function("cume_dist", DataType.Double), First, Current), Over(scan, Function("ntile", DataType.Int, Literal.Of(7)), First, Current));
    }

    [Theory, InlineData(false), InlineData(true)]
    public void Neighbours(bool ignoreNulls)
    {
        var scan = Query.Scan(Table);
        WindowCall Neighbour(string function, Expression offset, params Expression[] other) =>
            Over(scan, Function(function, DataType.Int, [Query.Column(scan, 2), offset, .. other]) with { IgnoreNulls = ignoreNulls }, First, Last);
        Same(scan, Neighbour("lag", Literal.Of(1), Literal.Null(DataType.Int)), Neighbour("lead", Literal.Of(3), Query.Column(scan, 2)), Neighbour("lag", Literal.Of(3000), Literal.Of(-1)),
            Neighbour("lead", Literal.Of(-5), Literal.Null(DataType.Int)), Neighbour("nth_value", Literal.Of(4000)),
            Over(scan, Function("nth_value", DataType.Int, Query.Column(scan, 2), Literal.Of(2)) with { IgnoreNulls = ignoreNulls }, Before(3), After(9000)));
    }

    [Fact]
    public void Frames_of_rows()
    {
        var scan = Query.Scan(Table);
        var frames = new[] { (First, Current), (First, Last), (Current, Last), (Before(2), After(1)), (Before(15_000), After(20)), (Before(9), Before(3)), (After(10_000), Last), (First, Before(30_000)) };
        Same(scan, [.. frames.Select(f => Over(scan, Sum(scan), f.Item1, f.Item2)), .. frames.Select(f => Over(scan, FirstValue(scan), f.Item1, f.Item2))]);
        var positive = new Comparison(ComparisonOperator.Greater, Query.Column(scan, 2), Literal.Of(900));
        Same(scan, [.. frames.Select(f => Over(scan, AggregateTests.Count() with { Filter = positive }, f.Item1, f.Item2)), .. frames.Select(f => Over(scan, LastValue(scan), f.Item1, f.Item2))]);
    }

    [Theory, InlineData(false), InlineData(true)]
    public void Frames_of_a_range_of_keys(bool descending)
    {
        var scan = Query.Scan(Table);
        WindowCall Ranged(FrameBound start, FrameBound end) => new(Sum(scan), [Query.Column(scan, 0)], [new SortKey(Query.Column(scan, 1), descending, !descending)], new WindowFrame(FrameUnit.Range, start, end));
        Same(scan, Ranged(First, Current), Ranged(Current, Last), Ranged(Before(2L), After(3L)), Ranged(Before(5000L), Before(10L)), Ranged(After(1L), After(10_000L)), Ranged(Current, Current), Ranged(First, After(7L)));
    }

    [Fact]
    public void Partitions_before_and_behind_a_large_one_are_right_too()
    {
        var scan = Query.Scan(Uneven);
        Same(scan, Over(scan, Sum(scan), First, Current), Over(scan, Function("row_number", DataType.Int), First, Current), Over(scan, Sum(scan), First, Last));
    }

    private static void Same(ScanExec scan, params WindowCall[] calls)
    {
        var window = new WindowExec(calls.Select((c, i) => new NamedExpression(c, $"w{i}")).ToValueList(), calls[0].PartitionBy, calls[0].OrderBy, scan);
        // One thread sorts stably, so that rows with equal keys have the same neighbours every time.
        var spilled = 0L;
        var peak = new MemoryBudget(Budget);
        var rows = Query.Run(window, new QuerySettings(1), peak, m => spilled = m[window].SpilledBytes);
        Assert.Equal(Query.Ordered(Query.Run(window, new QuerySettings(1), new MemoryBudget())), Query.Ordered(rows));
        Assert.Equal(Rows, rows.Count);
        Assert.True(spilled > 0, "the window did not spill");
        Assert.InRange(peak.Peak, 1, Budget);
    }

    // About 130 bytes a row in memory: two and a half times the budget.
    private static MemoryTable Make(Func<int, int> partition) => new(
        new StructType([new Field("p", DataType.Int), new Field("k", DataType.Long), new Field("v", DataType.Int), new Field("t", DataType.String)]),
        [.. Enumerable.Range(0, Rows).Select(i => (object?[])[partition(i), i % 97 == 0 ? null : (long)(i * 7919L % Rows / 3), i % 11 == 0 ? null : i % 1000, ByteString.Of($"a text that is kept outside of its view, so that a row is wide: {i}")])],
        2000, dictionaries: false);

    private static AggregateCall Sum(ScanExec scan) => AggregateTests.Call("sum", DataType.Long, Query.Column(scan, 2));

    private static AggregateCall FirstValue(ScanExec scan) => AggregateTests.Call("first", DataType.Int, Query.Column(scan, 2));

    private static AggregateCall LastValue(ScanExec scan) => AggregateTests.Call("last", DataType.Int, Query.Column(scan, 2));

    private static WindowFunctionCall Function(string id, DataType type, params Expression[] arguments) => new(id, id, arguments.ToValueList(), false, type, true);

    private static WindowCall Over(ScanExec scan, Expression function, FrameBound start, FrameBound end) =>
        new(function, [Query.Column(scan, 0)], [new SortKey(Query.Column(scan, 1), false, true)], new WindowFrame(FrameUnit.Rows, start, end));

    private static FrameBound Before<T>(T rows) where T : notnull => new(FrameBoundKind.Preceding, Number(rows));

    private static FrameBound After<T>(T rows) where T : notnull => new(FrameBoundKind.Following, Number(rows));

    private static Literal Number(object number) => number is int i ? Literal.Of(i) : Literal.Of((long)number);
}
