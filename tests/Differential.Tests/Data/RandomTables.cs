using Spindle.Differential.Tests.Queries;

namespace Spindle.Differential.Tests.Data;

/// <summary>The tables that the random queries read: every basic type, nulls, skewed keys, duplicates, text beyond ASCII, nested values, and an empty table.</summary>
public static class RandomTables
{
    private static readonly (string Name, int Rows, (string Name, SqlType Type)[] Columns)[] Shapes =
    [
        ("t1", 40, [("id", SqlType.Int), ("k", SqlType.Int), ("s", SqlType.Text), ("i", SqlType.Int), ("l", SqlType.Long), ("x", SqlType.Double), ("m", SqlType.Money),
            ("d", SqlType.Date), ("ts", SqlType.Timestamp), ("b", SqlType.Bool), ("arr", SqlType.Ints)]),
        ("t2", 60, [("id", SqlType.Int), ("k", SqlType.Int), ("k2", SqlType.Int), ("s", SqlType.Text), ("sm", SqlType.Small), ("w", SqlType.Fine), ("d", SqlType.Date),
            ("x", SqlType.Double), ("st", SqlType.Place), ("texts", SqlType.Texts)]),
        ("t3", 12, [("id", SqlType.Int), ("k", SqlType.Int), ("s", SqlType.Text), ("wide", SqlType.Wide), ("f", SqlType.Float), ("mp", SqlType.Counts), ("b", SqlType.Bool)]),
        ("t4", 25, [("id", SqlType.Int), ("k2", SqlType.Int), ("s", SqlType.Text), ("d", SqlType.Date), ("ts", SqlType.Timestamp), ("m", SqlType.Money),
            ("places", SqlType.Places), ("arr", SqlType.Ints), ("st", SqlType.Place)]),
        ("t5", 0, [("id", SqlType.Int), ("k", SqlType.Int), ("s", SqlType.Text), ("x", SqlType.Double), ("d", SqlType.Date)]),
    ];

    /// <summary>The same tables without their nested columns.</summary>
    public static IReadOnlyList<RandomTable> Flat(IReadOnlyList<RandomTable> tables) =>
        [.. tables.Select(t => t with { Columns = [.. t.Columns.Where(c => !c.Type.IsNested)], Rows = [.. t.Rows.Select(r => (IReadOnlyList<Node>)[.. r.Where(v => !v.Type!.IsNested)])] })];

    public static IReadOnlyList<RandomTable> Create(int seed)
    {
        var values = new RandomValues(new Random(seed));
        return [.. Shapes.Select(shape => new RandomTable(shape.Name, shape.Columns,
            [.. Enumerable.Range(0, shape.Rows).Select(row => (IReadOnlyList<Node>)[.. shape.Columns.Select(c => Value(values, c.Name, c.Type, row))])]))];
    }

    private static Node Value(RandomValues values, string column, SqlType type, int row) => column switch
    {
        "id" => Expressions.Raw(SqlType.Int, (row + 1).ToString(System.Globalization.CultureInfo.InvariantCulture)),
        "k" or "k2" => values.Key(),
        _ => values.MaybeNull(type),
    };
}
