using Spindle.Sources;
using Spindle.Storage.Files;
using Spindle.Storage.Parquet.Metadata;
using Spindle.Storage.Parquet.Schema;

namespace Spindle.Storage.Parquet.Reading;

/// <summary>Rows and bounds of each page of a column chunk, from the file's page index.</summary>
internal sealed class PageIndex
{
    private const int MostBytes = 64 << 20;

    private readonly ColumnIndexRecord bounds;
    private readonly PageLocation[] pages;
    private readonly BoundDecoder decoder;
    private readonly long rows;

    private PageIndex(ColumnIndexRecord bounds, PageLocation[] pages, BoundDecoder decoder, long rows)
    {
        this.bounds = bounds;
        this.pages = pages;
        this.decoder = decoder;
        this.rows = rows;
    }

    public int Count => pages.Length;

    /// <summary>The index of a leaf's chunk; null where there is none, or where it does not make sense: it only ever saves work.</summary>
    public static PageIndex? Read(IInputFile file, ParquetFooter footer, int group, LeafNode leaf)
    {
        var chunk = footer.RowGroups[group].Columns[leaf.Source.Leaf];
        if (chunk.ColumnIndexOffset < 0 || chunk.OffsetIndexOffset < 0)
            return null;
        try
        {
            if (ReadBytes(file, chunk.ColumnIndexOffset, chunk.ColumnIndexLength) is not { } index || ReadBytes(file, chunk.OffsetIndexOffset, chunk.OffsetIndexLength) is not { } offsets)
                return null;
            var bounds = ColumnIndexRecord.Read(index);
            var pages = OffsetIndexRecord.Read(offsets);
            var rows = footer.RowGroups[group].Rows;
            if (bounds is null || pages.Length == 0 || pages.Length != bounds.NullPages.Length || pages[0].FirstRow != 0 || pages[^1].FirstRow >= rows)
                return null;
            for (var i = 1; i < pages.Length; i++)
                if (pages[i].FirstRow <= pages[i - 1].FirstRow)
                    return null;
            return new PageIndex(bounds, pages, new BoundDecoder(leaf), rows);
        }
        catch (ParquetFormatException)
        {
            return null;
        }
    }

    public RowRange Rows(int page) => new(pages[page].FirstRow, page + 1 < pages.Length ? pages[page + 1].FirstRow : rows);

    public ColumnRange Range(int page)
    {
        var extent = Rows(page);
        if (bounds.NullPages[page])
            return new ColumnRange(null, null, extent.End - extent.Start);
        return decoder.Range(bounds.Min[page], bounds.Max[page], bounds.NullCounts?[page] ?? -1);
    }

    private static byte[]? ReadBytes(IInputFile file, long offset, int length)
    {
        if (length is <= 0 or > MostBytes || offset < 0 || offset > file.Length - length)
            return null;
        var bytes = new byte[length];
        file.ReadAt(offset, bytes);
        return bytes;
    }
}

/// <summary>What the page index says of one page of one of a scan's columns.</summary>
internal sealed class PageRanges(PageIndex index, int column) : IColumnRanges
{
    public int Page { get; set; }

    public long Rows => index.Rows(Page) is var extent ? extent.End - extent.Start : 0;

    public ColumnRange? Range(int wanted) => wanted == column ? index.Range(Page) : null;

    public bool MayContain(int wanted, object value) => true;
}
