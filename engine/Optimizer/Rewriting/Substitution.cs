using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;

namespace Spindle.Optimizer.Rewriting;

/// <summary>Replaces columns in expressions.</summary>
internal static class Substitution
{
    public static Expression Replace(this Expression expression, IReadOnlyDictionary<ColumnId, Expression> replacements) =>
        replacements.Count == 0 ? expression : Walk(expression, replacements);

    private static Expression Walk(Expression expression, IReadOnlyDictionary<ColumnId, Expression> replacements) =>
        expression is ColumnReference column
            ? replacements.TryGetValue(column.Id, out var other) ? other : expression
            : expression.MapChildren(child => Walk(child, replacements));

    /// <summary>What each output column of a projection or an aggregate stands for.</summary>
    public static Dictionary<ColumnId, Expression> Definitions(IEnumerable<Expression> items)
    {
        var definitions = new Dictionary<ColumnId, Expression>();
        foreach (var item in items)
            if (item is Alias alias)
                definitions[alias.Id] = alias.Child;
        return definitions;
    }

    /// <summary>An item without its name.</summary>
    public static Expression Unaliased(this Expression item) => item is Alias alias ? alias.Child : item;

    /// <summary>A column of the same id and name made of another expression; the expression itself where it is that column already.</summary>
    public static Expression As(this Expression expression, ColumnReference column) =>
        expression is ColumnReference same && same.Id == column.Id ? same : new Alias(expression, column.Name, column.Id);

    public static Alias Named(this Expression expression, string name) => new(expression, name, ColumnId.Next());

    /// <summary>A plan that gives exactly these columns; the plan itself where it does already.</summary>
    public static LogicalPlan Narrow(this LogicalPlan plan, IReadOnlyList<ColumnReference> columns)
    {
        var output = plan.Output;
        if (output.Count == columns.Count && output.Zip(columns).All(p => p.First.Id == p.Second.Id))
            return plan;
        return new Project([.. columns], plan);
    }
}
