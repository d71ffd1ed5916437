using Spindle.Differential.Tests.Queries;

namespace Spindle.Differential.Tests.Generation;

// GROUP BY and aggregates.
public sealed partial class QueryGenerator
{
    /// <summary>A double whose last digits depend on how it is computed.</summary>
    private static readonly SqlType Rounded = SqlType.Float;

    /// <summary>The clause, null for one group of all rows; and what stands above it: the keys and some aggregates.</summary>
    private (Node? Clause, Scope Above) Group(Scope scope, bool top)
    {
        Use(Feature.Grouping);
        var below = scope with { Subqueries = false };
        var sets = top && focus == Feature.GroupingSets || Chance(0.08);
        var keyColumns = Shuffled(scope.Columns.Where(c => SqlType.Ordered.Contains(c.Type!) || c.Type!.IsNested && !sets && Chance(0.15)));
        var keys = new List<Node>();
        foreach (var column in keyColumns.Take(sets ? 2 + random.Next(2) : random.Next(4)))
            keys.Add(Noted(!sets && Chance(0.15) && Operators.ByResult[column.Type!].Where(o => o.Operands.Count == 1 && o.Operands[0].Equals(column.Type)).ToList() is { Count: > 0 } one
                ? Pick(one) is var o ? Expressions.Of(o.Result, o.Spark, o.Duck, column) : column
                : column));
        var aggregates = Enumerable.Range(0, 2 + random.Next(3)).Select(_ => Aggregate(Pick(SqlType.Long, SqlType.Int, OrderedType(), nested && Chance(0.15) ? SqlType.Ints : OrderedType()), below)).ToList();
        if (keys.Count == 0)
            return (null, new Scope(aggregates, [], []) { Correlates = false, Subqueries = false });
        Node clause;
        if (sets && keys.Count > 1)
        {
            Use(Feature.GroupingSets);
            clause = random.Next(3) switch
            {
                0 => new Node(new GroupShape("ROLLUP (", ")"), [.. keys]),
                1 => new Node(new GroupShape("CUBE (", ")"), [.. keys]),
                _ => new Node(new GroupShape("GROUPING SETS (", ")", Sets(keys.Count)), [.. keys]),
            };
            if (Chance(0.5))
                aggregates.Add(Expressions.Of(SqlType.Int, "CAST(grouping({0}) AS INT)", Pick(keys)));
            if (Chance(0.3))
                aggregates.Add(Expressions.Of(SqlType.Long, $"CAST(grouping_id({string.Join(", ", keys.Select((_, i) => $"{{{i}}}"))}) AS BIGINT)", [.. keys]));
            return (clause, new Scope([.. keys, .. aggregates, .. aggregates], null, []) { Correlates = false, Subqueries = false });
        }

        clause = new Node(new GroupShape("", ""), [.. keys]);
        return (clause, new Scope([.. keys, .. aggregates, .. aggregates], keys.All(k => SqlType.Ordered.Contains(k.Type!)) ? keys : null, []) { Correlates = false, Subqueries = false });
    }

    private List<IReadOnlyList<int>> Sets(int keys)
    {
        // Each key stands in some set, and the keys' order is that of their first use, which grouping_id asks for.
        var sets = new List<IReadOnlyList<int>> { Enumerable.Range(0, keys).ToArray() };
        for (var i = 2 + random.Next(3); i > 0; i--)
            sets.Add([.. Enumerable.Range(0, keys).Where(_ => Chance(0.5))]);
        return sets;
    }

    private Node Aggregate(SqlType type, Scope scope)
    {
        var filter = Chance(0.12) ? Condition(scope with { Subqueries = false }, 1) : null;
        scope = scope with { Subqueries = false };
        if (type.Equals(SqlType.Long) && Chance(0.85))
        {
            if (Chance(0.3))
                return Filtered(type, "count(*)", "count(*)");
            if (Chance(0.3))
                return Filtered(type, "count({0})", "count({0})", Expression(AvailableType(scope), scope, 1));
            if (Chance(0.4))
                return Distinct(type, "count(DISTINCT {0})", "count(DISTINCT {0})", Expression(AvailableType(scope), scope, 1));
            if (Chance(0.2))
                return Distinct(type, "sum(DISTINCT {0})", "CAST(sum(DISTINCT {0}) AS BIGINT)", Expression(SqlType.Int, scope, 1));
            return Filtered(type, "sum({0})", "CAST(sum({0}) AS BIGINT)", Expression(SqlType.Int, scope, 1));
        }

        if (type.Equals(SqlType.Bool) && Chance(0.7))
            return Filtered(type, Pick("bool_and({0})", "bool_or({0})"), null, Expression(type, scope, 1));
        if (type.Equals(SqlType.Ints))
            return Collected(scope);
        if (type.Equals(SqlType.Double) && Chance(0.4) || (type.Equals(SqlType.Money) || type.Equals(SqlType.Fine) || type.Equals(SqlType.Wide)) && Chance(0.5))
            return type.Equals(SqlType.Double)
                ? Filtered(type, "sum({0})", null, Expression(type, scope, 1))
                : Filtered(type, $"CAST(sum({{0}}) AS {type.Spark})", $"CAST(sum({{0}}) AS {type.Duck})", Expression(type, scope, 1));
        if (type.Equals(SqlType.Int) && Chance(0.2))
            return Filtered(type, "CAST(count_if({0}) AS INT)", "CAST(count(CASE WHEN {0} THEN 1 END) AS INT)", Condition(scope, 1));
        if (type.Equals(SqlType.Int) && Chance(0.15))
            return Filtered(type, Pick("bit_and({0})", "bit_or({0})", "bit_xor({0})"), null, Expression(type, scope, 1));
        if (scope.Key is [var key] && Chance(0.2))
            return Filtered(type, Pick("max_by({0}, {1})", "min_by({0}, {1})"), null, Expression(type, scope, 1), key) is var by
                ? by with { Shape = (TemplateShape)by.Shape is var s ? s with { Duck = s.Duck.Replace("max_by", "arg_max_null", StringComparison.Ordinal).Replace("min_by", "arg_min_null", StringComparison.Ordinal) } : s }
                : by;
        return Filtered(type, Pick("max({0})", "min({0})"), null, Expression(type, scope, 1));

        Node Distinct(SqlType result, string spark, string duck, params Node[] operands)
        {
            Use(Feature.DistinctAggregate);
            return Filtered(result, spark, duck, operands);
        }

        // FILTER belongs to the call, inside the casts around it.
        Node Filtered(SqlType result, string spark, string? duck, params Node[] operands)
        {
            duck ??= spark;
            if (filter is null)
                return Expressions.Of(result, spark, duck, operands);
            var clause = $" FILTER (WHERE {{{operands.Length}}})";
            return Expressions.Of(result, AfterCall(spark, clause), AfterCall(duck, clause), [.. operands, filter]);
        }
    }

    private Node Collected(Scope scope)
    {
        Use(Feature.Nested);
        return Expressions.Of(SqlType.Ints, "sort_array(collect_list({0}))", "coalesce(list_sort(list({0}) FILTER (WHERE ({0}) IS NOT NULL), 'ASC', 'NULLS FIRST'), [])", Expression(SqlType.Int, scope, 1));
    }

    private Node InexactAggregate(Scope scope)
    {
        scope = scope with { Subqueries = false };
        return random.Next(5) switch
        {
            0 => Expressions.Of(Rounded, "avg({0})", Expression(SqlType.Int, scope, 1)),
            1 => Expressions.Of(Rounded, "avg({0})", Expression(SqlType.Double, scope, 1)),
            2 => Expressions.Of(Rounded, "avg(CAST({0} AS DOUBLE))", Expression(SqlType.Money, scope, 1)),
            3 => Expressions.Of(Rounded, Pick("stddev_samp({0})", "var_pop({0})", "stddev_pop({0})", "var_samp({0})"), Expressions.Cast(SqlType.Double, Expression(SqlType.Int, scope, 1))),
            _ => Expressions.Of(Rounded, "avg(DISTINCT {0})", Expression(SqlType.Int, scope, 1)),
        };
    }

    private static string AfterCall(string template, string clause)
    {
        var end = template.StartsWith("CAST(", StringComparison.Ordinal) ? template.LastIndexOf(" AS ", StringComparison.Ordinal) : template.Length;
        return template.Insert(end, clause);
    }
}
