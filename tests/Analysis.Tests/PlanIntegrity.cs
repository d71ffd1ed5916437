using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;

namespace Spindle.Analysis.Tests;

/// <summary>Whether every column that a resolved plan reads is one that a plan below makes, and every outer one that an enclosing query makes.</summary>
internal static class PlanIntegrity
{
    /// <summary>The first fault; null for none.</summary>
    public static string? Fault(LogicalPlan plan) => Fault(plan, []);

    private static string? Fault(LogicalPlan plan, HashSet<ColumnId> enclosing)
    {
        var available = plan.Children.SelectMany(c => c.Output).Select(c => c.Id).ToHashSet();
        // The right side of a lateral join sees the left.
        var seenBelow = plan is Join { IsLateral: true } lateral ? [.. enclosing, .. lateral.Left.Output.Select(c => c.Id)] : enclosing;
        foreach (var child in plan.Children)
            if (Fault(child, seenBelow) is { } fault)
                return fault;
        foreach (var expression in plan.Expressions.SelectMany(e => e.SelfAndDescendants()))
        {
            var found = expression switch
            {
                ColumnReference column when !available.Contains(column.Id) => $"{column.Sql}{column.Id} is not below {plan.Describe()}",
                OuterReference outer when !enclosing.Contains(outer.Column.Id) => $"{outer.Sql}{outer.Column.Id} is not around {plan.Describe()}",
                SubqueryExpression subquery => Fault(subquery.Plan, [.. enclosing, .. available]),
                _ => null,
            };
            if (found is not null)
                return found;
        }

        return plan is Union union && union.Inputs.Any(i => i.Output.Count != union.Columns.Count) ? $"{plan.Describe()} has inputs of other widths"
            : plan.Output.Select(c => c.Type).Any(t => t is CharType or VarcharType) ? $"{plan.Describe()} gives char or varchar" : null;
    }
}
