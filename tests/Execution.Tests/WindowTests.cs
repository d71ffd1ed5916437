using Spindle.Columnar.Types;
using Spindle.Execution.Tests.Harness;
using Spindle.Plans.Expressions;
using Spindle.Plans.Physical;

namespace Spindle.Execution.Tests;

public class WindowTests
{
    private static readonly FrameBound First = new(FrameBoundKind.UnboundedPreceding);
    private static readonly FrameBound Current = new(FrameBoundKind.CurrentRow);
    private static readonly FrameBound Last = new(FrameBoundKind.UnboundedFollowing);

    [Theory, MemberData(nameof(Modes.All), MemberType = typeof(Modes))]
    public void Ranks_and_neighbours(string mode)
    {
        var table = Unique(51, mode == "one-row batches" ? 150 : 900);
        var scan = Query.Scan(table);
        WindowCall Ranked(string id, DataType type, params Expression[] arguments) => Over(scan, new WindowFunctionCall(id, id, arguments.ToValueList(), false, type, true), new WindowFrame(FrameUnit.Rows, First, Current));
        var value = Query.Column(scan, 2);
        var rows = Query.Run(Window(scan, Ranked("row_number", DataType.Int), Ranked("rank", DataType.Int), Ranked("dense_rank", DataType.Int), Ranked("ntile", DataType.Int, Literal.Of(4)),
            Ranked("cume_dist", DataType.Double), Ranked("percent_rank", DataType.Double), Ranked("lag", DataType.Long, value, Literal.Of(2), Literal.Of(-1L)), Ranked("lead", DataType.Long, value, Literal.Of(1), Literal.Null(DataType.Long))), mode);
        var expected = new List<object?[]>();
        foreach (var partition in Partitions(table))
            for (var i = 0; i < partition.Count; i++)
            {
                var key = (int)partition[i][1]!;
                var (below, upTo, n) = (partition.Count(r => (int)r[1]! < key), partition.Count(r => (int)r[1]! <= key), partition.Count);
                var bucket = Enumerable.Range(0, 4).SelectMany(b => Enumerable.Repeat(b + 1, n / 4 + (b < n % 4 ? 1 : 0))).ElementAt(i);
                expected.Add([.. partition[i], i + 1, below + 1, partition.Select(r => (int)r[1]!).Distinct().Count(k => k < key) + 1, bucket, upTo / (double)n, n == 1 ? 0.0 : below / (n - 1.0),
                    i >= 2 ? partition[i - 2][2] : -1L, i + 1 < n ? partition[i + 1][2] : null]);
            }

        Assert.Equal(Query.Unordered(expected), Query.Unordered(rows));
    }

    [Theory, MemberData(nameof(Modes.All), MemberType = typeof(Modes))]
    public void Aggregates_over_frames_of_rows(string mode)
    {
        var table = Unique(52, mode == "one-row batches" ? 120 : 700);
        var scan = Query.Scan(table);
        (FrameBound Start, FrameBound End, int Low, int High)[] frames =
        [
            (First, Current, -9999, 0), (First, Last, -9999, 9999), (Current, Last, 0, 9999), (Before(2), After(1), -2, 1), (Before(3), Before(1), -3, -1), (Before(90), After(90), -90, 90), (After(2), Last, 2, 9999),
        ];
        foreach (var (start, end, low, high) in frames)
        {
            var frame = new WindowFrame(FrameUnit.Rows, start, end);
            var rows = Query.Run(Window(scan, Over(scan, AggregateTests.Call("sum", DataType.Long, Query.Column(scan, 2)), frame), Over(scan, AggregateTests.Call("min", DataType.String, Query.Column(scan, 0)), frame),
                Over(scan, AggregateTests.Call("collect_list", new ArrayType(DataType.Int, false), Query.Column(scan, 1)), frame),
                Over(scan, AggregateTests.Call("count", DataType.Long) with { Filter = new IsNotNull(Query.Column(scan, 2)) }, frame)), mode);
            var expected = new List<object?[]>();
            foreach (var partition in Partitions(table))
                for (var i = 0; i < partition.Count; i++)
                {
                    var inside = partition.Where((_, k) => k >= i + low && k <= i + high).ToList();
                    expected.Add([.. partition[i], inside.Any(r => r[2] is not null) ? inside.Sum(r => (long?)r[2] ?? 0) : null,
                        inside.Select(r => r[0]).OfType<ByteString>().Order().Cast<object?>().FirstOrDefault(), ValueList.Create<object?>([.. inside.Select(r => r[1])]), (long)inside.Count(r => r[2] is not null)]);
                }

            Assert.Equal(Query.Unordered(expected), Query.Unordered(rows));
        }
    }

    [Theory, MemberData(nameof(Modes.All), MemberType = typeof(Modes))]
    public void Frames_of_a_range_of_keys(string mode)
    {
        var table = Samples.Table(53, mode == "one-row batches" ? 120 : 400);
        var scan = Query.Scan(table);
        foreach (var descending in new[] { false, true })
            foreach (var (before, after) in new[] { (2, 3), (5, -1), (0, 0) })
            {
                var frame = new WindowFrame(FrameUnit.Range, Before(before), after < 0 ? Before(-after) : After(after));
                var call = new WindowCall(AggregateTests.Count(), [Query.Column(scan, 6)], [new SortKey(Query.Column(scan, 1), descending, true)], frame);
                var rows = Query.Run(new WindowExec([new NamedExpression(call, "c")], call.PartitionBy, call.OrderBy, scan), mode);
                var expected = table.Rows.Select(a => (object?[])[.. a, (long)table.Rows.Count(b => Equals(a[6], b[6]) && Inside(a[1], b[1], before, after, descending))]);
                Assert.Equal(Query.Unordered(expected), Query.Unordered(rows));
            }
    }

    private static bool Inside(object? current, object? other, int before, int after, bool descending)
    {
        if (current is not int c || other is not int o)
            return current is null && other is null;
        var distance = descending ? c - o : o - c;
        return distance >= -before && distance <= after;
    }

    private static FrameBound Before(int rows) => new(FrameBoundKind.Preceding, Literal.Of(rows));

    private static FrameBound After(int rows) => new(FrameBoundKind.Following, Literal.Of(rows));

    private static MemoryTable Unique(int seed, int rows) =>
        new(Samples.Schema, [.. Samples.Table(seed, rows).Rows.Select((r, i) => (object?[])[r[0], i * 7919 % rows, r[2], r[3], r[4], r[5], r[6], i % 40 == 0 ? -1 : i % 3])]);

    private static List<List<object?[]>> Partitions(MemoryTable table) => [.. table.Rows.GroupBy(r => r[7]).Select(g => g.OrderBy(r => (int)r[1]!).ToList())];

    private static WindowCall Over(ScanExec scan, Expression function, WindowFrame frame) =>
        new(function, [Query.Column(scan, 7)], [new SortKey(Query.Column(scan, 1), false, true)], frame);

    private static WindowExec Window(ScanExec scan, params WindowCall[] calls) =>
        new(calls.Select((c, i) => new NamedExpression(c, $"w{i}")).ToValueList(), calls[0].PartitionBy, calls[0].OrderBy, scan);
}
