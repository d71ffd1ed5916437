using Spindle.Sources;
using Spindle.Storage.Parquet.Schema;

namespace Spindle.Storage.Parquet.Reading;

/// <summary>What a row group's statistics say of a scan's columns.</summary>
internal sealed class RowGroupRanges(ParquetFooter footer, int group, IReadOnlyList<WantedColumn> wanted) : IColumnRanges
{
    private readonly ColumnRange?[] ranges = new ColumnRange?[wanted.Count];
    private readonly bool[] isKnown = new bool[wanted.Count];

    public long Rows => footer.RowGroups[group].Rows;

    public ColumnRange? Range(int column)
    {
        if (!isKnown[column])
        {
            ranges[column] = Decode(wanted[column]);
            isKnown[column] = true;
        }

        return ranges[column];
    }

    public bool MayContain(int column, object value) => true;

    private ColumnRange? Decode(WantedColumn column)
    {
        if (column.Root < 0)
            return new ColumnRange(column.Constant, column.Constant, column.Constant is null ? Rows : 0);
        if (ColumnTree.Build(footer.Roots[column.Root], column.Type) is not LeafNode leaf)
            return null;
        return footer.RowGroups[group].Columns[leaf.Source.Leaf].Statistics is { } statistics ? new BoundDecoder(leaf).Range(statistics) : null;
    }
}
