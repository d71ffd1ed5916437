using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;
using Spindle.Plans.Physical;
using Spindle.Plans.Stages;

namespace Spindle.Optimizer.Tests.Reference;

/// <summary>Runs a physical plan row by row, as its nodes' contracts say: build sides first, whose keys then filter scans.</summary>
/// <param name="leaf">Gives a leaf's rows in place of its table's; null for rows as the tables have them.</param>
/// <param name="isActive">Whether a union's input is this task's.</param>
internal sealed class PhysicalInterpreter(SmallTables tables, Func<PhysicalPlan, List<object?[]>?>? leaf = null, Func<PhysicalPlan, bool>? isActive = null)
{
    private readonly Dictionary<int, HashSet<object?>> published = [];
    private readonly Dictionary<int, List<object?[]>> shared = [];
    private ShareExec? shares;

    public List<object?[]> Run(PhysicalPlan plan)
    {
        switch (plan)
        {
            case StageInputExec:
                return leaf!(plan)!;
            case CoalesceExec coalesce:
                return Run(coalesce.Child);
            case ShareExec share:
                shares = share;
                return Run(share.Child);
            case SharedExec reference:
                return Shared(reference.ShareId);
            case ScanExec scan:
                return Scan(scan);
            case ValuesExec values when leaf?.Invoke(values) is { } none:
                return none;
            case ValuesExec values:
                return values.Rows.Select(r => r.Select(e => Value(e, [])).ToArray()).ToList();
            case FilterExec filter:
                return Run(filter.Child).Where(r => Value(filter.Condition, r) is true).ToList();
            case ProjectExec project:
                return Run(project.Child).Select(r => project.Items.Select(i => Value(i.Expression, r)).ToArray()).ToList();
            case HashJoinExec join:
                return HashJoin(join);
            case NestedLoopJoinExec join:
                var rightRows = Run(join.Right);
                return Pick(join.Output, RowJoin.Of(join.Kind, join.NullAware, Run(join.Left), _ => rightRows, join.Right.Schema.Fields.Count, join.Left.Schema.Fields.Count,
                    (l, r) => join.Condition is null ? true : Value(join.Condition, [.. l, .. r])), join.Kind, join.Right.Schema.Fields.Count);
            case AggregateExec aggregate:
                return Aggregate(aggregate);
            case SortExec sort:
                return Sorted(sort.Keys, Run(sort.Child)).ToList();
            case TopNExec top:
                return Sorted(top.Keys, Run(top.Child)).Skip((int)top.Offset).Take((int)top.Count).ToList();
            case LimitExec limit:
                return Run(limit.Child).Skip((int)limit.Offset).Take((int)Math.Min(limit.Count, int.MaxValue)).ToList();
            case UnionExec union:
                return union.Inputs.Where(i => isActive?.Invoke(i) ?? true).SelectMany(Run).ToList();
            case WindowExec window:
                return RowNumbers(window);
            default:
                throw new NotSupportedException(plan.Describe());
        }
    }

    private List<object?[]> Shared(int id) => shared.TryGetValue(id, out var rows) ? rows : shared[id] = Run(shares!.Shares[id]);

    private List<object?[]> Scan(ScanExec scan)
    {
        var rows = (leaf?.Invoke(scan) ?? tables.Rows(scan.Table.DisplayName)).Select(r => scan.Columns.Select(c => r[c]).ToArray())
            .Where(r => scan.Filters.All(f => Value(f, r) is true) && scan.RuntimeFilters.All(f => published[f.FilterId].Contains(r[f.Column])))
            .Select(r => scan.Output.Select(o => r[o]).ToArray()).ToList();
        return scan.Limit < 0 ? rows : rows.Take((int)scan.Limit).ToList();
    }

    private List<object?[]> HashJoin(HashJoinExec join)
    {
        var right = Run(join.Right);
        for (var i = 0; i < join.RuntimeFilterId.Count; i++)
            if (join.RuntimeFilterId[i] >= 0)
                published[join.RuntimeFilterId[i]] = right.Select(r => Value(join.RightKeys[i], r)).Where(v => v is not null).ToHashSet();
        var rows = RowJoin.Of(join.Kind, join.NullAware, Run(join.Left), _ => right, join.Right.Schema.Fields.Count, join.Left.Schema.Fields.Count, (l, r) =>
        {
            for (var i = 0; i < join.LeftKeys.Count; i++)
            {
                var a = Value(join.LeftKeys[i], l);
                var b = Value(join.RightKeys[i], r);
                if (join.NullSafe[i] ? !Equals(a, b) : a is not null && b is not null && !Equals(a, b))
                    return false;
                if (!join.NullSafe[i] && (a is null || b is null))
                    return join.NullAware ? null : false;
            }

            return join.Condition is null ? true : Value(join.Condition, [.. l, .. r]) is true;
        });
        return Pick(join.Output, rows, join.Kind, join.Right.Schema.Fields.Count);
    }

    private static List<object?[]> Pick(IReadOnlyList<int> output, List<object?[]> rows, JoinKind kind, int rightWidth) =>
        rows.Select(r => output.Select(o => kind == JoinKind.Mark && o >= r.Length - 1 ? (o == r.Length - 1 + rightWidth ? r[^1] : throw new InvalidOperationException("a right column of a mark join")) : r[o])
            .ToArray()).ToList();

    private List<object?[]> Aggregate(AggregateExec aggregate)
    {
        var rows = Run(aggregate.Child);
        if (aggregate.Mode == AggregateMode.Final)
            return Final(aggregate, rows);
        var groups = rows.GroupBy(r => LogicalInterpreter.Key(aggregate.Keys.Select(k => Value(k.Expression, r)).ToArray())).Select(g => g.ToList()).ToList();
        if (aggregate.Keys.Count == 0)
            groups = [rows];

        // The first column of states holds the rows themselves.
        if (aggregate.Mode == AggregateMode.Partial)
            return groups.Select(g => aggregate.Keys.Select(k => Value(k.Expression, g[0])).Concat(aggregate.States.Fields.Select((_, i) => i == 0 ? (object?)g : null)).ToArray()).ToList();
        return groups.Select(g => aggregate.Keys.Select(k => Value(k.Expression, g[0]))
            .Concat(aggregate.Aggregates.Select(a => RowExpressions.Aggregate((AggregateCall)a.Expression, g.Select(Leaf).ToList()))).ToArray()).ToList();
    }

    private List<object?[]> Final(AggregateExec aggregate, List<object?[]> states)
    {
        var keys = aggregate.Keys.Count;
        var groups = states.GroupBy(r => LogicalInterpreter.Key(r[..keys])).Select(g => g.ToList()).ToList();
        if (keys == 0)
            groups = [states];
        return groups.Select(g =>
        {
            var rows = aggregate.Aggregates.Count == 0 ? [] : g.SelectMany(s => (List<object?[]>)s[keys]!).ToList();
            return aggregate.Keys.Select(k => Value(k.Expression, g[0]))
                .Concat(aggregate.Aggregates.Select(a => RowExpressions.Aggregate((AggregateCall)a.Expression, rows.Select(Leaf).ToList()))).ToArray();
        }).ToList();
    }

    private List<object?[]> RowNumbers(WindowExec window)
    {
        var rows = new List<object?[]>();
        foreach (var partition in Run(window.Child).GroupBy(r => LogicalInterpreter.Key(window.PartitionBy.Select(p => Value(p, r)).ToArray())))
        {
            var number = 0L;
            rows.AddRange(Sorted(window.OrderBy, partition.ToList()).Select(r => (object?[])[.. r, ++number]));
        }

        return rows;
    }

    private IEnumerable<object?[]> Sorted(IReadOnlyList<SortKey> keys, List<object?[]> rows) =>
        rows.OrderBy(r => r, Comparer<object?[]>.Create((a, b) => RowExpressions.Compare(keys, Leaf(a), Leaf(b))));

    private object? Value(Expression expression, object?[] row) => RowExpressions.Evaluate(expression, Leaf(row));

    private Func<Expression, object?> Leaf(object?[] row) => expression => expression switch
    {
        BoundReference reference => row[reference.Ordinal],
        SubqueryResult result => Run(shares!.Subqueries[result.Index]) switch
        {
            [] => null,
            [var only] => only[0],
            _ => throw new InvalidOperationException("SCALAR_SUBQUERY_TOO_MANY_ROWS"),
        },
        _ => throw new NotSupportedException($"{expression.GetType().Name} {expression.Sql}"),
    };
}
