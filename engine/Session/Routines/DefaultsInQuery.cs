using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;
using Spindle.Plans.Unresolved;

namespace Spindle.Sql.Routines;

/// <summary>DEFAULT in the select list of the query that sets variables → the default of the variable it stands for, unless a column has that name.</summary>
internal static class DefaultsInQuery
{
    public static bool IsDefault(Expression expression) => expression is UnresolvedColumn { Parts: [var name] } && name.Equals("DEFAULT", StringComparison.OrdinalIgnoreCase);

    /// <summary>The query with defaults in their places.</summary>
    /// <param name="analyze">Tells whether the query means something as it stands.</param>
    public static LogicalPlan Replaced(LogicalPlan query, IReadOnlyList<Variable> targets, Func<LogicalPlan, LogicalPlan> analyze)
    {
        try
        {
            analyze(query);
            return query;
        }
        catch (SpindleException error) when (error.ErrorClass.Name.StartsWith("UNRESOLVED_COLUMN", StringComparison.Ordinal) && Uses(query))
        {
            var replaced = In(query, targets);
            return Uses(replaced) ? throw Misplaced() : replaced;
        }
    }

    public static SpindleException Misplaced() => new(SessionErrors.DefaultPlacement, "DEFAULT stands alone in the place of a value, and not inside an expression");

    private static bool Uses(LogicalPlan plan) => plan.SelfAndDescendants().Any(p => p.Expressions.Any(e => e.SelfAndDescendants().Any(IsDefault)));

    private static LogicalPlan In(LogicalPlan plan, IReadOnlyList<Variable> targets) => plan switch
    {
        Limit or UnresolvedWith or Sort or SubqueryAlias => plan.MapChildren(c => plan is UnresolvedWith with && !ReferenceEquals(c, with.Child) ? c : In(c, targets)),
        Project project => project with { Items = Row(project.Items, targets) },
        UnresolvedValues values => values with { Rows = values.Rows.Select(r => Row(r, targets)).ToValueList() },
        _ => plan,
    };

    private static ValueList<Expression> Row(ValueList<Expression> items, IReadOnlyList<Variable> targets) =>
        items.Select((e, i) => IsDefault(e) && i < targets.Count ? targets[i].Default ?? Literal.Null(targets[i].Type) : e).ToValueList();
}
