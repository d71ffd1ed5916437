using Spindle.Optimizer.Rewriting;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;

namespace Spindle.Optimizer.Rules.Filters;

/// <summary>A filter's conjuncts in two parts: those that go below the child and those that stay.</summary>
internal readonly record struct FilterSplit(List<Expression> Down, List<Expression> Stay)
{
    /// <summary>Only what may be evaluated for more rows than asked goes down, and only if the test agrees.</summary>
    public static FilterSplit Of(Expression condition, Func<Expression, bool> mayGoDown)
    {
        var split = new FilterSplit([], []);
        foreach (var conjunct in Predicates.Conjuncts(condition))
            (Predicates.IsMovable(conjunct) && mayGoDown(conjunct) ? split.Down : split.Stay).Add(conjunct);
        return split;
    }

    public static LogicalPlan Over(IReadOnlyList<Expression> conjuncts, LogicalPlan plan) => conjuncts.Count == 0 ? plan : new Filter(Predicates.And(conjuncts)!, plan);
}
