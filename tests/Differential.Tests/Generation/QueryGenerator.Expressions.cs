using Spindle.Differential.Tests.Queries;

namespace Spindle.Differential.Tests.Generation;

// Expressions of a wanted type.
public sealed partial class QueryGenerator
{
    private static readonly string[] Comparisons = ["=", "<>", "<", "<=", ">", ">="];

    private Node Expression(SqlType type, Scope scope, int depth)
    {
        var columns = scope.Columns.Where(c => type.Equals(c.Type)).ToList();
        if (columns.Count > 0 && (depth <= 0 || Chance(0.45)))
            return Noted(Pick(columns));
        if (depth <= 0)
            return values.MaybeNull(type);
        if (type.Equals(SqlType.Bool))
            return Condition(scope, depth);
        switch (random.Next(12))
        {
            case 0:
                return values.MaybeNull(type);
            case 1:
                return Expressions.Of(type, "CASE WHEN {0} THEN {1} ELSE {2} END", Condition(scope, depth - 1), Expression(type, scope, depth - 1), Expression(type, scope, depth - 1));
            case 2:
                return Expressions.Of(type, "coalesce({0}, {1})", Expression(type, scope, depth - 1), Expression(type, scope, depth - 1));
            case 3 when SqlType.Ordered.Contains(type):
                return Expressions.Of(type, Pick("greatest({0}, {1})", "least({0}, {1})", "nullif({0}, {1})"), Expression(type, scope, depth - 1), Expression(type, scope, depth - 1));
            case 4 when scope.Subqueries && Chance(0.3) && SqlType.Ordered.Contains(type):
                return ScalarSubquery(type, scope);
            case 5 when columns.Count > 0 && SqlType.Ordered.Contains(type):
                return Expressions.Of(type, "CASE {0} WHEN {1} THEN {2} WHEN {3} THEN {4} END",
                    Pick(columns), values.Of(type), Expression(type, scope, depth - 1), values.Of(type), Expression(type, scope, depth - 1));
            default:
                return Operation(type, scope, depth);
        }
    }

    private Node Operation(SqlType type, Scope scope, int depth)
    {
        var operators = Operators.ByResult[type].Where(o => nested || o.Feature is null).ToList();
        for (var attempt = 0; attempt < 8 && operators.Count > 0; attempt++)
        {
            // Nested operands come from columns, or seldom from literals: otherwise expressions are of little but constants.
            var chosen = Pick(operators);
            if (chosen.Operands.Any(o => (o.IsNested || o.Equals(SqlType.Float)) && !scope.Columns.Any(c => o.Equals(c.Type))) && !Chance(0.05))
                continue;
            if (chosen.Feature is { } feature)
                Use(feature);
            if (chosen.Operands.Any(o => o.IsNested) || type.IsNested)
                Use(Feature.Nested);
            return Expressions.Of(type, chosen.Spark, chosen.Duck, [.. chosen.Operands.Select(o => Expression(o, scope, depth - 1))]);
        }

        return values.MaybeNull(type);
    }

    private Node Condition(Scope scope, int depth)
    {
        if (depth <= 0)
            return Comparison(scope, 0);
        switch (random.Next(13))
        {
            case < 5:
                return Comparison(scope, depth - 1);
            case 5:
            {
                var type = AvailableType(scope);
                return Expressions.Of(SqlType.Bool, Pick("({0} IS NULL)", "({0} IS NOT NULL)"), Expression(type, scope, depth - 1));
            }

            case 6:
            {
                var type = AvailableType(scope);
                return Expressions.Of(SqlType.Bool, Pick("({0} BETWEEN {1} AND {2})", "({0} NOT BETWEEN {1} AND {2})"),
                    Expression(type, scope, depth - 1), values.Of(type), Expression(type, scope, 0));
            }

            case 7:
            {
                var type = AvailableType(scope);
                return Expressions.Of(SqlType.Bool, Pick("({0} IN ({1}, {2}, {3}))", "({0} NOT IN ({1}, {2}, {3}))"),
                    Expression(type, scope, depth - 1), values.Of(type), values.MaybeNull(type), Expression(type, scope, 0));
            }

            case 8:
            {
                var type = AvailableType(scope);
                return Expressions.Of(SqlType.Bool, Pick("({0} IS DISTINCT FROM {1})", "({0} IS NOT DISTINCT FROM {1})"),
                    Expression(type, scope, depth - 1), Expression(type, scope, depth - 1));
            }

            case 9 when scope.Subqueries && Chance(0.5):
                return SubqueryCondition(scope);
            default:
                return Operation(SqlType.Bool, scope, depth);
        }
    }

    private Node Comparison(Scope scope, int depth)
    {
        var type = AvailableType(scope);
        var left = Expression(type, scope, depth);
        return Expressions.Of(SqlType.Bool, $"({{0}} {Pick(Comparisons)} {{1}})", left, Chance(0.5) ? values.Of(type) : Expression(type, scope, depth));
    }

    /// <summary>A type with an order, mostly one that some column has.</summary>
    private SqlType AvailableType(Scope scope)
    {
        var column = scope.Columns.Count > 0 ? Pick(scope.Columns) : null;
        return column?.Type is { } type && SqlType.Ordered.Contains(type) ? type : OrderedType();
    }

    private Node Noted(Node node)
    {
        if (node.Type!.IsNested)
            Use(Feature.Nested);
        return node;
    }
}
