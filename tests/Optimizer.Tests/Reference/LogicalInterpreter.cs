using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;

namespace Spindle.Optimizer.Tests.Reference;

/// <summary>Runs an analysed plan as it stands: subqueries once for every row, joins by every pair. What the optimised plan must agree with.</summary>
internal sealed class LogicalInterpreter(SmallTables tables)
{
    private readonly Dictionary<long, LogicalPlan> commonTables = [];

    public List<object?[]> Run(LogicalPlan plan) => Run(plan, new Dictionary<ColumnId, object?>());

    private List<object?[]> Run(LogicalPlan plan, IReadOnlyDictionary<ColumnId, object?> outer)
    {
        switch (plan)
        {
            case Relation relation:
                return tables.Rows(relation.Table.DisplayName).Select(r => relation.Ordinals.Select(o => r[o]).ToArray()).ToList();
            case Values values:
                return values.Rows.Select(r => r.Select(e => Value(e, [], values, outer)).ToArray()).ToList();
            case Filter filter:
                return Run(filter.Child, outer).Where(r => Value(filter.Condition, r, filter.Child, outer) is true).ToList();
            case Project project:
                return Run(project.Child, outer).Select(r => project.Items.Select(i => Value(i, r, project.Child, outer)).ToArray()).ToList();
            case Join join:
                return RunJoin(join, outer);
            case Aggregate aggregate:
                return RunAggregate(aggregate, outer);
            case Distinct distinct:
                return Run(distinct.Child, outer).GroupBy(Key).Select(g => g.First()).ToList();
            case Union union:
                return union.Inputs.SelectMany(i => Run(i, outer)).ToList();
            case SetOperation set:
                return RunSet(set, Run(set.Left, outer), Run(set.Right, outer));
            case Sort sort:
                var rows = Run(sort.Child, outer).ToList();
                return rows.OrderBy(r => r, Comparer<object?[]>.Create((a, b) => RowExpressions.Compare(sort.Keys, Leaf(a, sort.Child, outer), Leaf(b, sort.Child, outer)))).ToList();
            case Limit limit:
                var skipped = limit.Offset is null ? 0L : (long)Value(limit.Offset, [], limit, outer)!;
                var kept = limit.Count is null ? long.MaxValue : (long)Value(limit.Count, [], limit, outer)!;
                return Run(limit.Child, outer).Skip((int)skipped).Take((int)Math.Min(kept, int.MaxValue)).ToList();
            case With with:
                foreach (var table in with.Tables)
                    commonTables[table.Id] = table.Plan;
                return Run(with.Child, outer);
            case CommonTableReference reference:
                return Run(commonTables[reference.CommonTableId], outer);
            default:
                throw new NotSupportedException(plan.Describe());
        }
    }

    public static string Key(object?[] row) => string.Join("|", row.Select(v => v ?? "null"));

    private List<object?[]> RunJoin(Join join, IReadOnlyDictionary<ColumnId, object?> outer)
    {
        var left = Run(join.Left, outer);
        var columns = join.Left.Output;
        var fixedRight = join.IsLateral ? null : Run(join.Right, outer);
        var pair = new Join(join.Left, join.Right, JoinKind.Inner, null);
        return RowJoin.Of(join.Kind, join.NullAware, left, l => fixedRight ?? (l.Length == 0 ? [] : Run(join.Right, Extend(outer, columns, l))), join.Right.Output.Count, columns.Count,
            (l, r) => join.Condition is null ? true : Value(join.Condition, [.. l, .. r], pair, outer));
    }

    private List<object?[]> RunAggregate(Aggregate aggregate, IReadOnlyDictionary<ColumnId, object?> outer)
    {
        var rows = Run(aggregate.Child, outer);
        var groups = rows.GroupBy(r => Key(aggregate.Grouping.Select(g => Value(g, r, aggregate.Child, outer)).ToArray())).Select(g => g.ToList()).ToList();
        if (aggregate.Grouping.Count == 0)
            groups = [rows];
        return groups.Select(group =>
        {
            var leaves = group.Select(r => Leaf(r, aggregate.Child, outer)).ToList();
            Func<Expression, object?> leaf = null!;
            leaf = e => e is AggregateCall call ? RowExpressions.Aggregate(call, leaves) : leaves[0](e);
            return aggregate.Results.Select(r => RowExpressions.Evaluate(r, leaf)).ToArray();
        }).ToList();
    }

    private static List<object?[]> RunSet(SetOperation set, List<object?[]> left, List<object?[]> right)
    {
        var counts = right.GroupBy(Key).ToDictionary(g => g.Key, g => g.Count());
        if (!set.All)
            return left.GroupBy(Key).Where(g => counts.ContainsKey(g.Key) == (set.Operator == SetOperator.Intersect)).Select(g => g.First()).ToList();
        return left.GroupBy(Key).SelectMany(g =>
        {
            var other = counts.GetValueOrDefault(g.Key);
            return g.Take(set.Operator == SetOperator.Intersect ? Math.Min(g.Count(), other) : Math.Max(0, g.Count() - other));
        }).ToList();
    }

    private object? Value(Expression expression, object?[] row, LogicalPlan child, IReadOnlyDictionary<ColumnId, object?> outer) =>
        RowExpressions.Evaluate(expression, Leaf(row, child, outer));

    private Func<Expression, object?> Leaf(object?[] row, LogicalPlan child, IReadOnlyDictionary<ColumnId, object?> outer)
    {
        var columns = row.Length == 0 ? [] : child.Output;
        Func<Expression, object?> leaf = null!;
        leaf = expression => expression switch
        {
            ColumnReference column => row[columns.ToList().FindIndex(c => c.Id == column.Id)],
            OuterReference reference => outer[reference.Column.Id],
            Exists exists => Run(exists.Plan, Extend(outer, columns, row)).Count > 0,
            ScalarSubquery scalar => Run(scalar.Plan, Extend(outer, columns, row)) switch
            {
                [] => null,
                [var only] => only[0],
                _ => throw new InvalidOperationException("SCALAR_SUBQUERY_TOO_MANY_ROWS"),
            },
            InSubquery membership => RowExpressions.In(Run(membership.Plan, Extend(outer, columns, row)).Select(r =>
                All(membership.Values.Select((v, i) => RowExpressions.Evaluate(new Comparison(ComparisonOperator.Equal, v, new Literal(r[i], v.Type)), leaf))))),
            _ => throw new NotSupportedException($"{expression.GetType().Name} {expression.Sql}"),
        };
        return leaf;
    }

    private static object? All(IEnumerable<object?> conditions) => RowExpressions.In(conditions.Select(c => c is bool b ? (object)!b : null)) is bool any ? !any : null;

    private static Dictionary<ColumnId, object?> Extend(IReadOnlyDictionary<ColumnId, object?> outer, IReadOnlyList<ColumnReference> columns, object?[] row)
    {
        var extended = new Dictionary<ColumnId, object?>(outer);
        for (var i = 0; i < columns.Count; i++)
            extended[columns[i].Id] = row[i];
        return extended;
    }
}
