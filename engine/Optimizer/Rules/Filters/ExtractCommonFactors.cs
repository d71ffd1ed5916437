using Spindle.Optimizer.Rewriting;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;

namespace Spindle.Optimizer.Rules.Filters;

/// <summary>
/// What every branch of a disjunction demands is demanded once, outside.
/// <code>(a AND b) OR (a AND c)  =>  a AND (b OR c)</code>
/// </summary>
internal sealed class ExtractCommonFactors : NodeRule
{
    public override LogicalPlan Rewrite(LogicalPlan node, PlanningContext context) =>
        node is Filter or Join ? node.MapExpressions(e => e.Transform(Extract)) : node;

    private static Expression Extract(Expression expression)
    {
        if (expression is not Or)
            return expression;
        var branches = Predicates.Disjuncts(expression).Select(Predicates.Conjuncts).ToList();
        var common = branches[0].Where(c => Predicates.IsMovable(c) && branches.Skip(1).All(b => b.Contains(c))).Distinct().ToList();
        if (common.Count == 0)
            return expression;
        var rests = branches.Select(b => Predicates.And(b.Where(c => !common.Contains(c)))).ToList();

        // A branch that demands nothing more makes the others superfluous.
        return Predicates.And(rests.Any(r => r is null) ? common : [.. common, Predicates.Or(rests!)])!;
    }
}
