using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;

namespace Spindle.Optimizer.Rewriting;

/// <summary>Which columns expressions read and plans produce.</summary>
internal static class ColumnSets
{
    public static HashSet<ColumnId> Of(Expression expression)
    {
        var set = new HashSet<ColumnId>();
        Add(expression, set);
        return set;
    }

    public static HashSet<ColumnId> Of(IEnumerable<Expression> expressions)
    {
        var set = new HashSet<ColumnId>();
        foreach (var expression in expressions)
            Add(expression, set);
        return set;
    }

    public static void Add(Expression expression, HashSet<ColumnId> into)
    {
        if (expression is ColumnReference column)
        {
            into.Add(column.Id);
            return;
        }

        foreach (var child in expression.Children)
            Add(child, into);
    }

    /// <summary>True where every column that the expression reads is in the set.</summary>
    public static bool Covers(this HashSet<ColumnId> set, Expression expression)
    {
        if (expression is ColumnReference column)
            return set.Contains(column.Id);
        foreach (var child in expression.Children)
            if (!set.Covers(child))
                return false;
        return true;
    }

    /// <summary>True where some column that the expression reads is in the set.</summary>
    public static bool Touches(this HashSet<ColumnId> set, Expression expression)
    {
        if (expression is ColumnReference column)
            return set.Contains(column.Id);
        foreach (var child in expression.Children)
            if (set.Touches(child))
                return true;
        return false;
    }

    /// <summary>The ids of a plan's output columns.</summary>
    public static HashSet<ColumnId> OutputOf(LogicalPlan plan)
    {
        var set = new HashSet<ColumnId>();
        AddOutput(plan, set);
        return set;
    }

    private static void AddOutput(LogicalPlan plan, HashSet<ColumnId> into)
    {
        switch (plan)
        {
            case Filter or Sort or Limit or Distinct or Repartition:
                AddOutput(((UnaryPlan)plan).Child, into);
                break;
            case Join { Kind: JoinKind.LeftSemi or JoinKind.LeftAnti } semi:
                AddOutput(semi.Left, into);
                break;
            case Join join:
                AddOutput(join.Left, into);
                if (join.Kind == JoinKind.Mark)
                    into.Add(join.MarkColumn!.Id);
                else
                    AddOutput(join.Right, into);
                break;
            default:
                foreach (var column in plan.Output)
                    into.Add(column.Id);
                break;
        }
    }
}
