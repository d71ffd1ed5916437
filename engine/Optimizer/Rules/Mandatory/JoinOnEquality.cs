using Spindle.Optimizer.Rewriting;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;

namespace Spindle.Optimizer.Rules.Mandatory;

/// <summary>
/// Makes the equalities in WHERE between the tables of a comma list the keys of their joins, in the order written. The full list of rules does more than that; this one is for
/// plans that stay as they were written otherwise, where a list of six tables would be a product that never ends.
/// <code>Filter a = c AND b = 1 (Join Cross L R)  =>  Filter b = 1 (Join Inner on a = c L R)</code>
/// </summary>
internal sealed class JoinOnEquality : Rule
{
    public override LogicalPlan Apply(LogicalPlan plan, PlanningContext context) => plan.TransformDeep(node => node is Filter filter ? Place(filter) : node);

    private static LogicalPlan Place(Filter filter)
    {
        var child = filter.Child;
        List<Expression> stay = [];
        foreach (var conjunct in Predicates.Conjuncts(filter.Condition))
        {
            if (conjunct is Comparison { Operator: ComparisonOperator.Equal } equality && Predicates.IsMovable(equality) && Sink(child, equality) is { } placed)
                child = placed;
            else
                stay.Add(conjunct);
        }

        return ReferenceEquals(child, filter.Child) ? filter : Predicates.And(stay) is { } rest ? new Filter(rest, child) { Origin = filter.Origin } : child;
    }

    /// <summary>The plan with the equality as a key of the lowest inner join that has both its sides; null where there is none.</summary>
    private static LogicalPlan? Sink(LogicalPlan plan, Comparison equality)
    {
        switch (plan)
        {
            case Filter filter:
                return Sink(filter.Child, equality) is { } below ? filter with { Child = below } : null;
            case Join { Kind: JoinKind.LeftSemi or JoinKind.LeftAnti or JoinKind.Left or JoinKind.Single or JoinKind.Mark } join when ColumnSets.OutputOf(join.Left).Covers(equality):
                return Sink(join.Left, equality) is { } kept ? join with { Left = kept } : null;
            case Join { Kind: JoinKind.Inner or JoinKind.Cross } join:
                var left = ColumnSets.OutputOf(join.Left);
                var right = ColumnSets.OutputOf(join.Right);
                if (left.Covers(equality))
                    return Sink(join.Left, equality) is { } first ? join with { Left = first } : null;
                if (right.Covers(equality))
                    return Sink(join.Right, equality) is { } second ? join with { Right = second } : null;
                return Splits(equality, left, right) || Splits(equality, right, left)
                    ? join with { Kind = JoinKind.Inner, Condition = join.Condition is { } condition ? new And(condition, equality) : equality }
                    : null;
            default:
                return null;
        }
    }

    private static bool Splits(Comparison equality, HashSet<ColumnId> left, HashSet<ColumnId> right) =>
        left.Touches(equality.Left) && left.Covers(equality.Left) && right.Touches(equality.Right) && right.Covers(equality.Right);
}
