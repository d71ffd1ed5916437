using Spindle.Columnar.Types;
using Spindle.Sources;
using Spindle.Storage.Parquet.Reading;
using Spindle.Storage.Parquet.Schema;

namespace Spindle.Storage.Parquet;

/// <summary>A table's statistics, added up from its files' footers.</summary>
internal static class FooterStatistics
{
    public static TableStatistics Of(IEnumerable<ParquetFooter> footers, long bytes, StructType schema)
    {
        var columns = new ColumnSummary[schema.Fields.Count];
        for (var i = 0; i < columns.Length; i++)
            columns[i] = new ColumnSummary();
        long rows = 0;
        foreach (var footer in footers)
        {
            rows += footer.File.Rows;
            for (var i = 0; i < columns.Length; i++)
                Add(columns[i], footer, schema.Fields[i]);
        }

        return new TableStatistics(rows, bytes, columns.Select((c, i) => c.Finish(rows, schema.Fields[i].Type)).ToValueList());
    }

    private static void Add(ColumnSummary summary, ParquetFooter footer, Field field)
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
        foreach (var group in footer.RowGroups)
        {
            var chunk = group.Columns[leaf.Source.Leaf];
            summary.Add(chunk, group.Rows, chunk.Statistics is { } statistics ? bounds.Range(statistics) : null);
        }
    }
}
