using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Functions.Catalog;
using Spindle.Plans.Commands;
using Spindle.Plans.Unresolved;
using Spindle.Sql.Catalogs;
using Spindle.Sql.Objects;

namespace Spindle.Sql.Commands;

/// <summary>What SHOW answers.</summary>
internal sealed class Listings(Session session)
{
    private SessionCatalog Catalog => session.State.Catalog;

    public MemoryTable Tables(ShowTables command)
    {
        var database = Catalog.Database(command.Database?[^1] ?? Catalog.CurrentDatabase);
        var rows = database.Entries.Keys.Select(n => (Database: database.Name, Name: n, IsTemporary: false))
            .Concat(Catalog.TemporaryViews().Select(v => (v.Database, v.Name, IsTemporary: true)));
        return ResultTable.Of(session, ResultTable.Schema(("namespace", DataType.String), ("tableName", DataType.String), ("isTemporary", DataType.Boolean)),
            rows.Where(r => NamePattern.Matches(r.Name, command.Pattern)).OrderBy(r => r.Name, StringComparer.Ordinal).Select(r => new object?[] { r.Database, r.Name, r.IsTemporary }));
    }

    public MemoryTable Views(ShowViews command)
    {
        var name = command.Database?[^1] ?? Catalog.CurrentDatabase;
        var stored = name.Equals(SessionCatalog.GlobalDatabase, StringComparison.OrdinalIgnoreCase)
            ? Catalog.GlobalTemporaryViews().Select(v => (Database: SessionCatalog.GlobalDatabase, Name: v, IsTemporary: true))
            : Catalog.Database(name).Entries.Values.OfType<StoredView>().Select(v => (v.Database, v.Name, IsTemporary: false));
        var rows = stored.Concat(Catalog.TemporaryViews().Select(v => (v.Database, v.Name, IsTemporary: true)));
        return ResultTable.Of(session, ResultTable.Schema(("namespace", DataType.String), ("viewName", DataType.String), ("isTemporary", DataType.Boolean)),
            rows.Where(r => NamePattern.Matches(r.Name, command.Pattern)).OrderBy(r => r.Name, StringComparer.Ordinal).Select(r => new object?[] { r.Database, r.Name, r.IsTemporary }));
    }

    public MemoryTable Columns(ShowColumns command) => One("col_name",
        session.State.Compiler.Analyze(new UnresolvedRelation([.. command.Database ?? [], .. command.Table], []), null).Schema.Fields.Select(f => f.Name));

    public MemoryTable Functions(ShowFunctions command) => One("function",
        (command.Scope == "USER" ? session.State.Functions.UserNames : session.State.Functions.Catalog.Entries.SelectMany(e => e.Names).Where(IsListed)).Where(n => NamePattern.Matches(n, command.Pattern)).Distinct().Order(StringComparer.Ordinal));

    // Forms with a syntax of their own, such as NOT LIKE ANY, are no names to call.
    private static bool IsListed(string name) => !name.Contains(' ', StringComparison.Ordinal);

    public MemoryTable Databases(ShowDatabases command) => One("namespace", Catalog.Databases().Select(d => d.Name).Where(n => NamePattern.Matches(n, command.Pattern)));

    public MemoryTable Catalogs(ShowCatalogs command) => One("catalog", NamePattern.Matches(SessionCatalog.CatalogName, command.Pattern) ? [SessionCatalog.CatalogName] : []);

    public MemoryTable CurrentDatabase() => ResultTable.Of(session, ResultTable.Schema(("catalog", DataType.String), ("namespace", DataType.String)),
        [[SessionCatalog.CatalogName, Catalog.CurrentDatabase]]);

    public MemoryTable Partitions(ShowPartitions command)
    {
        var table = new Tables(session).Stored(command.Table);
        if (table.Specification.PartitionedBy.Count == 0)
        {
            throw new SpindleException(SessionErrors.NotPartitioned, $"{table.Name} has no partition columns",
                parameters: new Dictionary<string, string> { ["name"] = string.Join(".", table.QualifiedName.Select(n => $"`{n}`")) });
        }

        var rows = new List<string>();
        if (Catalog.Formats.Open(table) is Storage.Tables.FileTable files)
        {
            var columns = files.PartitionSchema.Fields;
            rows.AddRange(files.Files.Select(f => string.Join("/", columns.Select((c, i) =>
                Storage.Tables.PartitionFolder.Of(c.Name, f.PartitionValues[i], c.Type, session.State.Zone)))).Distinct().Order(StringComparer.Ordinal));
        }

        return One("partition", rows);
    }

    public MemoryTable Properties(ShowTableProperties command)
    {
        var table = new Tables(session).Stored(command.Table);
        var rows = table.Specification.Options.Where(o => command.Key is null || o.Key == command.Key).OrderBy(o => o.Key, StringComparer.Ordinal);
        return ResultTable.Of(session, ResultTable.Schema(("key", DataType.String), ("value", DataType.String)), rows.Select(o => new object?[] { o.Key, o.Value }));
    }

    private MemoryTable One(string column, IEnumerable<string> values) =>
        ResultTable.Of(session, ResultTable.Schema((column, DataType.String)), values.Select(v => new object?[] { v }));
}
