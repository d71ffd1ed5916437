using System.Globalization;
using Spindle.Columnar.Types;
using Spindle.Sources;
using Spindle.Tpch.Columns;
using Spindle.Tpch.Tables;

namespace Spindle.Tpch.Sources;

/// <summary>
/// A benchmark table whose rows are made as they are read: any split without those before it, and only the columns that are asked for.
/// </summary>
public sealed class TpchTable : ITable
{
    private const long SplitRows = 100_000;

    private readonly Table table;

    private TpchTable(Table table, Scale scale)
    {
        this.table = table;
        Scale = scale;
        Schema = new StructType(table.Columns.Select(c => new Field(c.Name, TypeOf(c), Nullable: false)).ToValueList());
        Statistics = TpchStatistics.Of(table);
        DisplayName = scale.Factor == 1
            ? $"tpch.{table.Name}"
            : string.Create(CultureInfo.InvariantCulture, $"tpch.{table.Name} scale {scale.Factor}");
    }

    /// <summary>What decides the rows.</summary>
    public Scale Scale { get; }

    /// <inheritdoc/>
    public string DisplayName { get; }

    /// <summary>The columns, none of which is ever null.</summary>
    public StructType Schema { get; }

    /// <inheritdoc/>
    public TableStatistics Statistics { get; }

    /// <summary>The table of that name (in any case, without a prefix), or null.</summary>
    public static TpchTable? Find(string name, Scale scale) =>
        TpchTables.Find(name, scale) is { } table ? new TpchTable(table, scale) : null;

    /// <inheritdoc/>
    public TableDescriptor Describe() => new TpchDescriptor(table.Name, Scale.Factor, DisplayName, Schema);

    /// <inheritdoc/>
    public ValueList<Split> PlanSplits(ScanRequest request)
    {
        // Every unit has a row: a limit needs no more units than rows.
        var wanted = request is { Limit: >= 0, Filters.Count: 0 } ? Math.Min(request.Limit, table.Units) : table.Units;
        var unitsPerSplit = table.UnitsOf(SplitRows);
        var splits = new List<Split>();
        for (var first = 0L; first < wanted; first += unitsPerSplit)
        {
            var units = Math.Min(unitsPerSplit, wanted - first);
            splits.Add(new TpchSplit(first, units, table.ExpectedRowsOf(units)));
        }
        return splits.ToValueList();
    }

    /// <inheritdoc/>
    public IBatchReader Open(Split split, ScanRequest request, ScanContext context) =>
        new TpchReader(table, Schema, (TpchSplit)split, request, context);

    /// <inheritdoc/>
    public override string ToString() => DisplayName;

    private static DataType TypeOf(Column column) => column.Type switch
    {
        ColumnType.BigInt => DataType.Long,
        ColumnType.Integer => DataType.Int,
        ColumnType.Decimal => new DecimalType(15, 2),
        ColumnType.Date => DataType.Date,
        ColumnType.String => DataType.String,
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
