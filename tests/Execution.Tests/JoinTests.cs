using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Execution.Tests.Harness;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;
using Spindle.Plans.Physical;

namespace Spindle.Execution.Tests;

public class JoinTests
{
    private static readonly JoinKind[] Kinds =
        [JoinKind.Inner, JoinKind.Left, JoinKind.Right, JoinKind.Full, JoinKind.LeftSemi, JoinKind.LeftAnti, JoinKind.RightSemi, JoinKind.RightAnti, JoinKind.Mark];

    [Theory, MemberData(nameof(Modes.All), MemberType = typeof(Modes))]
    public void Every_kind_pairs_rows_as_a_nested_loop_does(string mode)
    {
        var left = Samples.Table(31, mode == "one-row batches" ? 40 : 150, rowsPerSplit: 70);
        int[][] keyLists = [[1], [0], [2, 6], [3], [5]];
        foreach (var rightRows in new[] { 0, 60 })
        {
            var right = Samples.Table(32, rightRows);
            foreach (var kind in Kinds)
                foreach (var keys in keyLists)
                    foreach (var nullSafe in new[] { false, true })
                        foreach (var withCondition in new[] { false, true })
                            Check(left, right, kind, keys, nullSafe, withCondition, mode);
        }
    }

    [Theory, MemberData(nameof(Modes.All), MemberType = typeof(Modes))]
    public void Unique_build_keys_join_without_copying_rows(string mode)
    {
        var left = Samples.Table(33, 400);
        var right = new MemoryTable(Samples.Schema, [.. Samples.Table(34, 300).Rows.Where(r => r[1] is not null).DistinctBy(r => r[1])]);
        foreach (var kind in Kinds.Append(JoinKind.Single))
            Check(left, right, kind, [1], nullSafe: false, withCondition: false, mode);
    }

    [Theory, MemberData(nameof(Modes.All), MemberType = typeof(Modes))]
    public void Null_aware_joins_are_three_valued(string mode)
    {
        var left = Samples.Table(35, 120);
        foreach (var nulls in new[] { true, false })
        {
            var right = new MemoryTable(Samples.Schema, [.. Samples.Table(36, 30).Rows.Where(r => nulls || r[1] is not null)]);
            var (l, r) = (Query.Scan(left), Query.Scan(right));
            var anti = new HashJoinExec(l, r, JoinKind.LeftAnti, [Query.Column(l, 1)], [Query.Column(r, 1)], [false], null, true, All(8), [-1]);
            var expected = left.Rows.Where(a => !nulls && a[1] is not null && right.Rows.All(b => !a[1]!.Equals(b[1])));
            Assert.Equal(Query.Unordered(expected), Query.Unordered(Query.Run(anti, mode)));
            var mark = new HashJoinExec(l, r, JoinKind.Mark, [Query.Column(l, 1)], [Query.Column(r, 1)], [false], null, true, [1, 16], [-1]);
            var marked = left.Rows.Select(a => new[] { a[1], right.Rows.Any(b => a[1] is not null && a[1]!.Equals(b[1])) ? true : a[1] is null || nulls ? null : (object)false });
            Assert.Equal(Query.Unordered(marked), Query.Unordered(Query.Run(mark, mode)));
        }
    }

    [Theory, MemberData(nameof(Modes.All), MemberType = typeof(Modes))]
    public void Without_keys_every_pair_is_tried(string mode)
    {
        var (left, right) = (Samples.Table(37, 40), Samples.Table(38, 23));
        var (l, r) = (Query.Scan(left), Query.Scan(right));
        foreach (var kind in Kinds.Append(JoinKind.Cross))
        {
            var condition = kind == JoinKind.Cross ? null : new Comparison(ComparisonOperator.Less, Query.Column(l, 1), new BoundReference(9, DataType.Int, true, "i"));
            var plan = new NestedLoopJoinExec(l, r, kind, condition, false, Output(kind));
            var expected = Reference(left, right, kind, (a, b) => condition is null || (a[1] is int x && b[1] is int y && x < y));
            Assert.Equal(Query.Unordered(expected), Query.Unordered(Query.Run(plan, mode)));
        }
    }

    [Theory, MemberData(nameof(Modes.All), MemberType = typeof(Modes))]
    public void A_single_join_with_two_matches_is_an_error(string mode)
    {
        var table = Samples.Table(39, 50);
        var scan = Query.Scan(table);
        var join = new HashJoinExec(scan, Query.Scan(table), JoinKind.Single, [Query.Column(scan, 1)], [Query.Column(scan, 1)], [false], null, false, All(16), [-1]);
        Assert.Equal("SCALAR_SUBQUERY_TOO_MANY_ROWS", Assert.Throws<SpindleException>(() => Query.Run(join, mode)).ErrorClass.Name);
    }

    [Theory, MemberData(nameof(Modes.All), MemberType = typeof(Modes))]
    public void Run_time_filters_drop_only_rows_without_match(string mode)
    {
        var (left, right) = (Samples.Table(40, 900, distinct: 500), Samples.Table(41, 40, distinct: 500));
        foreach (var key in new[] { 1, 2, 0, 3, 5 })
        {
            var r = Query.Scan(right);
            var l = Query.Scan(left) with { RuntimeFilters = [new RuntimeFilterTarget(7, key)] };
            var join = new HashJoinExec(l, r, JoinKind.Inner, [Query.Column(l, key)], [Query.Column(r, key)], [false], null, false, All(16), [7]);
            Assert.Equal(Query.Unordered(Reference(left, right, JoinKind.Inner, (a, b) => Same(a[key], b[key], false))), Query.Unordered(Query.Run(join, mode)));
        }
    }

    private static void Check(MemoryTable left, MemoryTable right, JoinKind kind, int[] keys, bool nullSafe, bool withCondition, string mode)
    {
        var (l, r) = (Query.Scan(left), Query.Scan(right));
        var condition = withCondition ? new Comparison(ComparisonOperator.LessOrEqual, Query.Column(l, 7), new BoundReference(15, DataType.Date, true, "t")) : null;
        var plan = new HashJoinExec(l, r, kind, keys.Select(k => (Expression)Query.Column(l, k)).ToValueList(), keys.Select(k => (Expression)Query.Column(r, k)).ToValueList(),
            keys.Select(_ => nullSafe).ToValueList(), condition, false, Output(kind), [-1]);
        var expected = Reference(left, right, kind, (a, b) => keys.All(k => Same(a[k], b[k], nullSafe)) && (!withCondition || (a[7] is int x && b[7] is int y && x <= y)));
        Assert.Equal(Query.Unordered(expected), Query.Unordered(Query.Run(plan, mode)));
    }

    private static ValueList<int> All(int count) => Enumerable.Range(0, count).ToValueList();

    private static ValueList<int> Output(JoinKind kind) => kind switch
    {
        JoinKind.LeftSemi or JoinKind.LeftAnti or JoinKind.RightSemi or JoinKind.RightAnti => All(8),
        JoinKind.Mark => [.. All(8), 16],
        _ => All(16),
    };

    private static bool Same(object? left, object? right, bool nullSafe) => left is null || right is null ? nullSafe && left is null && right is null
        : left is double a && right is double b ? a == b || (double.IsNaN(a) && double.IsNaN(b)) : left.Equals(right);

    private static List<object?[]> Reference(MemoryTable left, MemoryTable right, JoinKind kind, Func<object?[], object?[], bool> matches)
    {
        var rows = new List<object?[]>();
        var found = new HashSet<object?[]>(ReferenceEqualityComparer.Instance);
        foreach (var a in left.Rows)
        {
            var partners = right.Rows.Where(b => matches(a, b)).ToList();
            found.UnionWith(partners);
            switch (kind)
            {
                case JoinKind.LeftSemi when partners.Count > 0:
                case JoinKind.LeftAnti when partners.Count == 0:
                    rows.Add(a);
                    break;
                case JoinKind.Mark:
                    rows.Add([.. a, partners.Count > 0]);
                    break;
                case JoinKind.Inner or JoinKind.Cross or JoinKind.Left or JoinKind.Right or JoinKind.Full or JoinKind.Single:
                    rows.AddRange(partners.Select(b => (object?[])[.. a, .. b]));
                    if (partners.Count == 0 && kind is JoinKind.Left or JoinKind.Full or JoinKind.Single && partners.Count == 0)
                        rows.Add([.. a, .. new object?[8]]);
                    break;
            }
        }

        if (kind is JoinKind.Right or JoinKind.Full)
            rows.AddRange(right.Rows.Where(b => !found.Contains(b)).Select(b => (object?[])[.. new object?[8], .. b]));
        if (kind is JoinKind.RightSemi or JoinKind.RightAnti)
            rows.AddRange(right.Rows.Where(b => found.Contains(b) == (kind == JoinKind.RightSemi)));
        return rows;
    }
}
