using System.Text;
using System.Text.RegularExpressions;
using Spindle.Columnar.Types;
using Spindle.Sql.Catalogs;

namespace Spindle.Sql.Commands;

/// <summary>The statement that makes a table or view again.</summary>
internal static partial class DefinitionText
{
    /// <param name="withNames">False to leave the columns' names to the query.</param>
    /// <param name="withSecrets">True for a statement that is kept, and not shown.</param>
    /// <param name="withMode">False to leave out what becomes of the columns when tables change.</param>
    public static string Of(StoredView view, StructType columns, bool withNames = true, bool withMode = true, bool withSecrets = false)
    {
        var text = new StringBuilder($"CREATE VIEW {Quoted(view.Database)}.{Quoted(view.Name)}");
        if (withNames)
            text.Append(" (\n  ").AppendJoin(",\n  ", columns.Fields.Select(f => Quoted(f.Name) + CommentOf(" ", f.Comment))).Append(')');
        text.Append(CommentOf("\n", view.Command.Comment));
        AppendPairs(text, "TBLPROPERTIES", view.Command.Properties, withSecrets);
        if (withMode && view.Schema is { } schema)
            text.Append("\nWITH SCHEMA ").Append(EntryDetails.NameOf(schema.Mode));
        return text.Append("\nAS ").Append(view.Command.QueryText).Append('\n').ToString();
    }

    public static string Of(StoredTable table, StructType columns)
    {
        var specification = table.Specification;
        var text = new StringBuilder($"CREATE TABLE {SessionCatalog.CatalogName}.{table.Database}.{Quoted(table.Name)} (\n  ");
        text.AppendJoin(",\n  ", columns.Fields.Select(f => $"{Quoted(f.Name)} {TypeText(f.Type)}{(f.Nullable ? "" : " NOT NULL")}{CommentOf(" ", f.Comment)}")).Append($")\nUSING {table.Format}");
        AppendPairs(text, "OPTIONS", specification.Options.Where(o => !o.Key.Equals("path", StringComparison.OrdinalIgnoreCase)));
        if (specification.PartitionedBy.Count > 0)
            text.Append($"\nPARTITIONED BY ({string.Join(", ", specification.PartitionedBy.Select(Quoted))})");
        text.Append(CommentOf("\n", specification.Comment));
        if (!table.IsManaged)
            text.Append($"\nLOCATION '{(table.Folder.Contains(':', StringComparison.Ordinal) ? "" : "file:")}{Escaped(table.Folder)}'");
        AppendPairs(text, "TBLPROPERTIES", specification.Properties);
        return text.Append('\n').ToString();
    }

    private static void AppendPairs(StringBuilder text, string clause, IEnumerable<KeyValuePair<string, string>> pairs, bool withSecrets = false)
    {
        var lines = pairs.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"'{Escaped(p.Key)}' = '{Escaped(withSecrets ? p.Value : Redaction.Value(p))}'").ToList();
        if (lines.Count > 0)
            text.Append($"\n{clause} (\n  ").AppendJoin(",\n  ", lines).Append(')');
    }

    // Strings say how they compare, as in Spark.
    private static string TypeText(DataType type) => type is StringType && !type.Sql.Contains("COLLATE", StringComparison.Ordinal) ? $"{type.Sql} COLLATE UTF8_BINARY" : type.Sql;

    private static string CommentOf(string before, string? comment) => comment is null ? "" : $"{before}COMMENT '{Escaped(comment)}'";

    private static string Escaped(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal);

    private static string Quoted(string name) => PlainName().IsMatch(name) ? name : $"`{name.Replace("`", "``", StringComparison.Ordinal)}`";

    [GeneratedRegex("^[a-zA-Z_][a-zA-Z0-9_]*$", RegexOptions.CultureInvariant)]
    private static partial Regex PlainName();
}
