using Spindle.Sources;
using Spindle.Storage.Files;
using Spindle.Storage.Parquet.Bloom;
using Spindle.Storage.Parquet.Schema;

namespace Spindle.Storage.Parquet.Reading;

/// <summary>What a row group's statistics, and with an open file its Bloom filters, say of a scan's columns.</summary>
internal sealed class RowGroupRanges(ParquetFooter footer, int group, IReadOnlyList<WantedColumn> wanted, IInputFile? file = null) : IColumnRanges
{
    private readonly ColumnRange?[] ranges = new ColumnRange?[wanted.Count];
    private readonly bool[] isKnown = new bool[wanted.Count];
    private readonly Dictionary<int, BloomFilter?> filters = [];

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

    public bool MayContain(int column, object value)
    {
        if (file is null || wanted[column].Root < 0)
            return true;
        if (!filters.TryGetValue(column, out var filter))
            filters.Add(column, filter = Leaf(wanted[column]) is { } leaf ? BloomFilter.Read(file, footer.RowGroups[group].Columns[leaf.Source.Leaf], leaf) : null);
        return filter is null || filter.MayContain(value);
    }

    private ColumnRange? Decode(WantedColumn column)
    {
        if (column.Root < 0)
            return new ColumnRange(column.Constant, column.Constant, column.Constant is null ? Rows : 0);
        return Leaf(column) is { } leaf && footer.RowGroups[group].Columns[leaf.Source.Leaf].Statistics is { } statistics ? new BoundDecoder(leaf).Range(statistics) : null;
    }

    private LeafNode? Leaf(WantedColumn column) => ColumnTree.Build(footer.Roots[column.Root], column.Type) as LeafNode;
}
