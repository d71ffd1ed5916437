using Spindle.Analysis.Scopes;
using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;

namespace Spindle.Analysis.Plans;

/// <summary>Functions over rows as objects → the same over all of the child's columns, which are the objects' members.</summary>
internal sealed class ResolveUserRows : PlanRule<UserRows>
{
    protected override ResolvedPlan Resolve(UserRows plan, QueryScope scope)
    {
        var child = scope.Resolve(plan.Child).Sealed();
        return ResolvedPlan.Of(plan with { Child = child, Inputs = child.Output.Cast<Expression>().ToValueList() });
    }
}
