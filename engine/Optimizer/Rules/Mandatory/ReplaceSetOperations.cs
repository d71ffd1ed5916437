using Spindle.Columnar.Types;
using Spindle.Optimizer.Rewriting;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;

namespace Spindle.Optimizer.Rules.Mandatory;

/// <summary>
/// INTERSECT and EXCEPT by joins; nulls are equal to one another there. The ALL forms number equal rows on both sides, so that the n-th copy meets the n-th copy.
/// <code>
/// A INTERSECT B      =>  Distinct(A) semi join B on a &lt;=&gt; b …
/// A EXCEPT B         =>  Distinct(A) anti join B on a &lt;=&gt; b …
/// A INTERSECT ALL B  =>  Window(row_number per row value, A) semi join Window(same, B) on a &lt;=&gt; b … and number = number
/// </code>
/// </summary>
internal sealed class ReplaceSetOperations : Rule
{
    public override LogicalPlan Apply(LogicalPlan plan, PlanningContext context) => plan.TransformDeep(node => node switch
    {
        SetOperation { Operator: SetOperator.Intersect } set => Rewrite(set, JoinKind.LeftSemi),
        SetOperation { Operator: SetOperator.Except } set => Rewrite(set, JoinKind.LeftAnti),
        _ => node,
    });

    private static LogicalPlan Rewrite(SetOperation set, JoinKind kind)
    {
        // A plan may stand on both sides (t INTERSECT t): one side then needs ids of its own.
        var right = ColumnSets.OutputOf(set.Left).Overlaps(ColumnSets.OutputOf(set.Right)) ? Renumbering.Copy(set.Right) : set.Right;
        var equal = set.Left.Output.Zip(right.Output, Expression (l, r) => new Comparison(ComparisonOperator.NullSafeEqual, l, r)).ToList();
        if (!set.All)
            return new Join(ReplaceDistinct.Of(set.Left), right, kind, Predicates.And(equal));

        var (leftNumbered, leftNumber) = Number(set.Left);
        var (rightNumbered, rightNumber) = Number(right);
        equal.Add(new Comparison(ComparisonOperator.Equal, leftNumber, rightNumber));
        return new Join(leftNumbered, rightNumbered, kind, Predicates.And(equal)).Narrow(set.Left.Output);
    }

    private static (LogicalPlan Plan, ColumnReference Number) Number(LogicalPlan plan)
    {
        var partition = plan.Output.Cast<Expression>().ToValueList();
        var number = RowNumber.Over(partition, plan.Output.Select(c => new SortKey(c, false, true)).ToValueList()).Named("row_number");
        return (new Window([number], plan), number.ToReference());
    }
}
