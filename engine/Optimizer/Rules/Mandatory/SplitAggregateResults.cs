using Spindle.Columnar.Types;
using Spindle.Optimizer.Rewriting;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;

namespace Spindle.Optimizer.Rules.Mandatory;

/// <summary>
/// Leaves plain columns as grouping and plain aggregate calls as results of an aggregate; what is computed before moves below it, what is computed after above.
/// <code>
/// Aggregate [a + b] [(a + b) * sum(c) AS x]   =>   Project [g * s AS x]
///                                                    Aggregate [g] [g, sum(c) AS s]
///                                                      Project [a + b AS g, c]
/// </code>
/// </summary>
internal sealed class SplitAggregateResults : Rule
{
    public override LogicalPlan Apply(LogicalPlan plan, PlanningContext context) => plan.TransformDeep(node => node is Aggregate aggregate ? Split(aggregate) : node);

    public static bool IsSplit(Aggregate aggregate) =>
        aggregate.Grouping.All(g => g is ColumnReference)
        && aggregate.Results.All(r => r is ColumnReference || (r is Alias { Child: AggregateCall }));

    private static LogicalPlan Split(Aggregate aggregate)
    {
        if (IsSplit(aggregate))
            return aggregate;

        // Grouping expressions get a name below the aggregate. Columns and literals: a column keeps its own, a constant groups nothing.
        var child = aggregate.Child;
        var keys = new Dictionary<Expression, ColumnReference>();
        var computed = new List<Expression>();
        foreach (var grouping in aggregate.Grouping)
        {
            if (keys.ContainsKey(grouping))
                continue;
            if (grouping is ColumnReference column)
            {
                keys[grouping] = column;
                continue;
            }

            var name = grouping.Unaliased().Named(grouping is Alias { Name: var given } ? given : grouping.Sql);
            computed.Add(name);
            keys[grouping] = name.ToReference();
            if (grouping is Alias alias)
                keys[alias.Child] = name.ToReference();
        }

        if (computed.Count > 0)
            child = new Project([.. child.Output, .. computed], child);

        var calls = new Dictionary<Expression, Alias>();
        var items = aggregate.Results.Select(Above).ToValueList();
        var grouped = keys.Values.Distinct().Cast<Expression>().ToValueList();
        return new Project(items, new Aggregate(grouped, [.. grouped, .. calls.Values], child) { Origin = aggregate.Origin });

        Expression Above(Expression expression)
        {
            if (keys.TryGetValue(expression, out var key))
                return key;
            if (expression is AggregateCall call)
            {
                if (!calls.TryGetValue(call, out var named))
                    calls[call] = named = call.Named(call.Sql);
                return named.ToReference();
            }

            return expression.MapChildren(Above);
        }
    }
}
