using Spindle.Analysis.Scopes;
using Spindle.Plans.Unresolved;

namespace Spindle.Analysis.Plans;

/// <summary>A pipe operator's input → itself: its clauses are no part of the operator's.</summary>
internal sealed class ResolvePipe : PlanRule<UnresolvedPipe>
{
    protected override ResolvedPlan Resolve(UnresolvedPipe plan, QueryScope scope) => scope.Resolve(plan.Child);
}
