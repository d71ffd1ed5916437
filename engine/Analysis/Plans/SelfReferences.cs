using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;
using Spindle.Plans.Unresolved;

namespace Spindle.Analysis.Plans;

/// <summary>Whether a query reads a table of some name that no WITH of its own defines.</summary>
internal static class SelfReferences
{
    public static bool In(LogicalPlan plan, string name)
    {
        if (plan is UnresolvedRelation { Parts: [var part] } && part.Equals(name, StringComparison.OrdinalIgnoreCase))
            return true;
        if (plan is UnresolvedWith with)
            return InWith(with, name);
        return plan.Children.Any(c => In(c, name)) || plan.Expressions.Any(e => e.SelfAndDescendants().OfType<SubqueryExpression>().Any(s => In(s.Plan, name)));
    }

    private static bool InWith(UnresolvedWith with, string name)
    {
        foreach (var table in with.Tables)
        {
            var same = table.Name.Equals(name, StringComparison.OrdinalIgnoreCase);
            if (!(same && with.Recursive) && In(table.Plan, name))
                return true;
            if (same)
                return false;
        }

        return In(with.Child, name);
    }
}
