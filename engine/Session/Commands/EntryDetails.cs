using Spindle.Columnar.Types;
using Spindle.Plans.Commands;
using Spindle.Sql.Catalogs;
using TimeZone = Spindle.Columnar.Time.TimeZone;

namespace Spindle.Sql.Commands;

/// <summary>What DESCRIBE EXTENDED and SHOW TABLE EXTENDED say of a table or view, under Spark's names and in its order.</summary>
internal static class EntryDetails
{
    public static IEnumerable<(string Name, string Value)> Of(StoredEntry entry, TimeZone zone, bool withMode)
    {
        yield return ("Catalog", SessionCatalog.CatalogName);
        yield return ("Database", entry.Database);
        yield return ("Table", entry.Name);
        yield return ("Created Time", entry.Created == 0 ? "UNKNOWN" : Formats.Rows.CellText.Format(entry.Created, DataType.Timestamp, zone) ?? "");
        yield return ("Last Access", "UNKNOWN");
        yield return ("Created By", "Spindle");
        foreach (var detail in entry is StoredView view ? Of(view, withMode) : Of((StoredTable)entry))
            yield return detail;
    }

    private static IEnumerable<(string Name, string Value)> Of(StoredView view, bool withMode)
    {
        yield return ("Type", "VIEW");
        if (view.Command.Comment is { } comment)
            yield return ("Comment", comment);
        yield return ("View Text", view.Command.QueryText);
        yield return ("View Original Text", view.Command.QueryText);
        if (withMode && view.Schema is { } schema)
            yield return ("View Schema Mode", NameOf(schema.Mode));
        yield return ("View Catalog and Namespace", $"{SessionCatalog.CatalogName}.{view.MadeIn}");
        if (view.Schema is { Mode: not ViewSchemaMode.Evolution } columns)
            yield return ("View Query Output Columns", $"[{string.Join(", ", columns.QueryNames.Select(n => $"`{n}`"))}]");
        if (view.Command.Properties.Count > 0)
            yield return ("Table Properties", Redaction.Listed(view.Command.Properties));
    }

    private static IEnumerable<(string Name, string Value)> Of(StoredTable table)
    {
        var specification = table.Specification;
        yield return ("Type", table.IsManaged ? "MANAGED" : "EXTERNAL");
        yield return ("Provider", table.Format);
        if (specification.Comment is { } comment)
            yield return ("Comment", comment);
        if (specification.Properties.Count > 0)
            yield return ("Table Properties", Redaction.Listed(specification.Properties));
        yield return ("Location", table.Folder.Contains(':', StringComparison.Ordinal) ? table.Folder : $"file:{table.Folder}");
        var options = specification.Options.Where(o => !o.Key.Equals("path", StringComparison.OrdinalIgnoreCase)).ToList();
        if (options.Count > 0)
            yield return ("Storage Properties", Redaction.Listed(options));
        if (specification.PartitionedBy.Count > 0)
            yield return ("Partition Provider", "Catalog");
    }

    public static string NameOf(ViewSchemaMode mode) => mode == ViewSchemaMode.TypeEvolution ? "TYPE EVOLUTION" : mode.ToString().ToUpperInvariant();
}
