using System.Text.Json;
using Spindle.Columnar.Types;
using Spindle.Plans.Commands;
using Spindle.Plans.Logical;
using Spindle.Sources;
using Spindle.Sql.Parsing;

namespace Spindle.Sql.Catalogs;

/// <summary>A table, view or database as the warehouse keeps it, in JSON.</summary>
/// <param name="Location">The folder of a table that is not managed; null for one in the warehouse.</param>
/// <param name="Folder">The folder of a managed table that has been renamed, which is called by its first name.</param>
/// <param name="Query">A view's query.</param>
/// <param name="Statement">The statement that made a view, from which it is made again.</param>
/// <param name="MadeIn">The database that was current when a view was made; null for the view's own.</param>
internal sealed record StoredDocument(
    string Kind, string Name, string? Format, StoredColumn[]? Columns, KeyValuePair<string, string>[]? Options, string[]? PartitionedBy, string? Location, string? Comment, string? Query, string? Statement, string? MadeIn = null,
    KeyValuePair<string, string>[]? Properties = null, ViewSchemaMode? SchemaMode = null, string[]? QueryColumns = null, long? Created = null, string? Folder = null)
{
    private const string Table = "table";
    private const string View = "view";
    private const string Namespace = "database";

    private static readonly JsonSerializerOptions Layout = new() { WriteIndented = true, DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull };

    public static StoredDocument Of(StoredEntry entry) => entry switch
    {
        StoredTable t => new StoredDocument(Table, t.Name, t.Format, ColumnsOf(t.Columns),
            [.. t.Specification.Options], [.. t.Specification.PartitionedBy], t.IsManaged ? null : t.Folder, t.Specification.Comment, null, null,
            Properties: [.. t.Specification.Properties], Created: t.Created, Folder: t.IsManaged && t.IsRenamed ? t.Folder : null),
        StoredView v => new StoredDocument(View, v.Name, null, v.Schema is { } schema ? ColumnsOf(schema.Columns) : null, null, null, null, null, v.Command.QueryText, v.StatementText, v.MadeIn,
            SchemaMode: v.Schema?.Mode, QueryColumns: v.Schema is null ? null : [.. v.Schema.QueryNames], Created: v.Created),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    public static StoredDocument Of(Database database) => new(Namespace, database.Name, null, null, null, null, database.Location, database.Comment, null, null);

    public static StoredDocument Parse(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize<StoredDocument>(json, Layout) ?? throw new JsonException("null is no entry");

    public byte[] Bytes() => JsonSerializer.SerializeToUtf8Bytes(this, Layout);

    public Database ToDatabase() => new(Name, Location, Comment);

    /// <param name="folder">The folder of a managed table of that name.</param>
    public StoredEntry ToEntry(string database, Func<string, string> folder) => Kind switch
    {
        Table => new StoredTable(database, Name, Schema(),
            new TableSpecification(Format, [.. Options ?? []], [.. PartitionedBy ?? []], Location, Comment) { Properties = [.. Properties ?? []] }, Location ?? Folder ?? folder(Name), Location is null)
        {
            Created = Created ?? 0, IsRenamed = Folder is not null,
        },
        View => Made(database),
        _ => throw new JsonException($"'{Kind}' is no kind of entry"),
    };

    private static StoredColumn[] ColumnsOf(StructType columns) => [.. columns.Fields.Select(f => new StoredColumn(f.Name, Text(f.Type), f.Nullable, f.Comment))];

    // With names quoted, so that any can be read again.
    private static string Text(DataType type) => type switch
    {
        StructType fields => $"STRUCT<{string.Join(", ", fields.Fields.Select(f => $"`{f.Name.Replace("`", "``", StringComparison.Ordinal)}`: {Text(f.Type)}{(f.Nullable ? "" : " NOT NULL")}"))}>",
        ArrayType array => $"ARRAY<{Text(array.Element)}>",
        MapType map => $"MAP<{Text(map.Key)}, {Text(map.Value)}>",
        _ => type.Sql,
    };

    private StoredView Made(string database)
    {
        if (SqlParser.ParseStatement(Statement!) is not CreateView command)
            throw new JsonException("the view's statement makes no view");
        var schema = SchemaMode is { } mode ? new ViewSchema(mode, [.. QueryColumns ?? []], Schema()) : null;
        return new StoredView(database, Name, command, Statement!, MadeIn ?? database, schema) { Created = Created ?? 0 };
    }

    private StructType Schema() => new((Columns ?? []).Select(c => new Field(c.Name, SqlParser.ParseType(c.Type), c.Nullable) { Comment = c.Comment }).ToValueList());
}

/// <param name="Type">As SQL writes it.</param>
internal sealed record StoredColumn(string Name, string Type, bool Nullable, string? Comment);
