using Spindle.Optimizer.Rewriting;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;

namespace Spindle.Optimizer.Rules.Filters;

/// <summary>
/// Parts of a join condition that read one side alone filter that side, where a row of it that fails them could only vanish.
/// <code>Join Left on l = r AND r > 5 (L) (R)  =>  Join Left on l = r (L) (Filter r > 5 (R))</code>
/// </summary>
internal sealed class PushJoinConditionIntoSides : NodeRule
{
    public override LogicalPlan Rewrite(LogicalPlan node, PlanningContext context)
    {
        if (node is not Join { Condition: { } condition, NullAware: false } join)
            return node;
        var intoLeft = join.Kind is JoinKind.Inner or JoinKind.Cross or JoinKind.Right or JoinKind.LeftSemi;
        var intoRight = join.Kind is JoinKind.Inner or JoinKind.Cross or JoinKind.Left or JoinKind.LeftSemi or JoinKind.LeftAnti or JoinKind.Mark or JoinKind.Single;
        var leftColumns = ColumnSets.OutputOf(join.Left);
        var rightColumns = ColumnSets.OutputOf(join.Right);
        List<Expression> left = [], right = [], stay = [];
        foreach (var conjunct in Predicates.Conjuncts(condition))
        {
            var movable = Predicates.IsMovable(conjunct);
            if (movable && intoLeft && leftColumns.Covers(conjunct))
                left.Add(conjunct);
            else if (movable && intoRight && rightColumns.Covers(conjunct))
                right.Add(conjunct);
            else
                stay.Add(conjunct);
        }

        return left.Count + right.Count == 0
            ? node
            : join with { Left = FilterSplit.Over(left, join.Left), Right = FilterSplit.Over(right, join.Right), Condition = Predicates.And(stay) };
    }
}
