using Spindle.Differential.Tests.Data;
using Spindle.Differential.Tests.Queries;

namespace Spindle.Differential.Tests.Generation;

/// <summary>
/// Makes random queries over given tables: the same seed makes the same query. Queries are typed, so that nearly all are valid, and deterministic: what depends on an
/// order has a total one, or compares as a bag.
/// </summary>
public sealed partial class QueryGenerator
{
    /// <summary>What queries are in turn made to use, so that each has its share.</summary>
    private static readonly Feature[] Focuses =
        [Feature.Join, Feature.CorrelatedSubquery, Feature.Window, Feature.GroupingSets, Feature.SetOperation, Feature.Nested, Feature.Grouping, Feature.Subquery, Feature.Explode, Feature.Join];

    private readonly IReadOnlyList<RandomTable> tables;
    private readonly Random random;
    private readonly RandomValues values;
    private readonly HashSet<Feature> features = [];
    private readonly List<GeneratedQuery> with = [];
    private readonly Feature? focus;
    private readonly bool nested;
    private int names;

    private QueryGenerator(IReadOnlyList<RandomTable> tables, int seed)
    {
        this.tables = tables;
        random = new Random(seed);
        values = new RandomValues(random);
        nested = tables.Any(t => t.Columns.Any(c => c.Type.IsNested));
        focus = Focuses[seed % Focuses.Length];
    }

    public static GeneratedQuery Generate(IReadOnlyList<RandomTable> tables, int seed) => new QueryGenerator(tables, seed).Whole();

    private GeneratedQuery Whole()
    {
        var withNames = new List<string>();
        if (Chance(0.12))
        {
            Use(Feature.With);
            for (var i = random.Next(2); i >= 0; i--)
            {
                var common = Query(depth: 1, null, Scope.Empty);
                withNames.Add(Fresh("w"));
                with.Add(common with { Names = common.Names });
                commonNames.Add(withNames[^1]);
            }
        }

        var query = Query(depth: 2, null, Scope.Empty, top: true);
        var shape = (QueryShape)query.Node.Shape with { WithNames = withNames };
        return query with { Node = new Node(shape, [query.Node.Children[0], .. with.Select(w => w.Node)]), Order = shape.Order, Features = features };
    }

    /// <summary>A query, of the given columns' types where there are any.</summary>
    private GeneratedQuery Query(int depth, IReadOnlyList<SqlType>? types, Scope outer, bool top = false)
    {
        var setOperation = top && focus == Feature.SetOperation || depth > 0 && Chance(0.06);
        var (body, outTypes, outNames) = setOperation ? SetOperation(depth, types, outer) : Select(depth, types, outer, top);
        IReadOnlyList<OutputOrder> order = [];
        int? limit = null, offset = null;
        var total = outTypes.All(SqlType.Ordered.Contains);
        if (total && Chance(0.2))
        {
            Use(Feature.Limit);
            order = [.. Shuffled(Enumerable.Range(1, outTypes.Count)).Select(Direction)];
            limit = top ? 3 + random.Next(30) : 1 + random.Next(12);
            offset = Chance(0.25) ? random.Next(4) : null;
        }
        else if (top && Chance(0.3))
            order = [.. Shuffled(Enumerable.Range(1, outTypes.Count).Where(c => SqlType.Ordered.Contains(outTypes[c - 1]))).Take(2).Select(Direction)];
        return new GeneratedQuery(new Node(new QueryShape([], order, limit, offset), [body]), outTypes, outNames);

        OutputOrder Direction(int column) => new(column, Chance(0.5), Chance(0.5));
    }

    private (Node Body, IReadOnlyList<SqlType> Types, IReadOnlyList<string> Names) SetOperation(int depth, IReadOnlyList<SqlType>? types, Scope outer)
    {
        Use(Feature.SetOperation);
        types ??= [.. Enumerable.Range(0, 1 + random.Next(3)).Select(_ => OrderedType())];
        var left = Query(depth - 1, types, outer);
        var right = Query(depth - 1, types, outer);
        var operation = Pick("UNION", "UNION ALL", "INTERSECT", "EXCEPT", "UNION", "UNION ALL", "INTERSECT ALL", "EXCEPT ALL");
        if (types.Contains(SqlType.Counts))
            operation = "UNION ALL";
        return (new Node(new SetShape(operation), [left.Node, right.Node]), types, left.Names);
    }

    private void Use(Feature feature) => features.Add(feature);

    private bool Chance(double probability) => random.NextDouble() < probability;

    private string Fresh(string prefix) => prefix + ++names;

    private T Pick<T>(params IReadOnlyList<T> items) => items[random.Next(items.Count)];

    private List<T> Shuffled<T>(IEnumerable<T> items)
    {
        var list = items.ToList();
        for (var i = list.Count - 1; i > 0; i--)
        {
            var j = random.Next(i + 1);
            (list[i], list[j]) = (list[j], list[i]);
        }

        return list;
    }

    private SqlType OrderedType() => SqlType.Ordered[Math.Min(random.Next(SqlType.Ordered.Count), random.Next(SqlType.Ordered.Count))];
}
