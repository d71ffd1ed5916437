using Spindle.Plans.Expressions;

namespace Spindle.Optimizer.Tests.Reference;

/// <summary>Evaluates expressions over whole numbers, booleans and nulls, row by row, by the book. References and subqueries are the caller's.</summary>
internal static class RowExpressions
{
    public static object? Evaluate(Expression expression, Func<Expression, object?> leaf)
    {
        object? Of(Expression e) => Evaluate(e, leaf);
        switch (expression)
        {
            case Literal literal:
                return literal.Value switch
                {
                    int n => (long)n,
                    Int128 n => (long)n,
                    var other => other,
                };
            case Alias alias:
                return Of(alias.Child);
            case Cast cast:
                return Of(cast.Child);
            case And and:
                return Of(and.Left) is false || Of(and.Right) is false ? false : Of(and.Left) is null || Of(and.Right) is null ? null : true;
            case Or or:
                return Of(or.Left) is true || Of(or.Right) is true ? true : Of(or.Left) is null || Of(or.Right) is null ? null : false;
            case Not not:
                return Of(not.Child) is bool b ? !b : null;
            case IsNull test:
                return Of(test.Child) is null;
            case IsNotNull test:
                return Of(test.Child) is not null;
            case Coalesce coalesce:
                return coalesce.Arguments.Select(Of).FirstOrDefault(v => v is not null);
            case Comparison { Operator: ComparisonOperator.NullSafeEqual } equality:
                return Equals(Of(equality.Left), Of(equality.Right));
            case Comparison comparison:
                return Compare(comparison.Operator, Of(comparison.Left), Of(comparison.Right));
            case InList list:
                return In(list.Items.Select(i => Compare(ComparisonOperator.Equal, Of(list.Value), Of(i))));
            case Arithmetic arithmetic:
                return Of(arithmetic.Left) is long x && Of(arithmetic.Right) is long y
                    ? arithmetic.Operator switch
                    {
                        ArithmeticOperator.Add => x + y,
                        ArithmeticOperator.Subtract => x - y,
                        _ => x * y,
                    }
                    : null;
            case Case branches:
                for (var i = 0; i < branches.Conditions.Count; i++)
                    if (Of(branches.Conditions[i]) is true)
                        return Of(branches.Values[i]);
                return branches.Else is null ? null : Of(branches.Else);
            default:
                return leaf(expression);
        }
    }

    /// <summary>True if one is true, null if one is null, else false.</summary>
    public static object? In(IEnumerable<object?> equalities)
    {
        var unknown = false;
        foreach (var equal in equalities)
        {
            if (equal is true)
                return true;
            unknown |= equal is null;
        }

        return unknown ? null : false;
    }

    public static object? Aggregate(AggregateCall call, IReadOnlyList<Func<Expression, object?>> rows)
    {
        var counted = rows.Where(r => call.Filter is null || Evaluate(call.Filter, r) is true).ToList();
        var values = counted.Select(r => call.Arguments.Count == 0 ? 1L : Evaluate(call.Arguments[0], r)).Where(v => v is not null).Cast<long>();
        if (call.Distinct)
            values = values.Distinct();
        var list = values.ToList();
        return call.Function switch
        {
            "count" => (long)list.Count,
            "sum" => list.Count == 0 ? null : list.Sum(),
            "min" => list.Count == 0 ? null : list.Min(),
            "max" => list.Count == 0 ? null : list.Max(),
            _ => throw new NotSupportedException(call.Function),
        };
    }

    public static int Compare(IEnumerable<SortKey> keys, Func<Expression, object?> left, Func<Expression, object?> right)
    {
        foreach (var key in keys)
        {
            var a = Evaluate(key.Expression, left);
            var b = Evaluate(key.Expression, right);
            if (Equals(a, b))
                continue;
            if (a is null || b is null)
                return (a is null) == key.NullsFirst ? -1 : 1;
            return ((long)a).CompareTo((long)b) * (key.Descending ? -1 : 1);
        }

        return 0;
    }

    private static object? Compare(ComparisonOperator op, object? left, object? right)
    {
        if (left is null || right is null)
            return null;
        var order = Comparer<object>.Default.Compare(left, right);
        return op switch
        {
            ComparisonOperator.Equal => order == 0,
            ComparisonOperator.NotEqual => order != 0,
            ComparisonOperator.Less => order < 0,
            ComparisonOperator.LessOrEqual => order <= 0,
            ComparisonOperator.Greater => order > 0,
            _ => order >= 0,
        };
    }
}
