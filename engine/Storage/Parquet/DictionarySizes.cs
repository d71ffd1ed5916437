using Spindle.Storage.Files;
using Spindle.Storage.Parquet.Metadata;

namespace Spindle.Storage.Parquet;

/// <summary>
/// Distinct values of column chunks from the heads of their dictionary pages, for writers that do not count them. A few row groups are looked at: what they say is an estimate in any case.
/// </summary>
internal sealed class DictionarySizes(IFileSystem fileSystem)
{
    private const int MostRowGroups = 4;
    private const int HeadBytes = 64;

    private int looked;

    /// <summary>Fills in what the statistics of a file's chunks leave open.</summary>
    /// <returns>For each row group that was looked at, its distinct counts by leaf; -1 where a chunk has no dictionary that covers it.</returns>
    public Dictionary<int, long[]> Of(ParquetFooter footer)
    {
        var sizes = new Dictionary<int, long[]>();
        if (looked >= MostRowGroups || footer.RowGroups.Length == 0)
            return sizes;
        using var file = fileSystem.Open(footer.Path);
        var step = Math.Max(1, footer.RowGroups.Length / MostRowGroups);
        for (var g = 0; g < footer.RowGroups.Length && looked < MostRowGroups; g += step, looked++)
            sizes.Add(g, [.. footer.RowGroups[g].Columns.Select(c => SizeOf(file, c, footer.RowGroups[g].Rows))]);
        return sizes;
    }

    private static long SizeOf(IInputFile file, ColumnChunkRecord chunk, long rows)
    {
        if (chunk.Statistics is { DistinctCount: >= 0 } statistics)
            return statistics.DistinctCount;

        // Writers give a dictionary up when values do not repeat.
        if (!chunk.Encodings.Any(e => e is Encoding.PlainDictionary or Encoding.RleDictionary))
            return rows;
        try
        {
            var head = new byte[(int)Math.Min(HeadBytes, file.Length - chunk.Start)];
            file.ReadAt(chunk.Start, head);
            var page = PageHeader.Read(head, out _);
            return page.Kind == PageKind.Dictionary && page.Values >= 0 && page.Values <= rows ? page.Values : -1;
        }
        catch (Exception e) when (e is ParquetFormatException or IOException)
        {
            return -1;
        }
    }
}
