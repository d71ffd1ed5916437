using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;

namespace Spindle.Optimizer.Rewriting;

/// <summary>The conditions that hold for every row of a plan, over its output columns: filters pulled up. Remembers plans by identity.</summary>
internal sealed class KnownPredicates
{
    private readonly Dictionary<LogicalPlan, HashSet<Expression>> known = new(ReferenceEqualityComparer.Instance);

    public HashSet<Expression> Of(LogicalPlan plan)
    {
        if (known.TryGetValue(plan, out var predicates))
            return predicates;
        return known[plan] = Compute(plan);
    }

    private HashSet<Expression> Compute(LogicalPlan plan)
    {
        switch (plan)
        {
            case Filter filter:
                return [.. Of(filter.Child), .. Movable(filter.Condition)];
            case Sort or Limit or Window or Generate:
                return Of(((UnaryPlan)plan).Child);
            case Project or Aggregate:
                var output = ColumnSets.OutputOf(plan);
                return Of(((UnaryPlan)plan).Child).Where(output.Covers).ToHashSet();
            case Join { Kind: JoinKind.Inner or JoinKind.Cross } join:
                return [.. Of(join.Left), .. Of(join.Right), .. Movable(join.Condition)];
            case Join { Kind: JoinKind.LeftSemi or JoinKind.LeftAnti or JoinKind.Mark or JoinKind.Left or JoinKind.Single } join:
                return Of(join.Left);
            case Join { Kind: JoinKind.Right } join:
                return Of(join.Right);
            default:
                return [];
        }
    }

    private static IEnumerable<Expression> Movable(Expression? condition) => Predicates.Conjuncts(condition).Where(Predicates.IsMovable);
}
