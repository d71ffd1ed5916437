using Spindle.Columnar.Types;
using Spindle.Sources;
using Spindle.Tpch;
using Spindle.Tpch.Sources;

namespace Spindle.Optimizer.Tests;

/// <summary>TPC-H's tables at scale factor 1 under their plain names, and three small ones: t (1,000 rows), u (10,000), v (100), of the same columns.</summary>
internal sealed class TestCatalog : ICatalog
{
    private static readonly StructType Columns = new(
    [
        new Field("a", DataType.Int, false),
        new Field("b", DataType.Int),
        new Field("c", DataType.Long),
        new Field("s", DataType.String),
        new Field("d", DataType.Date),
        new Field("m", new DecimalType(10, 2)),
    ]);

    private readonly Dictionary<string, ITable?> tables = [];

    public CatalogEntry? Find(ValueList<string> parts, ValueList<KeyValuePair<string, string>> options)
    {
        var name = parts[^1].ToLowerInvariant();
        if (!tables.TryGetValue(name, out var table))
            tables[name] = table = name switch
            {
                "t" => Small("t", 1_000),
                "u" => Small("u", 10_000),
                "v" => Small("v", 100),
                _ => TpchTable.Find(name, new Scale(1)),
            };
        return table is null ? null : new TableEntry(parts, table);
    }

    public IEnumerable<string> Names() => ["t", "u", "v"];

    private static TestTable Small(string name, long rows) => new(name, Columns, new TableStatistics(rows, rows * 40,
    [
        new ColumnStatistics(1, (int)rows, rows, 0, -1),
        new ColumnStatistics(0, 99, Math.Min(rows, 100), rows / 10, -1),
        new ColumnStatistics(0L, 9L, 10, 0, -1),
        new ColumnStatistics(null, null, 50, 0, 8),
        new ColumnStatistics(0, 3650, Math.Min(rows, 3650), 0, -1),
        new ColumnStatistics((Int128)0, (Int128)100_000, -1, 0, -1),
    ]));
}
