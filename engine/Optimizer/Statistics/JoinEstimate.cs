using Spindle.Optimizer.Rewriting;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;

namespace Spindle.Optimizer.Statistics;

/// <summary>How many pairs a join condition keeps.</summary>
internal static class JoinEstimate
{
    public static RelationEstimate Of(Join join, RelationEstimate left, RelationEstimate right)
    {
        var keys = new List<(ColumnEstimate Left, ColumnEstimate Right)>();
        var rest = 1.0;
        var both = Both(left, right, left.Rows * right.Rows);
        foreach (var conjunct in Predicates.Conjuncts(join.Condition))
        {
            if (Key(conjunct, left, right) is { } key)
                keys.Add(key);
            else
                rest *= Selectivity.Of(conjunct, both);
        }

        var inner = Math.Max(1, left.Rows * right.Rows / Denominator(keys) * rest);
        switch (join.Kind)
        {
            case JoinKind.LeftSemi:
                return left.WithRows(Math.Max(1, left.Rows * MatchedFraction(keys, left, right) * (rest < 1 ? Math.Max(rest, 0.5) : 1)));
            case JoinKind.LeftAnti:
                return left.WithRows(Math.Max(1, left.Rows * Math.Max(0.05, 1 - (MatchedFraction(keys, left, right) * Math.Max(rest, 0.5)))));
            case JoinKind.Mark:
                return left;
            case JoinKind.Single:
                return Both(left, right, left.Rows);
            case JoinKind.Left:
                return Both(left, right, Math.Max(inner, left.Rows));
            case JoinKind.Right:
                return Both(left, right, Math.Max(inner, right.Rows));
            case JoinKind.Full:
                return Both(left, right, Math.Max(inner, left.Rows + right.Rows));
            default:
                return Both(left, right, inner);
        }
    }

    /// <summary>
    /// Distinct combinations of all keys together, of the side that has more of them; where the keys' product passes the rows of both tables they are taken
    /// for a compound key that one refers to the other by.
    /// </summary>
    public static double Denominator(IReadOnlyList<(ColumnEstimate Left, ColumnEstimate Right)> keys)
    {
        if (keys.Count == 0)
            return 1;
        var left = Combinations(keys.Select(k => k.Left));
        var right = Combinations(keys.Select(k => k.Right));
        return Math.Max(1, keys.Count > 1 && left.Capped && right.Capped ? Math.Min(left.Count, right.Count) : Math.Max(left.Count, right.Count));
    }

    public static (ColumnEstimate Left, ColumnEstimate Right)? Key(Expression conjunct, RelationEstimate left, RelationEstimate right)
    {
        if (conjunct is not Comparison { Operator: ComparisonOperator.Equal or ComparisonOperator.NullSafeEqual } equality
            || Column(equality.Left) is not { } a || Column(equality.Right) is not { } b)
            return null;
        if (left.Columns.ContainsKey(a) && right.Columns.ContainsKey(b))
            return (left.Of(a), right.Of(b));
        return left.Columns.ContainsKey(b) && right.Columns.ContainsKey(a) ? (left.Of(b), right.Of(a)) : null;
    }

    public static ColumnId? Column(Expression expression) => expression switch
    {
        ColumnReference column => column.Id,
        Cast cast => Column(cast.Child),
        _ => null,
    };

    /// <summary>The part of the left rows whose keys occur on the right.</summary>
    public static double MatchedFraction(IReadOnlyList<(ColumnEstimate Left, ColumnEstimate Right)> keys, RelationEstimate left, RelationEstimate right)
    {
        if (keys.Count == 0)
            return right.Rows >= 1 ? 1 : 0;
        var present = Math.Min(right.Rows, keys.Aggregate(1.0, (n, k) => n * Math.Max(1, k.Right.Distinct)));
        return Math.Clamp(present / Denominator(keys), 0, 1);
    }

    private static (double Count, bool Capped) Combinations(IEnumerable<ColumnEstimate> columns)
    {
        double product = 1, rows = 1;
        foreach (var column in columns)
        {
            product *= Math.Max(1, column.Domain);
            rows = Math.Max(rows, column.SourceRows);
        }

        return product > rows ? (rows, true) : (product, false);
    }

    private static RelationEstimate Both(RelationEstimate left, RelationEstimate right, double rows)
    {
        var columns = new Dictionary<ColumnId, ColumnEstimate>(left.Columns.Count + right.Columns.Count);
        foreach (var (id, column) in left.Columns)
            columns[id] = column.Thinned(left.Rows, rows);
        foreach (var (id, column) in right.Columns)
            columns[id] = column.Thinned(right.Rows, rows);
        return new RelationEstimate(rows, columns);
    }
}
