using Spindle.Differential.Tests.Queries;

namespace Spindle.Differential.Tests.Generation;

// Queries within expressions.
public sealed partial class QueryGenerator
{
    /// <summary>One value: an aggregate, so that there is never a second row.</summary>
    private Node ScalarSubquery(SqlType type, Scope scope)
    {
        Use(Feature.Subquery);
        var (inner, where) = CorrelatedOrNot(scope, 0.7);
        var body = new Node(new SelectShape(false, [Fresh("c")]),
            [inner.Node, where, null, null, null, Aggregate(type, new Scope(inner.Columns, inner.Key, []) { Subqueries = false })]);
        return Expressions.OverQuery(type, "({0})", QueryShape.Plain(body));
    }

    private Node SubqueryCondition(Scope scope)
    {
        Use(Feature.Subquery);
        var (inner, where) = CorrelatedOrNot(scope, 0.65);
        var innerScope = new Scope(inner.Columns, inner.Key, []) { Subqueries = false };
        if (Chance(0.5))
        {
            var body = new Node(new SelectShape(false, [Fresh("c")]), [inner.Node, where, null, null, null, Expression(OrderedType(), innerScope, 1)]);
            return Expressions.OverQuery(SqlType.Bool, Pick("EXISTS ({0})", "(NOT EXISTS ({0}))", "EXISTS ({0})"), QueryShape.Plain(body));
        }

        var type = AvailableType(scope);
        var query = new Node(new SelectShape(false, [Fresh("c")]), [inner.Node, where, null, null, null, Expression(type, innerScope, 1)]);
        return Expressions.OverQuery(SqlType.Bool, Pick("({0} IN ({1}))", "({0} NOT IN ({1}))", "({0} IN ({1}))"), Expression(type, scope with { Subqueries = false }, 1), QueryShape.Plain(query));
    }

    private (Source Source, Node? Where) CorrelatedOrNot(Scope scope, double chance)
    {
        var columns = scope.Correlates && (Chance(chance) || focus == Feature.CorrelatedSubquery);
        if (columns && scope.Columns.Any(c => SqlType.Ordered.Contains(c.Type!)))
            return Correlated(scope);
        var source = Single(0, Scope.Empty);
        return (source, Chance(0.6) ? Condition(new Scope(source.Columns, source.Key, []) { Subqueries = false }, 1) : null);
    }

    private (Source Source, Node Where) Correlated(Scope scope)
    {
        var source = Single(0, Scope.Empty);
        var pairs = (from o in scope.Columns.Where(o => o.Children.Count == 0) from c in source.Columns where o.Type!.Equals(c.Type) && SqlType.Ordered.Contains(o.Type) && !o.Type.Equals(SqlType.Bool) select (o, c)).ToList();
        if (pairs.Count == 0)
            return (source, Comparison(new Scope(source.Columns, source.Key, []) { Subqueries = false }, 1));
        Use(Feature.CorrelatedSubquery);
        var (outer, inner) = Pick(pairs);
        var where = Expressions.Of(SqlType.Bool, $"({{0}} {(Chance(0.85) ? "=" : Pick("<", ">=", "<>"))} {{1}})", inner, outer);
        if (Chance(0.3))
            where = Expressions.And(where, Condition(new Scope(source.Columns, source.Key, []) { Subqueries = false }, 1));
        else if (Chance(0.15))
        {
            var (o, i) = Pick(pairs);
            where = Expressions.And(where, Expressions.Of(SqlType.Bool, $"({{0}} {Pick("<>", "<", "=")} {{1}})", i, o));
        }

        return (source, where);
    }
}
