using Spindle.Optimizer.Rewriting;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;

namespace Spindle.Optimizer.Rules.Filters;

/// <summary>
/// A disjunction over both sides of a join whose every branch says something of one side implies the disjunction of these parts, which filters that side early.
/// <code>
/// Join on (a = 1 AND b = 2) OR (a = 3 AND b = 4) (A) (B)
///   =>  Join on (same) (Filter a = 1 OR a = 3 (A)) (Filter b = 2 OR b = 4 (B))
/// </code>
/// </summary>
internal sealed class DeriveOneSidedConditions : Rule
{
    public override LogicalPlan Apply(LogicalPlan plan, PlanningContext context)
    {
        var known = new KnownPredicates();
        return plan.Transform(node => node is Join { Kind: JoinKind.Inner or JoinKind.LeftSemi, Condition: not null } join ? Derive(join, known) : node);
    }

    private static Join Derive(Join join, KnownPredicates known)
    {
        var disjunctions = Predicates.Conjuncts(join.Condition).Where(c => c is Or).Select(Predicates.Disjuncts).ToList();
        if (disjunctions.Count == 0)
            return join;
        var left = New(disjunctions, join.Left, known);
        var right = New(disjunctions, join.Right, known);
        return left.Count + right.Count == 0
            ? join
            : join with { Left = FilterSplit.Over(left, join.Left), Right = FilterSplit.Over(right, join.Right) };
    }

    private static List<Expression> New(List<List<Expression>> disjunctions, LogicalPlan side, KnownPredicates known)
    {
        var derived = new List<Expression>();
        var columns = ColumnSets.OutputOf(side);
        foreach (var branches in disjunctions)
        {
            var parts = branches.Select(b => Predicates.And(Predicates.Conjuncts(b).Where(c => Predicates.IsMovable(c) && columns.Covers(c) && columns.Touches(c)))).ToList();
            if (parts.Any(p => p is null))
                continue;
            var condition = Expressions.SimplifyExpressions.Simplify(Predicates.Or(parts.Distinct()!));
            if (!Predicates.Conjuncts(condition).All(known.Of(side).Contains))
                derived.Add(condition);
        }

        return derived;
    }
}
