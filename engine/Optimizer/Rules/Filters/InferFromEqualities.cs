using Spindle.Optimizer.Rewriting;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;

namespace Spindle.Optimizer.Rules.Filters;

/// <summary>
/// What is known of a column on one side of a join holds for the column that it must equal on the other side.
/// <code>Join Inner on a = b (Filter a = 1 (L)) (R)  =>  Join Inner on a = b (Filter a = 1 (L)) (Filter b = 1 (R))</code>
/// </summary>
internal sealed class InferFromEqualities : Rule
{
    public override LogicalPlan Apply(LogicalPlan plan, PlanningContext context)
    {
        var known = new KnownPredicates();
        return plan.Transform(node => node is Join { Condition: not null, NullAware: false } join ? Infer(join, known) : node);
    }

    private static Join Infer(Join join, KnownPredicates known)
    {
        var toRight = join.Kind is JoinKind.Inner or JoinKind.Left or JoinKind.LeftSemi or JoinKind.LeftAnti or JoinKind.Single or JoinKind.Mark;
        var toLeft = join.Kind is JoinKind.Inner or JoinKind.LeftSemi or JoinKind.Right;
        if (!toLeft && !toRight)
            return join;
        var left = ColumnSets.OutputOf(join.Left);
        var right = ColumnSets.OutputOf(join.Right);
        var pairs = new List<(ColumnReference Left, ColumnReference Right)>();
        foreach (var conjunct in Predicates.Conjuncts(join.Condition))
        {
            if (conjunct is not Comparison { Operator: ComparisonOperator.Equal, Left: ColumnReference a, Right: ColumnReference b } || a.Type != b.Type)
                continue;
            if (left.Contains(a.Id) && right.Contains(b.Id))
                pairs.Add((a, b));
            else if (left.Contains(b.Id) && right.Contains(a.Id))
                pairs.Add((b, a));
        }

        if (pairs.Count == 0)
            return join;
        var knownLeft = known.Of(join.Left);
        var knownRight = known.Of(join.Right);
        var newLeft = toLeft ? Derive(knownRight, pairs.Select(p => (p.Right, p.Left)), knownLeft) : [];
        var newRight = toRight ? Derive(knownLeft, pairs, knownRight) : [];
        return newLeft.Count + newRight.Count == 0
            ? join
            : join with { Left = FilterSplit.Over(newLeft, join.Left), Right = FilterSplit.Over(newRight, join.Right) };
    }

    private static List<Expression> Derive(HashSet<Expression> source, IEnumerable<(ColumnReference From, ColumnReference To)> pairs, HashSet<Expression> present)
    {
        var derived = new List<Expression>();
        foreach (var (from, to) in pairs)
        {
            foreach (var predicate in source)
            {
                var columns = ColumnSets.Of(predicate);
                if (predicate is IsNotNull || columns.Count != 1 || !columns.Contains(from.Id))
                    continue;
                var copy = predicate.Replace(new Dictionary<ColumnId, Expression> { [from.Id] = to });
                if (!present.Contains(copy) && !derived.Contains(copy))
                    derived.Add(copy);
            }
        }

        return derived;
    }
}
