using Spindle.Optimizer.Rewriting;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;

namespace Spindle.Optimizer.Rules.Filters;

/// <summary>
/// Conditions on one side go to that side where the join keeps its rows as they are; of an inner join the others become its condition.
/// <code>Filter l = 1 AND r = 2 AND l &lt; r (Join Inner L R)  =>  Join Inner on l &lt; r (Filter l = 1 (L)) (Filter r = 2 (R))</code>
/// </summary>
internal sealed class PushFilterThroughJoin : NodeRule
{
    public override LogicalPlan Rewrite(LogicalPlan node, PlanningContext context)
    {
        if (node is not Filter { Child: Join join } filter)
            return node;
        var isInner = join.Kind is JoinKind.Inner or JoinKind.Cross;
        var intoLeft = isInner || join.Kind is JoinKind.Left or JoinKind.Single or JoinKind.LeftSemi or JoinKind.LeftAnti or JoinKind.Mark;
        var intoRight = isInner || join.Kind is JoinKind.Right;
        var leftColumns = ColumnSets.OutputOf(join.Left);
        var rightColumns = ColumnSets.OutputOf(join.Right);
        List<Expression> left = [], right = [], both = [], stay = [];
        foreach (var conjunct in Predicates.Conjuncts(filter.Condition))
        {
            if (!Predicates.IsMovable(conjunct))
                stay.Add(conjunct);
            else if (intoLeft && leftColumns.Covers(conjunct))
                left.Add(conjunct);
            else if (intoRight && rightColumns.Covers(conjunct))
                right.Add(conjunct);
            else
                (isInner ? both : stay).Add(conjunct);
        }

        if (left.Count + right.Count + both.Count == 0)
            return node;
        var pushed = join with
        {
            Left = FilterSplit.Over(left, join.Left),
            Right = FilterSplit.Over(right, join.Right),
            Condition = Predicates.And(Predicates.Conjuncts(join.Condition).Concat(both)),
            Kind = both.Count > 0 ? JoinKind.Inner : join.Kind,
        };
        return FilterSplit.Over(stay, pushed);
    }
}
