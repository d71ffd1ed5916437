using Spindle.Differential.Tests.Queries;

namespace Spindle.Differential.Tests.Generation;

// SELECT: plain, aggregated, windowed.
public sealed partial class QueryGenerator
{
    private (Node Body, IReadOnlyList<SqlType> Types, IReadOnlyList<string> Names) Select(int depth, IReadOnlyList<SqlType>? types, Scope outer, bool top)
    {
        var source = From(depth, outer, top);
        var scope = new Scope(source.Columns, source.Key, outer.Columns) { Subqueries = depth > 0 };
        var where = Chance(0.45) ? Condition(scope, 2) : null;
        if (top && focus is Feature.CorrelatedSubquery or Feature.Subquery && Chance(0.6))
            where = where is null || Chance(0.5) ? SubqueryCondition(scope) : Expressions.And(where, SubqueryCondition(scope));
        Node? group = null, having = null, qualify = null;
        var grouped = top && focus is Feature.Grouping or Feature.GroupingSets || Chance(0.15);
        var inexact = new List<Node>();
        if (grouped)
        {
            (group, var above) = Group(scope, top);
            if (top && types is null && Chance(0.4))
                inexact.Add(InexactAggregate(scope));
            if (Chance(0.3))
                having = Condition(above, 1);

            // The grand total of no rows: no row in Spark, one in DuckDB.
            if (group?.Shape is GroupShape { Prefix.Length: > 0 })
                having = having is null
                    ? Expressions.Of(SqlType.Bool, "true", "count(*) > 0")
                    : Expressions.Of(SqlType.Bool, "{0}", "({0} AND count(*) > 0)", having);
            scope = above;
        }

        if (top && focus == Feature.Window || !grouped && Chance(0.06))
        {
            Use(Feature.Window);
            var windows = Enumerable.Range(0, 1 + random.Next(2)).Select(_ => Window(Pick(SqlType.Int, SqlType.Long, OrderedType()), scope)).ToList();
            if (top && types is null && Chance(0.2))
                inexact.Add(InexactWindow(scope));
            if (Chance(0.2))
            {
                Use(Feature.Qualify);
                qualify = Comparison(scope with { Columns = windows, Subqueries = false }, 0);
            }

            scope = scope with { Columns = [.. scope.Columns, .. windows, .. windows], Subqueries = false };
            if (types is null)
                inexact.AddRange(windows);
        }
        else if (top && types is null && !grouped && Chance(0.1))
            inexact.Add(Inexact(scope));

        // A query over a subquery in its list groups by all columns in some engines; SELECT DISTINCT keeps to plain items.
        var distinct = !grouped && inexact.Count == 0 && Chance(0.08);
        types ??= [.. Enumerable.Range(0, 1 + random.Next(4)).Select(_ => ItemType(scope, nested && top && focus == Feature.Nested))];
        // Spark does not compare maps.
        distinct &= !types.Contains(SqlType.Counts);
        if (distinct)
            Use(Feature.Distinct);
        var items = types.Select(t => Expression(t, distinct ? scope with { Subqueries = false } : scope, random.Next(3))).ToList();
        if (top && focus == Feature.CorrelatedSubquery && !distinct && !grouped && Chance(0.5) && scope.Subqueries && inexact.Count == 0)
            inexact.Add(ScalarSubquery(Pick(SqlType.Ordered), scope));
        items.AddRange(inexact);
        IReadOnlyList<SqlType> outTypes = [.. types, .. inexact.Select(i => i.Type!)];
        var itemNames = items.Select(_ => Fresh("c")).ToList();
        return (new Node(new SelectShape(distinct, itemNames), [source.Node, where, group, having, qualify, .. items]), outTypes, itemNames);
    }

    private SqlType ItemType(Scope scope, bool nested)
    {
        var candidates = scope.Columns.Where(c => nested ? c.Type!.IsNested : SqlType.Ordered.Contains(c.Type!) || Chance(0.3)).ToList();
        if (nested && Chance(0.5))
            return Pick(SqlType.Ints, SqlType.Texts, SqlType.Place, SqlType.Int);
        return candidates.Count > 0 && Chance(0.7) && Pick(candidates).Type is { } type && !type.Equals(SqlType.Float) ? type : OrderedType();
    }

    /// <summary>A value that engines round differently in its last digits: compared loosely, and never computed with.</summary>
    private Node Inexact(Scope scope)
    {
        var operand = Expression(SqlType.Double, scope, 1);
        return Chance(0.5)
            ? Expressions.Of(Rounded, Pick("sqrt(abs({0}))", "exp({0} / 100e0)", "({0} / nullif({0} + 1e0, 0e0))", "ln(abs({0}) + 1e0)", "sin({0})", "power(abs({0}), 0.3e0)"), operand)
            : Expressions.Of(Rounded, "CAST({0} AS DOUBLE)", Expression(Pick(SqlType.Money, SqlType.Fine, SqlType.Wide), scope, 1));
    }
}
