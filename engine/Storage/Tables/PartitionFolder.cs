using Spindle.Columnar.Types;
using Spindle.Formats.Rows;
using TimeZone = Spindle.Columnar.Time.TimeZone;

namespace Spindle.Storage.Tables;

/// <summary>The folder of the rows that have one value in a partition column, <c>day=2024-01-01</c>.</summary>
public static class PartitionFolder
{
    /// <param name="value">Boxed as <see cref="Columnar.Vectors.VectorReader"/> has it.</param>
    public static string Of(string column, object? value, DataType type, TimeZone zone)
    {
        var text = value is null ? "" : CellText.Format(value, type, zone);
        return $"{PartitionDiscovery.Escape(column)}={(text.Length == 0 ? PartitionDiscovery.NullName : PartitionDiscovery.Escape(text))}";
    }
}
