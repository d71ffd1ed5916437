using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;

namespace Spindle.Optimizer.Rules.Limits;

/// <summary>
/// <code>Limit 3 (Limit 5 (X))  =>  Limit 3 (X)</code>
/// </summary>
internal sealed class MergeLimits : NodeRule
{
    public override LogicalPlan Rewrite(LogicalPlan node, PlanningContext context) =>
        node is Limit { Count: Literal outer, Offset: null, Child: Limit { Count: Literal inner } below } && Count(outer) is { } o && Count(inner) is { } i
            ? below with { Count = o <= i ? outer : inner }
            : node;

    private static long? Count(Literal literal) => literal.Value switch
    {
        int n => n,
        long n => n,
        _ => null,
    };
}
