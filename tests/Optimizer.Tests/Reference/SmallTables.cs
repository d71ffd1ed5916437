using Spindle.Columnar.Types;
using Spindle.Sources;

namespace Spindle.Optimizer.Tests.Reference;

/// <summary>Three tables of a few rows of small numbers and nulls, of the columns a (never null), b, c.</summary>
internal sealed class SmallTables : ICatalog
{
    private static readonly StructType Columns = new([new Field("a", DataType.Long, false), new Field("b", DataType.Long), new Field("c", DataType.Long)]);

    private readonly Dictionary<string, TestTable> tables = [];
    private readonly Dictionary<string, List<object?[]>> rows = [];

    public SmallTables(Random random)
    {
        foreach (var name in (string[])["r", "s", "w"])
        {
            var count = random.Next(0, 4) == 0 ? random.Next(3) : random.Next(3, 8);
            rows[name] = Enumerable.Range(0, count).Select(_ => new[] { (object?)(long)random.Next(4), Value(random), Value(random) }).ToList();

            // Sometimes nothing is known, sometimes what is known is wrong: plans may differ, answers may not.
            var statistics = random.Next(3) == 0
                ? TableStatistics.Unknown(3)
                : new TableStatistics(random.Next(1, 100_000), 100, Enumerable.Repeat(new ColumnStatistics(0L, 3L, random.Next(1, 5), 0, -1), 3).ToValueList());
            tables[name] = new TestTable(name, Columns, statistics);
        }
    }

    public List<object?[]> Rows(string table) => rows[table];

    public CatalogEntry? Find(ValueList<string> parts, ValueList<KeyValuePair<string, string>> options) =>
        tables.TryGetValue(parts[^1], out var table) ? new TableEntry(parts, table) : null;

    public IEnumerable<string> Names() => tables.Keys;

    public override string ToString() => string.Join("\n", rows.Select(t => $"{t.Key}: {string.Join(" ", t.Value.Select(r => $"({string.Join(",", r.Select(v => v ?? "null"))})"))}"));

    private static object? Value(Random random) => random.Next(4) == 0 ? null : (long)random.Next(4);
}
