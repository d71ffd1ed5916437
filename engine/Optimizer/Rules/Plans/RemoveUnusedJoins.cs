using Spindle.Optimizer.Rewriting;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;

namespace Spindle.Optimizer.Rules.Plans;

/// <summary>
/// A left join that adds no columns that anyone reads, and never a second row, does nothing. Neither does a mark join whose mark nobody reads.
/// <code>Project [a] (Join Left on a = k (A) (Aggregate [k] (B)))  =>  Project [a] (A)</code>
/// </summary>
internal sealed class RemoveUnusedJoins : Rule
{
    public override LogicalPlan Apply(LogicalPlan plan, PlanningContext context)
    {
        if (!plan.SelfAndDescendants().Any(n => n is Join { Kind: JoinKind.Left or JoinKind.Mark }))
            return plan;
        return plan.Transform(node => node is Join { Kind: JoinKind.Left or JoinKind.Mark } join && IsUnused(join, plan) ? join.Left : node);
    }

    private static bool IsUnused(Join join, LogicalPlan root)
    {
        var added = join.Kind == JoinKind.Mark ? [join.MarkColumn!.Id] : ColumnSets.OutputOf(join.Right);
        if (IsRead(root, join, added))
            return false;
        return join.Kind == JoinKind.Mark || UniqueKeys.IsUnique(join.Right, KeysOf(join));
    }

    /// <summary>Whether any node but the join itself, and what is below its right side, reads one of the columns.</summary>
    private static bool IsRead(LogicalPlan node, Join join, HashSet<ColumnId> columns)
    {
        if (node is Join other && other.Condition == join.Condition && other.MarkColumn == join.MarkColumn && ReferenceEquals(other.Right, join.Right))
            return IsRead(join.Left, join, columns);
        return node.Expressions.Any(columns.Touches) || node.Children.Any(c => IsRead(c, join, columns));
    }

    private static HashSet<ColumnId> KeysOf(Join join)
    {
        var right = ColumnSets.OutputOf(join.Right);
        var keys = new HashSet<ColumnId>();
        foreach (var conjunct in Predicates.Conjuncts(join.Condition))
        {
            if (conjunct is not Comparison { Operator: ComparisonOperator.Equal or ComparisonOperator.NullSafeEqual } equality)
                continue;
            if (equality.Left is ColumnReference a && right.Contains(a.Id) && !right.Touches(equality.Right))
                keys.Add(a.Id);
            if (equality.Right is ColumnReference b && right.Contains(b.Id) && !right.Touches(equality.Left))
                keys.Add(b.Id);
        }

        return keys;
    }
}
