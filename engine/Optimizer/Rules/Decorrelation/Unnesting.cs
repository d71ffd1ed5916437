using Spindle.Optimizer.Rewriting;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;

namespace Spindle.Optimizer.Rules.Decorrelation;

/// <summary>Makes the right side of a dependent join independent of the left: the correlation becomes predicates of the join.</summary>
internal static class Unnesting
{
    /// <summary>
    /// The right side without outer references to the left, and the predicates over both sides that take their place. The right side's columns keep their ids;
    /// it may have more of them.
    /// </summary>
    /// <param name="duplicatesMatter">False where only the existence of a right row counts.</param>
    public static (LogicalPlan Right, List<Expression> Predicates) Of(LogicalPlan left, LogicalPlan right, bool duplicatesMatter)
    {
        var outer = OuterColumns(left, right);
        if (outer.Count == 0)
            return (right, []);
        return CorrelationPullUp.Try(right, outer.Keys.ToHashSet(), scalarAggregate: false, duplicatesMatter) is { } pulled
            ? (pulled.Plan, pulled.Predicates)
            : ByDomain(left, right, outer);
    }

    public static Dictionary<ColumnId, ColumnReference> OuterColumns(LogicalPlan left, LogicalPlan right)
    {
        var available = ColumnSets.OutputOf(left);
        return OuterReferences.Free(right).Where(c => available.Contains(c.Key)).ToDictionary();
    }

    /// <summary>The general way, for whatever plan: computes the right side for each distinct combination of outer values.</summary>
    public static (LogicalPlan Right, List<Expression> Predicates) ByDomain(LogicalPlan left, LogicalPlan right, Dictionary<ColumnId, ColumnReference> outer)
    {
        var (plan, domain) = new DomainPushDown(left, outer.Values).Push(right);
        return (plan, outer.Values.Select(Expression (c) => new Comparison(ComparisonOperator.NullSafeEqual, c, domain[c.Id])).ToList());
    }
}
