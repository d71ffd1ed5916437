using Spindle.Columnar.Types;
using Spindle.Optimizer.Rewriting;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;

namespace Spindle.Optimizer.Rules.Filters;

/// <summary>
/// An outer join whose null rows a condition further up drops is an inner join (a full join a left or right one).
/// <code>Filter r > 1 (Join Left (L) (R))  =>  Filter r > 1 (Join Inner (L) (R))</code>
/// </summary>
internal sealed class ConvertOuterJoins : Rule
{
    public override LogicalPlan Apply(LogicalPlan plan, PlanningContext context) =>
        plan.SelfAndDescendants().Any(n => n is Join { Kind: JoinKind.Left or JoinKind.Right or JoinKind.Full }) ? Walk(plan, []) : plan;

    /// <param name="plan">The plan to rewrite.</param>
    /// <param name="conditions">What rows must satisfy to be of use further up.</param>
    private static LogicalPlan Walk(LogicalPlan plan, List<Expression> conditions)
    {
        switch (plan)
        {
            case Filter filter:
                return filter.MapChildren(c => Walk(c, [.. conditions, .. Predicates.Conjuncts(filter.Condition)]));
            case Sort:
                return plan.MapChildren(c => Walk(c, conditions));
            case Project project:
                var definitions = Substitution.Definitions(project.Items);
                return project.MapChildren(c => Walk(c, conditions.Select(p => p.Replace(definitions)).ToList()));
            case Aggregate { Grouping.Count: > 0 } aggregate:
                var keys = aggregate.Grouping.OfType<ColumnReference>().Select(c => c.Id).ToHashSet();
                return aggregate.MapChildren(c => Walk(c, conditions.Where(keys.Covers).ToList()));
            case Join join:
                return Walk(join, conditions);
            default:
                return plan.MapChildren(c => Walk(c, []));
        }
    }

    private static LogicalPlan Walk(Join join, List<Expression> conditions)
    {
        var kind = join.Kind;
        if (kind is JoinKind.Left or JoinKind.Full && RejectsNulls(conditions, join.Right))
            kind = kind == JoinKind.Left ? JoinKind.Inner : JoinKind.Right;
        if (kind is JoinKind.Right or JoinKind.Full && RejectsNulls(conditions, join.Left))
            kind = kind == JoinKind.Right ? JoinKind.Inner : JoinKind.Left;
        var own = Predicates.Conjuncts(join.Condition);
        List<Expression> all = [.. conditions, .. own];
        var (left, right) = kind switch
        {
            JoinKind.Inner or JoinKind.Cross => (all, all),
            JoinKind.Left or JoinKind.Single or JoinKind.Mark => (conditions, own),
            JoinKind.LeftSemi => (all, own),
            JoinKind.LeftAnti => (conditions, join.NullAware ? [] : own),
            JoinKind.Right => (own, conditions),
            _ => ([], []),
        };
        if (join.NullAware)
            right = [];
        var newLeft = Walk(join.Left, left);
        var newRight = Walk(join.Right, right);
        return kind == join.Kind && ReferenceEquals(newLeft, join.Left) && ReferenceEquals(newRight, join.Right)
            ? join
            : join with { Kind = kind, Left = newLeft, Right = newRight };
    }

    private static bool RejectsNulls(List<Expression> conditions, LogicalPlan side)
    {
        if (conditions.Count == 0)
            return false;
        var columns = ColumnSets.OutputOf(side);
        return conditions.Any(c => NullPropagation.Rejects(c, columns));
    }
}
