using Spindle.Analysis.Scopes;
using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;
using Spindle.Plans.Unresolved;

namespace Spindle.Analysis.Plans;

/// <summary>
/// Hints advise; no answer hangs on them. Those that say how rows are spread, or how a relation is to be joined, become a plan of their own, where they can be followed; others are dropped.
/// </summary>
internal sealed class ResolveHint : PlanRule<UnresolvedHint>
{
    protected override ResolvedPlan Resolve(UnresolvedHint plan, QueryScope scope)
    {
        if (JoinHints.Strategy(plan.Name) is not { } strategy)
            return Spread(plan, scope);
        if (plan.Arguments.Count > 0)
            return scope.Resolve(HintedRelations.Of(plan, plan.Child, scope.Session.NameComparison));
        var child = scope.Resolve(plan.Child);
        return child.With(new ResolvedHint(strategy, child.Plan) { Origin = plan.Origin });
    }

    private static ResolvedPlan Spread(UnresolvedHint plan, QueryScope scope)
    {
        var child = scope.Resolve(plan.Child);
        var count = plan.Arguments is [Literal { Value: int and > 0 and var given }, ..] ? given : (int?)null;
        var columns = plan.Arguments.Skip(plan.Arguments is [Literal, ..] ? 1 : 0).ToList();
        RepartitionKind? kind = plan.Name switch
        {
            "REPARTITION" or "REBALANCE" when columns.Count > 0 => RepartitionKind.Hash,
            "REPARTITION" when count is not null => RepartitionKind.RoundRobin,
            "REBALANCE" => RepartitionKind.RoundRobin,
            "REPARTITION_BY_RANGE" when columns.Count > 0 => RepartitionKind.Range,
            "COALESCE" when count is not null && columns.Count == 0 => RepartitionKind.Coalesce,
            _ => null,
        };
        if (kind is null)
            return child;
        var expressions = scope.Over(child.Scope(scope.Session.NameComparison));
        var keys = columns.Select(c => new SortKey(expressions.Resolve(c), Descending: false, NullsFirst: true)).ToValueList();
        return child.With(new Repartition(kind.Value, count, keys, child.Plan) { Origin = plan.Origin });
    }
}
