using Spindle.Differential.Tests.Queries;

namespace Spindle.Differential.Tests.Generation;

// Functions OVER a window.
public sealed partial class QueryGenerator
{
    private Node Window(SqlType type, Scope scope)
    {
        Use(Feature.Window);
        scope = scope with { Subqueries = false };
        var partition = Chance(0.7) && scope.Columns.Where(c => SqlType.Ordered.Contains(c.Type!)).ToList() is { Count: > 0 } keys ? Pick(keys) : null;
        var by = scope.Columns.Where(c => SqlType.Ordered.Contains(c.Type!)).ToList();
        var total = scope.Key is { Count: > 0 };
        var ordered = by.Count > 0 && Chance(0.85);
        var order = ordered ? Order(scope, by, total) : [];

        if (ordered && type.Equals(SqlType.Int) && Chance(0.6))
            return Over(type, total ? Pick("row_number()", "rank()", "dense_rank()", "ntile(3)", "row_number()") : Pick("rank()", "dense_rank()"), [], "", cast: true);
        if (ordered && total && Chance(0.5))
        {
            var operand = Expression(type, scope, 1);
            return Chance(0.6)
                ? Over(type, Pick("lag({0})", "lead({0})", "lag({0}, 2)", "lead({0}, 3)"), [operand], "")
                : Over(type, Pick("first_value({0})", "last_value({0})", "nth_value({0}, 2)"), [operand], Frame(rows: true));
        }

        var frame = !ordered ? "" : total && Chance(0.6) ? Frame(rows: true) : RangeFrame(order);
        if (type.Equals(SqlType.Long))
            return Chance(0.5) ? Over(type, Pick("count(*)", "count({0})"), [Expression(AvailableType(scope), scope, 1)], frame) : Over(type, "sum({0})", [Expression(SqlType.Int, scope, 1)], frame, cast: true);
        if (type.Equals(SqlType.Double) && Chance(0.5))
            return Over(type, "sum({0})", [Expression(type, scope, 1)], frame);
        return Over(type, Pick("max({0})", "min({0})"), [Expression(type, scope, 1)], frame);

        Node Over(SqlType result, string call, Node[] operands, string frameClause, bool cast = false)
        {
            var n = operands.Length;
            var all = new List<Node>(operands);
            var clauses = new List<string>();
            if (partition is not null)
            {
                clauses.Add($"PARTITION BY {{{all.Count}}}");
                all.Add(partition);
            }

            if (order.Count > 0)
            {
                clauses.Add("ORDER BY " + string.Join(", ", order.Select((o, i) => $"{{{all.Count + i}}} {o.Direction}")));
                all.AddRange(order.Select(o => o.Key));
            }

            if (frameClause.Length > 0)
                clauses.Add(frameClause);
            var text = $"{call} OVER ({string.Join(" ", clauses)})";
            return Expressions.Of(result, text, cast ? $"CAST({text} AS {result.Duck})" : text, [.. all]);
        }
    }

    private Node InexactWindow(Scope scope)
    {
        var by = scope.Columns.Where(c => SqlType.Ordered.Contains(c.Type!)).ToList();
        return by.Count == 0
            ? Expressions.Of(Rounded, "avg({0}) OVER ()", Expression(SqlType.Int, scope with { Subqueries = false }, 1))
            : Expressions.Of(Rounded, Pick("percent_rank() OVER (ORDER BY {1} ASC NULLS LAST)", "cume_dist() OVER (ORDER BY {1} DESC NULLS FIRST)", "avg({0}) OVER (PARTITION BY {1})", "avg({0}) OVER (ORDER BY {1} ASC NULLS FIRST)"),
                Expression(SqlType.Int, scope with { Subqueries = false }, 1), Pick(by));
    }

    private List<(Node Key, string Direction)> Order(Scope scope, List<Node> by, bool total)
    {
        var order = new List<(Node, string)>();
        if (!total || Chance(0.8))
            order.Add((Pick(by), Direction()));
        if (total)
            order.AddRange(scope.Key!.Select(k => (k, Direction())));
        return order;

        string Direction() => Pick("ASC NULLS FIRST", "ASC NULLS LAST", "DESC NULLS FIRST", "DESC NULLS LAST");
    }

    private string Frame(bool rows)
    {
        var unit = rows ? "ROWS" : "RANGE";
        return Pick(
            $"{unit} BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW",
            $"{unit} BETWEEN 2 PRECEDING AND CURRENT ROW",
            $"{unit} BETWEEN 1 PRECEDING AND 1 FOLLOWING",
            $"{unit} BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING",
            $"{unit} BETWEEN 3 PRECEDING AND 1 PRECEDING",
            $"{unit} BETWEEN 1 FOLLOWING AND 2 FOLLOWING",
            $"{unit} BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING");
    }

    // An offset needs one numeric key; the other frames take any order, and treat equal rows alike.
    private string RangeFrame(List<(Node Key, string Direction)> order) => order.Count == 1 && order[0].Key.Type!.Equals(SqlType.Int) && Chance(0.5)
        ? Frame(rows: false)
        : Pick("", "RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW", "RANGE BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING");
}
