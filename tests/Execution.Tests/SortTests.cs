using Spindle.Columnar.Types;
using Spindle.Execution.Tests.Harness;
using Spindle.Plans.Expressions;
using Spindle.Plans.Physical;

namespace Spindle.Execution.Tests;

public class SortTests
{
    [Theory, MemberData(nameof(Modes.All), MemberType = typeof(Modes))]
    public void Sorts_by_every_type_in_both_directions(string mode)
    {
        var table = Samples.Table(21, mode == "one-row batches" ? 200 : 1200);
        var scan = Query.Scan(table);
        int[][] lists = [[0], [1], [2], [3], [4], [5], [6], [7], [0, 1, 2], [6, 3, 4]];
        foreach (var list in lists)
            foreach (var descending in new[] { false, true })
            {
                var keys = list.Select(c => new SortKey(Query.Column(scan, c), descending, NullsFirst: c % 2 == 0)).ToValueList();
                var rows = Query.Run(new SortExec(keys, scan), mode);
                Assert.Equal(Query.Unordered(table.Rows), Query.Unordered(rows));
                for (var i = 1; i < rows.Count; i++)
                    Assert.True(Compare(rows[i - 1], rows[i], list, descending) <= 0, $"rows {i - 1} and {i} by {string.Join(",", list)}");
                var top = Query.Run(new TopNExec(keys, 25, 5, scan), mode);
                Assert.Equal(KeysOf(rows.Skip(5).Take(25), list), KeysOf(top, list));
            }
    }

    [Fact]
    public void Equal_rows_keep_their_order_on_one_thread()
    {
        var table = Samples.Table(22, 3000, distinct: 3);
        var scan = Query.Scan(table);
        var rows = Query.Run(new SortExec([new SortKey(Query.Column(scan, 1), false, true)], scan), "one thread");
        Assert.Equal(Query.Ordered(table.Rows.OrderBy(r => (int?)r[1])), Query.Ordered(rows));
    }

    [Fact]
    public void Top_rows_are_right_when_candidates_are_cut_back()
    {
        var table = Samples.Table(23, 30_000, distinct: 100_000, rowsPerSplit: 5000);
        var scan = Query.Scan(table);
        var rows = Query.Run(new TopNExec([new SortKey(Query.Column(scan, 1), true, false)], 10, 3, scan), "two threads");
        Assert.Equal(table.Rows.Select(r => (int?)r[1]).OrderByDescending(v => v).Skip(3).Take(10).ToList(), rows.Select(r => (int?)r[1]).ToList());
    }

    private static List<string> KeysOf(IEnumerable<object?[]> rows, int[] list) => Query.Ordered(rows.Select(r => list.Select(c => r[c]).ToArray()));

    private static int Compare(object?[] left, object?[] right, int[] list, bool descending)
    {
        foreach (var c in list)
        {
            var (l, r) = (left[c], right[c]);
            if (l is null || r is null)
            {
                if (l is null != r is null)
                    return l is null == (c % 2 == 0) ? -1 : 1;
                continue;
            }

            var order = (l, r) switch
            {
                (double a, double b) => a < b ? -1 : a > b ? 1 : a == b ? 0 : double.IsNaN(a) ? (double.IsNaN(b) ? 0 : 1) : -1,
                (ByteString a, ByteString b) => a.CompareTo(b),
                _ => ((IComparable)l).CompareTo(r),
            };
            if (order != 0)
                return descending ? -order : order;
        }

        return 0;
    }
}
