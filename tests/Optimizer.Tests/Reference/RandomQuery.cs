namespace Spindle.Optimizer.Tests.Reference;

/// <summary>Writes queries over <see cref="SmallTables"/>: joins of every kind, subqueries of every kind in every place, correlated at any depth.</summary>
internal sealed class RandomQuery(Random random)
{
    private int aliases;

    public string Next()
    {
        aliases = 0;
        var query = Query([], random.Next(1, 4), random.Next(1, 3));
        switch (random.Next(8))
        {
            case 0:
                var set = Pick("UNION", "UNION ALL", "INTERSECT", "INTERSECT ALL", "EXCEPT", "EXCEPT ALL");
                return $"{Query([], 1, 2)} {set} {Query([], 1, 2)}";
            case 1:
                return $"WITH q AS ({Query([], 1, 2)}) SELECT x.c1, y.c2 FROM q x {Pick("JOIN", "LEFT JOIN")} q y ON x.c1 = y.c2 WHERE {Predicate(["x.c1", "y.c1"], 1)}";
            default:
                return query;
        }
    }

    /// <summary>A query whose columns are c1 … cN.</summary>
    /// <param name="outer">Columns of enclosing queries.</param>
    private string Query(IReadOnlyList<string> outer, int depth, int width)
    {
        var (from, columns) = From(outer, depth);
        var reach = Reach(columns, outer);
        var where = random.Next(5) < 2 ? "" : $" WHERE {Predicate(reach, depth)}";
        if (random.Next(5) == 0)
        {
            var key = Pick(columns);
            var having = random.Next(2) == 0 ? "" : $" HAVING count(*) {Pick(">", "<=")} {random.Next(3)}";
            return $"SELECT {Items(width, i => i == 0 ? key : Call(columns))} FROM {from}{where} GROUP BY {key}{having}";
        }

        var distinct = random.Next(8) == 0 ? "DISTINCT " : "";
        return $"SELECT {distinct}{Items(width, _ => Scalar(reach, depth))} FROM {from}{where}";
    }

    private (string Text, List<string> Columns) From(IReadOnlyList<string> outer, int depth)
    {
        var (text, columns) = Source(outer, depth);
        for (var more = random.Next(3); more > 0; more--)
        {
            if (depth > 0 && random.Next(6) == 0)
            {
                // LATERAL sees what stands before it.
                var lateral = $"x{++aliases}";
                var kind = Pick("JOIN LATERAL", "LEFT JOIN LATERAL");
                text += $" {kind} ({(random.Next(3) == 0 ? $"SELECT {Call(["z.a", "z.b"])} AS c1 FROM {Pick("r", "s", "w")} z WHERE z.a {Compare()} {Pick(columns)}" : Query(columns, depth - 1, 1))}) {lateral} ON {Simple([$"{lateral}.c1", .. columns])}";
                columns.Add($"{lateral}.c1");
                continue;
            }

            var (other, otherColumns) = Source(outer, depth - 1);
            var join = Pick("JOIN", "JOIN", "LEFT JOIN", "RIGHT JOIN", "FULL JOIN", "CROSS JOIN", "LEFT SEMI JOIN", "LEFT ANTI JOIN");
            var on = join == "CROSS JOIN" ? "" : $" ON {Pick(columns)} = {Pick(otherColumns)}{(random.Next(3) == 0 ? $" AND {Simple([.. columns, .. otherColumns])}" : "")}";
            text += $" {join} {other}{on}";
            if (!join.StartsWith("LEFT S", StringComparison.Ordinal) && !join.StartsWith("LEFT A", StringComparison.Ordinal))
                columns.AddRange(otherColumns);
        }

        return (text, columns);
    }

    private (string Text, List<string> Columns) Source(IReadOnlyList<string> outer, int depth)
    {
        var alias = $"x{++aliases}";
        if (depth > 0 && random.Next(6) == 0)
        {
            // A derived table does not see its neighbours, but inside a subquery it may see further out only when lateral; it is left uncorrelated.
            return ($"({Query([], depth - 1, 2)}) {alias}", [$"{alias}.c1", $"{alias}.c2"]);
        }

        return ($"{Pick("r", "s", "w")} {alias}", [$"{alias}.a", $"{alias}.b", $"{alias}.c"]);
    }

    private string Predicate(IReadOnlyList<string> columns, int depth) => (depth > 0 ? random.Next(14) : random.Next(6)) switch
    {
        < 3 => Simple(columns),
        3 => $"({Predicate(columns, depth - 1)} OR {Predicate(columns, depth - 1)})",
        4 => $"({Predicate(columns, depth - 1)} AND {Predicate(columns, depth - 1)})",
        5 => $"NOT ({Predicate(columns, depth - 1)})",
        6 => $"EXISTS ({Query(columns, depth - 1, 1)})",
        7 => $"NOT EXISTS ({Query(columns, depth - 1, 1)})",
        8 => $"{Pick(columns)} IN ({Query(columns, depth - 1, 1)})",
        9 => $"{Pick(columns)} NOT IN ({Query(columns, depth - 1, 1)})",
        10 => $"({Pick(columns)}, {Pick(columns)}) {Pick("IN", "NOT IN")} ({Query(columns, depth - 1, 2)})",
        11 => $"({Pick(columns)} IN ({Query(columns, depth - 1, 1)})) IS NULL",
        12 => $"({Simple(columns)} OR EXISTS ({Query(columns, depth - 1, 1)}))",
        _ => $"{Pick(columns)} {Compare()} {Subquery(columns, depth - 1)}",
    };

    /// <summary>A scalar subquery that never has two rows.</summary>
    private string Subquery(IReadOnlyList<string> outer, int depth)
    {
        var (from, columns) = From(outer, depth);
        var reach = Reach(columns, outer);
        return random.Next(4) == 0
            ? $"(SELECT {Pick(columns)} FROM {from} WHERE {Predicate(reach, depth)} ORDER BY {string.Join(", ", columns)} LIMIT 1)"
            : $"(SELECT {Pick("", "1 + ")}{Call(columns)} FROM {from} WHERE {Pick(columns)} = {Pick(reach)} AND {Predicate(reach, depth)})";
    }

    private string Scalar(IReadOnlyList<string> columns, int depth) => (depth > 0 ? random.Next(9) : random.Next(6)) switch
    {
        < 4 => Pick(columns),
        4 => $"coalesce({Pick(columns)}, {random.Next(4)})",
        5 => $"CASE WHEN {Simple(columns)} THEN {Pick(columns)} ELSE {random.Next(4)} END",
        6 => $"CASE WHEN {Predicate(columns, depth - 1)} THEN 1 ELSE 0 END",
        _ => Subquery(columns, depth - 1),
    };

    private string Simple(IReadOnlyList<string> columns) => random.Next(8) switch
    {
        0 => $"{Pick(columns)} IS {Pick("", "NOT ")}NULL",
        1 => $"{Pick(columns)} IN ({random.Next(4)}, {random.Next(4)})",
        2 => $"({Pick(columns)} = {random.Next(4)} AND {Pick(columns)} = 1 OR {Pick(columns)} = {random.Next(4)} AND {Pick(columns)} > 0)",
        3 => $"{Pick(columns)} <=> {Pick(columns)}",
        4 => $"{Pick(columns)} {Compare()} {random.Next(4)}",
        _ => $"{Pick(columns)} {Compare()} {Pick(columns)}",
    };

    private string Call(IReadOnlyList<string> columns) => random.Next(7) switch
    {
        0 => "count(*)",
        1 => $"count({Pick(columns)})",
        2 => $"count(DISTINCT {Pick(columns)})",
        3 => $"sum({Pick(columns)})",
        4 => $"sum({Pick(columns)}) FILTER (WHERE {Pick(columns)} > 1)",
        5 => $"max({Pick(columns)})",
        _ => $"min({Pick(columns)})",
    };

    private string Compare() => Pick("=", "=", "=", "<", ">=", "<>");

    /// <summary>Own columns mostly, outer ones often enough.</summary>
    private List<string> Reach(List<string> own, IReadOnlyList<string> outer) => outer.Count == 0 ? own : [.. own, .. outer.OrderBy(_ => random.Next()).Take(random.Next(1, 4))];

    private static string Items(int width, Func<int, string> item) => string.Join(", ", Enumerable.Range(0, width).Select(i => $"{item(i)} AS c{i + 1}"));

    private string Pick(params string[] options) => options[random.Next(options.Length)];

    private string Pick(IReadOnlyList<string> options) => options[random.Next(options.Count)];
}
