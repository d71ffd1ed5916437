using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;
using Spindle.Plans.Unresolved;

namespace Spindle.Sql;

/// <summary>Looks for columns of a query that stands around another one.</summary>
internal static class OuterColumns
{
    /// <summary>True where the plan has such columns, those aside that a plan inside of it means of the plan itself.</summary>
    public static bool AreIn(LogicalPlan plan)
    {
        if (plan.Expressions.Any(e => e.SelfAndDescendants().Any(d => d is UnresolvedOuter)))
            return true;
        return (plan is Join { IsLateral: true } join ? [join.Left] : plan.Children).Any(AreIn);
    }
}
