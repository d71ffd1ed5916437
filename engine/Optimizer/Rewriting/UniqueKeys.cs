using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;

namespace Spindle.Optimizer.Rewriting;

/// <summary>Proves that no two rows of a plan agree in some columns (nulls taken as equal).</summary>
internal static class UniqueKeys
{
    public static bool IsUnique(LogicalPlan plan, IReadOnlySet<ColumnId> columns)
    {
        switch (plan)
        {
            case Filter or Sort or Window:
                return IsUnique(((UnaryPlan)plan).Child, columns);
            case Limit limit:
                return limit.Count is Literal { Value: 0 or 1 or 0L or 1L } || IsUnique(limit.Child, columns);
            case Values values:
                return values.Rows.Count <= 1;
            case RangePlan range:
                return columns.Contains(range.Column.Id);
            case Aggregate aggregate:
                return aggregate.Grouping.All(g => aggregate.Results.Any(r => r.Unaliased().Equals(g) && columns.Contains(NamedOutput.Of(r).Id)));
            case Project project:
                var below = new HashSet<ColumnId>();
                foreach (var item in project.Items)
                    if (item.Unaliased() is ColumnReference column && columns.Contains(NamedOutput.Of(item).Id))
                        below.Add(column.Id);
                return IsUnique(project.Child, below);
            case Join { Kind: JoinKind.LeftSemi or JoinKind.LeftAnti or JoinKind.Mark or JoinKind.Single } join:
                return IsUnique(join.Left, columns);
            case Join { Kind: JoinKind.Inner or JoinKind.Cross or JoinKind.Left } join:
                return IsUnique(join.Left, columns) && IsUnique(join.Right, OnlyOf(join.Right, columns, join.Condition));
            default:
                return false;
        }
    }

    /// <summary>The columns, and those of the right side that a condition fixes by an equality with the left.</summary>
    private static HashSet<ColumnId> OnlyOf(LogicalPlan right, IReadOnlySet<ColumnId> columns, Expression? condition)
    {
        var output = ColumnSets.OutputOf(right);
        var known = new HashSet<ColumnId>(columns);
        foreach (var conjunct in Predicates.Conjuncts(condition))
        {
            if (conjunct is not Comparison { Operator: ComparisonOperator.Equal } equality)
                continue;
            if (equality.Left is ColumnReference a && output.Contains(a.Id) && !output.Touches(equality.Right))
                known.Add(a.Id);
            if (equality.Right is ColumnReference b && output.Contains(b.Id) && !output.Touches(equality.Left))
                known.Add(b.Id);
        }

        return known;
    }
}
