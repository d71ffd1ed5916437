using Spindle.Optimizer.Rewriting;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;

namespace Spindle.Optimizer.Rules.Decorrelation;

/// <summary>Proves that a row meets at most one row of a plan.</summary>
internal static class SingleRow
{
    public static bool IsCertain(LogicalPlan right, List<Expression> predicates)
    {
        var columns = ColumnSets.OutputOf(right);
        var fixedColumns = new HashSet<ColumnId>();
        foreach (var predicate in predicates)
        {
            if (predicate is not Comparison { Operator: ComparisonOperator.Equal or ComparisonOperator.NullSafeEqual } equality)
                continue;
            if (equality.Left is ColumnReference left && columns.Contains(left.Id) && !columns.Touches(equality.Right))
                fixedColumns.Add(left.Id);
            if (equality.Right is ColumnReference other && columns.Contains(other.Id) && !columns.Touches(equality.Left))
                fixedColumns.Add(other.Id);
        }

        return UniqueKeys.IsUnique(right, fixedColumns);
    }
}
