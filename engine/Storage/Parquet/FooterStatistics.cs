using Spindle.Columnar.Types;
using Spindle.Sources;
using Spindle.Storage.Parquet.Reading;
using Spindle.Storage.Parquet.Schema;

namespace Spindle.Storage.Parquet;

/// <summary>A table's statistics, added up from its files' footers.</summary>
internal static class FooterStatistics
{
    public static TableStatistics Of(IEnumerable<ParquetFooter> footers, DictionarySizes dictionaries, long bytes, StructType schema)
    {
        var columns = new ColumnSummary[schema.Fields.Count];
        for (var i = 0; i < columns.Length; i++)
            columns[i] = new ColumnSummary();
        long rows = 0;
        foreach (var footer in footers)
        {
            rows += footer.File.Rows;
            var sizes = dictionaries.Of(footer);
            for (var i = 0; i < columns.Length; i++)
                Add(columns[i], footer, sizes, schema.Fields[i]);
        }

        return new TableStatistics(rows, bytes, columns.Select((c, i) => c.Finish(rows, schema.Fields[i].Type)).ToValueList());
    }

    private static void Add(ColumnSummary summary, ParquetFooter footer, Dictionary<int, long[]> sizes, Field field)
    {
        var root = ColumnTree.Find(footer.Roots, field.Name);
        if (root < 0)
        {
            summary.AddAbsent(footer.File.Rows);
            return;
        }

        if (ColumnTree.Build(footer.Roots[root], field.Type) is not LeafNode leaf)
        {
            summary.Forget();
            return;
        }

        var bounds = new BoundDecoder(leaf);
        for (var g = 0; g < footer.RowGroups.Length; g++)
        {
            var chunk = footer.RowGroups[g].Columns[leaf.Source.Leaf];
            var distinct = sizes.GetValueOrDefault(g)?[leaf.Source.Leaf] ?? chunk.Statistics?.DistinctCount ?? -1;
            summary.Add(chunk, footer.RowGroups[g].Rows, chunk.Statistics is { } statistics ? bounds.Range(statistics) : null, distinct);
        }
    }
}
