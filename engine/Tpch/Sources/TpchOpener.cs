using Spindle.Columnar.Types;
using Spindle.Plans;
using Spindle.Sources;

namespace Spindle.Tpch.Sources;

/// <summary>A generated table: its name and scale decide the rows.</summary>
[WireTag("tpch.table")]
public sealed record TpchDescriptor(string Table, double ScaleFactor, string DisplayName, StructType Schema) : TableDescriptor(DisplayName, Schema);

/// <summary>Makes generated tables of their descriptors.</summary>
public sealed class TpchOpener : ITableOpener
{
    /// <summary>What of this room travels.</summary>
    public static IReadOnlyList<Type> Types { get; } = [typeof(TpchDescriptor), typeof(TpchSplit)];

    public ITable? Open(TableDescriptor descriptor) => descriptor is TpchDescriptor table ? TpchTable.Find(table.Table, new Scale(table.ScaleFactor)) : null;
}
