using Spindle.Optimizer.Rewriting;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;

namespace Spindle.Optimizer.Physical;

/// <summary>An equality between an expression over the left columns and one over the right.</summary>
internal sealed record JoinKey(Expression Left, Expression Right, bool NullSafe);

/// <summary>A join's condition as equal keys and what else a pair must satisfy.</summary>
internal sealed record JoinCondition(List<JoinKey> Keys, List<Expression> Rest)
{
    public static JoinCondition Of(Join join)
    {
        var left = ColumnSets.OutputOf(join.Left);
        var right = ColumnSets.OutputOf(join.Right);
        var keys = new List<JoinKey>();
        var rest = new List<Expression>();
        foreach (var conjunct in Predicates.Conjuncts(join.Condition))
        {
            if (conjunct is Comparison { Operator: ComparisonOperator.Equal or ComparisonOperator.NullSafeEqual } equality
                && equality.Left.IsDeterministic && equality.Right.IsDeterministic && Key(equality, left, right) is { } key)
            {
                if (!keys.Contains(key))
                    keys.Add(key);
            }
            else
            {
                rest.Add(conjunct);
            }
        }

        return new JoinCondition(keys, rest);
    }

    private static JoinKey? Key(Comparison equality, HashSet<ColumnId> left, HashSet<ColumnId> right)
    {
        var nullSafe = equality.Operator == ComparisonOperator.NullSafeEqual;
        if (left.Touches(equality.Left) && left.Covers(equality.Left) && right.Touches(equality.Right) && right.Covers(equality.Right))
            return new JoinKey(equality.Left, equality.Right, nullSafe);
        return left.Touches(equality.Right) && left.Covers(equality.Right) && right.Touches(equality.Left) && right.Covers(equality.Left)
            ? new JoinKey(equality.Right, equality.Left, nullSafe)
            : null;
    }
}
