using Spindle.Plans.Expressions;

namespace Spindle.Optimizer.Rewriting;

/// <summary>Conditions as lists of conjuncts or disjuncts.</summary>
internal static class Predicates
{
    public static List<Expression> Conjuncts(Expression? condition)
    {
        var list = new List<Expression>();
        if (condition is not null)
            Split<And>(condition, list);
        return list;
    }

    public static List<Expression> Disjuncts(Expression condition)
    {
        var list = new List<Expression>();
        Split<Or>(condition, list);
        return list;
    }

    /// <summary>All of them ANDed from the left; null for none.</summary>
    public static Expression? And(IEnumerable<Expression> conjuncts)
    {
        Expression? all = null;
        foreach (var conjunct in conjuncts)
            all = all is null ? conjunct : new And(all, conjunct);
        return all;
    }

    public static Expression Or(IEnumerable<Expression> disjuncts) => disjuncts.Aggregate((left, right) => new Or(left, right));

    /// <summary>True where it may be evaluated for rows that the query did not ask it of, any number of times.</summary>
    public static bool IsMovable(Expression expression) => !expression.CanRaise && expression.IsDeterministic;

    private static void Split<T>(Expression condition, List<Expression> into)
        where T : Expression
    {
        if (condition is T)
        {
            foreach (var child in condition.Children)
                Split<T>(child, into);
        }
        else
        {
            into.Add(condition);
        }
    }
}
