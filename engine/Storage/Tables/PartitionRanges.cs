using Spindle.Columnar.Types;
using Spindle.Sources;

namespace Spindle.Storage.Tables;

/// <summary>What a file's partition values say of a scan's columns: one value for all rows.</summary>
/// <param name="partitions">For each column of the scan its position among the values, or -1.</param>
internal sealed class PartitionRanges(ValueList<object?> values, int[] partitions) : IColumnRanges
{
    public long Rows => 1;

    public ColumnRange? Range(int column) => partitions[column] is >= 0 and var at ? new ColumnRange(values[at], values[at], values[at] is null ? 1 : 0) : null;

    public bool MayContain(int column, object value) => true;
}
