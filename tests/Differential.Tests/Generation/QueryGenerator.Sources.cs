using Spindle.Differential.Tests.Queries;

namespace Spindle.Differential.Tests.Generation;

// FROM.
public sealed partial class QueryGenerator
{
    private readonly List<string> commonNames = [];

    private Source From(int depth, Scope outer, bool top)
    {
        var joins = top && focus == Feature.Join ? 1 + random.Next(2) : Chance(0.28) ? 1 : 0;
        var source = Single(depth, outer);
        for (var i = 0; i < joins; i++)
            source = Join(source, depth, outer);
        if (top && focus == Feature.Explode || Chance(0.05))
            source = Explode(source);
        return source;
    }

    private Source Single(int depth, Scope outer)
    {
        var choice = random.Next(20);
        if (choice < 3 && depth > 0)
            return Derived(Query(depth - 1, null, Scope.Empty));
        if (choice == 3)
            return Values();
        if (choice < 9 && commonNames.Count > 0)
        {
            var common = random.Next(commonNames.Count);
            return Named(commonNames[common], with[common].Names, with[common].Types, key: false);
        }

        var table = tables[Math.Min(random.Next(tables.Count), tables.Count - 1) is var t && t == tables.Count - 1 && Chance(0.7) ? 0 : t];
        return Named(table.Name, [.. table.Columns.Select(c => c.Name)], [.. table.Columns.Select(c => c.Type)], key: true);
    }

    private Source Named(string name, IReadOnlyList<string> columns, IReadOnlyList<SqlType> types, bool key)
    {
        var alias = Fresh("r");
        var nodes = columns.Select((c, i) => Expressions.Raw(types[i], $"{alias}.{c}")).ToList();
        return new(new Node(new TableShape(name, alias), []), nodes, key ? [nodes[0]] : null);
    }

    private Source Derived(GeneratedQuery query)
    {
        var alias = Fresh("q");
        return new(new Node(new DerivedShape(alias), [query.Node]), [.. query.Names.Select((n, i) => Expressions.Raw(query.Types[i], $"{alias}.{n}"))], null);
    }

    private Source Values()
    {
        var alias = Fresh("v");
        var types = Enumerable.Range(0, 1 + random.Next(3)).Select(i => i == 0 ? SqlType.Int : OrderedType()).ToList();
        var rows = 1 + random.Next(4);

        // The first row is without nulls, so that both dialects see the same types.
        var cells = Enumerable.Range(0, rows * types.Count).Select(i => i < types.Count ? values.Of(types[i]) : values.MaybeNull(types[i % types.Count])).ToList();
        var columns = types.Select(_ => Fresh("c")).ToList();
        return new(new Node(new ValuesShape(alias, columns), cells), [.. columns.Select((c, i) => Expressions.Raw(types[i], $"{alias}.{c}"))], null);
    }

    private Source Join(Source left, int depth, Scope outer)
    {
        Use(Feature.Join);
        if (Chance(0.1))
            return Lateral(left);
        var right = Single(depth, outer);
        var both = new Scope([.. left.Columns, .. right.Columns], null, []) { Subqueries = false };
        IReadOnlyList<Node>? key = left.Key is not null && right.Key is not null ? [.. left.Key, .. right.Key] : null;
        var shared = left.Node.Shape is TableShape && left.Columns.FirstOrDefault(c => Column(c) is "k" or "k2" && right.Columns.Any(r => Column(r) == Column(c) && r.Type!.Equals(c.Type))) is { } column
            ? Column(column)
            : null;
        switch (random.Next(14))
        {
            case 0:
                return Joined("CROSS JOIN", null);
            case 1 or 2:
                Use(Feature.SemiJoin);
                var anti = Chance(0.5);
                return new(new Node(new JoinShape(anti ? "LEFT ANTI JOIN" : "LEFT SEMI JOIN", anti ? "ANTI JOIN" : "SEMI JOIN"), [left.Node, right.Node, On(left, right, both)]), left.Columns, left.Key);
            case 3 or 4 or 5:
                Use(Feature.OuterJoin);
                return Joined("LEFT JOIN", On(left, right, both));
            case 6:
                Use(Feature.OuterJoin);
                return Joined("RIGHT JOIN", On(left, right, both));
            case 7 or 8:
                Use(Feature.OuterJoin);
                return Joined("FULL JOIN", Equality(left, right));
            case 9 when shared is not null:
            {
                // The shared column has no table of its own in the result: it is left alone.
                var kind = Pick("INNER JOIN", "LEFT JOIN", "FULL JOIN");
                return new(new Node(new JoinShape(kind, kind, shared), [left.Node, right.Node, null]), [.. both.Columns.Where(c => Column(c) != shared)], key);
            }

            default:
                return Joined("INNER JOIN", On(left, right, both));
        }

        Source Joined(string kind, Node? on) => new(new Node(new JoinShape(kind, kind), [left.Node, right.Node, on]), both.Columns, key);
    }

    private Source Lateral(Source left)
    {
        Use(Feature.LateralJoin);
        Use(Feature.CorrelatedSubquery);
        var alias = Fresh("q");
        var outer = Chance(0.5);
        var scope = new Scope(left.Columns, null, []);
        var (inner, correlation) = Correlated(scope);
        var (types, names, body) = AggregatesOf(inner, correlation);
        var join = outer ? new JoinShape("LEFT JOIN", "LEFT JOIN", Lateral: true) : new JoinShape("INNER JOIN", "INNER JOIN", Lateral: true);
        var node = new Node(join, [left.Node, new Node(new DerivedShape(alias), [QueryShape.Plain(body)]), Expressions.Raw(SqlType.Bool, "true")]);
        return new(node, [.. left.Columns, .. names.Select((n, i) => Expressions.Raw(types[i], $"{alias}.{n}"))], left.Key);
    }

    private (List<SqlType> Types, List<string> Names, Node Body) AggregatesOf(Source inner, Node where)
    {
        var scope = new Scope(inner.Columns, inner.Key, []) { Subqueries = false };
        var types = Enumerable.Range(0, 1 + random.Next(2)).Select(_ => OrderedType()).ToList();
        var names = types.Select(_ => Fresh("c")).ToList();
        return (types, names, new Node(new SelectShape(false, names), [inner.Node, where, null, null, null, .. types.Select(t => Aggregate(t, scope))]));
    }

    private Source Explode(Source source)
    {
        var arrays = source.Columns.Where(c => c.Type!.Element is not null).ToList();
        if (arrays.Count == 0)
            return source;
        Use(Feature.Explode);
        Use(Feature.Nested);
        var array = Pick(arrays);
        var (alias, column) = (Fresh("e"), Fresh("c"));
        return new(new Node(new UnnestShape(alias, column, Chance(0.3)), [source.Node, array]), [.. source.Columns, Expressions.Raw(array.Type!.Element!, $"{alias}.{column}")], null);
    }

    private Node On(Source left, Source right, Scope both)
    {
        if (Chance(0.08))
            return Comparison(both, 1);
        var on = Equality(left, right);
        return Chance(0.25) ? Expressions.And(on, Condition(both, 1)) : on;
    }

    private Node Equality(Source left, Source right)
    {
        var pairs = (from l in left.Columns from r in right.Columns where l.Type!.Equals(r.Type) && SqlType.Ordered.Contains(l.Type) && !l.Type.Equals(SqlType.Bool) select (l, r)).ToList();
        if (pairs.Count == 0)
            return Expressions.Of(SqlType.Bool, "({0} IS NOT DISTINCT FROM {1})", values.MaybeNull(SqlType.Int), values.Of(SqlType.Int));
        var keys = pairs.Where(p => Column(p.l) is "k" or "k2" or "id" && Column(p.r) is "k" or "k2").ToList();
        var first = Equal(keys.Count > 0 && Chance(0.7) ? Pick(keys) : Pick(pairs));
        return Chance(0.12) ? Expressions.And(first, Equal(Pick(pairs))) : first;

        Node Equal((Node Left, Node Right) pair) => Expressions.Of(SqlType.Bool, Chance(0.08) ? "({0} IS NOT DISTINCT FROM {1})" : "({0} = {1})", pair.Left, pair.Right);
    }

    private static string Column(Node node) => ((TemplateShape)node.Shape).Spark is var text && text.IndexOf('.', StringComparison.Ordinal) is var dot ? text[(dot + 1)..] : "";
}
