using Spindle.Analysis.Errors;
using Spindle.Analysis.Expressions;
using Spindle.Analysis.Plans;
using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Functions.Catalog;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;

namespace Spindle.Analysis.Select;

/// <summary>
/// The Aggregate node of a SELECT: every expression above it is rewritten over the grouping keys and the aggregates, each of which is computed once.
/// <code>sum(a) + 1, k   GROUP BY k    →    Project s + 1, k  over  Aggregate [k] [k, sum(a) AS s]</code>
/// </summary>
internal sealed class AggregateStage(IReadOnlyList<Expression> keys, IReadOnlySet<ColumnId> input, IGroupingIndicators? indicators, GeneratedNames names, Func<string, Origin, SpindleException> ungrouped)
{
    private readonly List<Expression> comparableKeys = keys.Select(Comparable).ToList();
    private readonly List<Expression> results = [];
    private readonly Dictionary<Expression, Expression> made = [];

    /// <summary>The expression over the aggregate's results.</summary>
    /// <param name="preferred">The item that the expression is, whose name and id a bare aggregate takes over; null for none.</param>
    public Expression Rewrite(Expression expression, SelectItem? preferred = null)
    {
        if (expression is Literal or OuterReference)
            return expression;
        if (Key(expression) is { } key)
            return key;
        switch (expression)
        {
            case AggregateCall call:
                return Aggregate(call, preferred);
            case GroupingFunction grouping:
                var indicator = indicators?.Indicator(grouping) ?? throw QueryErrors.UnsupportedGrouping(grouping.Sql, grouping.Origin);
                foreach (var column in indicator.SelfAndDescendants().OfType<ColumnReference>())
                    Add(column);
                return indicator;
            case WindowCall { Function: AggregateCall function } window:
                // The window's own function is computed above; what it is given is computed here.
                var arguments = function.MapChildren(c => Rewrite(c));
                return window.WithChildren([arguments, .. window.Children.Skip(1).Select(c => Rewrite(c))]);
            case ColumnReference plain:
                throw ungrouped(plain.Name, plain.Origin);
            case SubqueryExpression subquery:
                var rewritten = subquery with { Plan = WithOuterAggregates(subquery.Plan) };
                RequireOuterColumns(rewritten.Plan);
                return rewritten.MapChildren(c => Rewrite(c));
            default:
                return expression.MapChildren(c => Rewrite(c));
        }
    }

    /// <summary>The expression with the ids of subqueries' columns renumbered: the same subquery, resolved twice, is one.</summary>
    private static Expression Comparable(Expression expression) => !expression.SelfAndDescendants().Any(e => e is SubqueryExpression) ? expression
        : expression.Transform(e => e is SubqueryExpression subquery ? subquery with { Plan = ColumnRenewal.Canonical(subquery.Plan) } : e);

    public Aggregate Over(LogicalPlan child) => new(keys.Concat(indicators?.Keys ?? []).ToValueList(), results.ToValueList(), child);

    /// <summary>The result that stands for a grouping key; null where the expression is none.</summary>
    private Expression? Key(Expression expression)
    {
        if (made.TryGetValue(expression, out var known))
            return known;
        var sought = Comparable(indicators?.Replace(expression) ?? expression);
        var index = comparableKeys.IndexOf(sought);
        if (index < 0)
            return null;
        var key = keys[index];
        if (key is ColumnReference column)
        {
            // The same column may be written in other letters above: the name of the use stays.
            made[expression] = column;
            Add(column);
            return expression is ColumnReference use ? column with { Name = use.Name, Qualifier = use.Qualifier, Origin = use.Origin } : column;
        }

        var alias = new Alias(key, names.Of(key), ColumnId.Next()) { Origin = key.Origin };
        Add(alias);
        return made[expression] = alias.ToReference();
    }

    private Expression Aggregate(AggregateCall call, SelectItem? preferred)
    {
        if (call.Children.Any(AggregateCalls.Has))
            throw QueryErrors.NestedAggregate(names.Of(call), call.Children.First(AggregateCalls.Has).Origin);
        if (made.TryGetValue(call, out var known))
            return known;
        var alias = preferred is { IsColumn: false } ? new Alias(call, preferred.Name, preferred.Id) : new Alias(call, names.Of(call), ColumnId.Next());
        Add(alias with { Origin = call.Origin });
        return made[call] = alias.ToReference();
    }

    private void Add(Expression result)
    {
        if (!results.Contains(result))
            results.Add(result);
    }

    /// <summary>Aggregates of this query that stand inside a subquery of it are computed here and read there.</summary>
    private LogicalPlan WithOuterAggregates(LogicalPlan plan) => plan.Transform(node => node.MapExpressions(e => e.Transform(part => part switch
    {
        AggregateCall call when AggregateCalls.IsOfEnclosing(call) =>
            new OuterReference((ColumnReference)Aggregate((AggregateCall)call.Transform(x => x is OuterReference outer ? outer.Column : x), null)) { Origin = call.Origin },
        SubqueryExpression inner => inner with { Plan = WithOuterAggregates(inner.Plan) },
        OuterReference outer when indicators?.Replace(outer.Column) is ColumnReference expanded => outer with { Column = expanded },
        _ => part,
    })));

    /// <summary>What a correlated subquery asks of the enclosing row must be a grouping key, which then is among the results.</summary>
    private void RequireOuterColumns(LogicalPlan plan)
    {
        foreach (var node in plan.SelfAndDescendants())
        {
            foreach (var expression in node.Expressions.SelectMany(e => e.SelfAndDescendants()))
            {
                if (expression is OuterReference outer && keys.Contains(outer.Column))
                    Add(outer.Column);
                else if (expression is OuterReference other && input.Contains(other.Column.Id))
                    throw ungrouped(other.Column.Name, other.Origin);
                else if (expression is SubqueryExpression inner)
                    RequireOuterColumns(inner.Plan);
            }
        }
    }
}

/// <summary>What grouping sets add to an aggregate.</summary>
internal interface IGroupingIndicators
{
    /// <summary>Keys beside the grouping expressions: which set a row belongs to.</summary>
    IEnumerable<Expression> Keys { get; }

    /// <summary>A grouping expression in the form that the expanded rows have it.</summary>
    Expression Replace(Expression expression);

    /// <summary>The value of <c>grouping(a)</c> or <c>grouping_id(…)</c>.</summary>
    Expression Indicator(GroupingFunction function);
}
