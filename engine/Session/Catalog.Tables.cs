using System.Globalization;
using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Plans.Commands;
using Spindle.Plans.Unresolved;
using Spindle.Sql.Catalogs;
using Spindle.Sql.Commands;
using Spindle.Sql.Parsing;
using Spindle.Storage.Tables;

namespace Spindle.Sql;

public sealed partial class Catalog
{
    /// <summary>Tables and views of a database (the current one if none is named), and temporary views.</summary>
    /// <exception cref="SpindleException">SCHEMA_NOT_FOUND</exception>
    public IReadOnlyList<TableInfo> ListTables(string? database = null, string? pattern = null)
    {
        var chosen = Names.Database(database ?? CurrentDatabase);
        var temporary = Names.TemporaryViews().Select(v => Temporary(v.Name, v.Database));
        return [.. chosen.Entries.Values.OrderBy(e => e.Name, StringComparer.Ordinal).Select(Info).Concat(temporary).Where(t => NamePattern.Matches(t.Name, pattern))];
    }

    /// <summary>The views among <see cref="ListTables"/>.</summary>
    /// <inheritdoc cref="ListTables" path="/exception"/>
    public IReadOnlyList<TableInfo> ListViews(string? database = null, string? pattern = null) => [.. ListTables(database, pattern).Where(t => t.TableType is "VIEW" or "TEMPORARY")];

    /// <exception cref="SpindleException">TABLE_OR_VIEW_NOT_FOUND</exception>
    public TableInfo GetTable(string name)
    {
        var parts = SqlParser.ParseName(name);
        if (Names.IsTemporary(parts))
            return Temporary(parts[^1], parts.Count > 1 ? parts[0] : "");
        return Names.FindStored(parts) is { } entry ? Info(entry) : throw new Definitions(session, "").NotFound(parts);
    }

    /// <param name="database">Where the name is looked up; null to take it from the name.</param>
    public bool TableExists(string name, string? database = null) => Names.Find(Qualified(name, database), []) is not null;

    /// <summary>The columns of a table or view.</summary>
    /// <exception cref="SpindleException">TABLE_OR_VIEW_NOT_FOUND</exception>
    public IReadOnlyList<ColumnInfo> ListColumns(string table, string? database = null)
    {
        var name = Qualified(table, database);
        var entry = Names.IsTemporary(name) ? null : Names.FindStored(name);
        var declared = entry is StoredTable { Columns: var columns } ? columns : (entry as StoredView)?.Schema?.Columns;
        var partitions = (entry as StoredTable)?.Specification.PartitionedBy ?? [];
        return [.. new DataFrame(session, new UnresolvedRelation(name, [])).Schema.Fields.Select(f => new ColumnInfo(f.Name,
            declared?.Fields.FirstOrDefault(d => d.Name.Equals(f.Name, StringComparison.OrdinalIgnoreCase))?.Comment, f.Type.Name, f.Nullable, partitions.Contains(f.Name, StringComparer.OrdinalIgnoreCase)))];
    }

    /// <summary>The partitions of a table, as <c>year=2024/month=5</c>.</summary>
    /// <exception cref="SpindleException">TABLE_OR_VIEW_NOT_FOUND, INVALID_PARTITION_OPERATION.PARTITION_SCHEMA_IS_EMPTY</exception>
    public IReadOnlyList<string> ListPartitions(string table) => [.. session.Run(new ShowPartitions(SqlParser.ParseName(table)), "").Collect().Select(r => r.Get<string>(0))];

    /// <summary>The properties that users noted about a table.</summary>
    /// <exception cref="SpindleException">TABLE_OR_VIEW_NOT_FOUND</exception>
    public IReadOnlyDictionary<string, string> GetTableProperties(string table) => new Tables(session).Stored(SqlParser.ParseName(table)).Specification.Properties.ToDictionary(p => p.Key, p => p.Value);

    /// <summary>The statement that would make the table or view.</summary>
    /// <exception cref="SpindleException">TABLE_OR_VIEW_NOT_FOUND</exception>
    public string GetCreateTableString(string table) => session.Run(new ShowCreateTable(SqlParser.ParseName(table)), "").Collect()[0].Get<string>(0);

    /// <summary>Makes a table: of the files at a path, or an empty one in the warehouse.</summary>
    /// <param name="path">Null for a table whose files are the catalog's.</param>
    /// <param name="source">The format; null for the session's default.</param>
    /// <param name="schema">The columns; null to take the files'.</param>
    /// <exception cref="SpindleException">TABLE_OR_VIEW_ALREADY_EXISTS, DATA_SOURCE_NOT_FOUND</exception>
    public DataFrame CreateTable(string name, string? path = null, string? source = null, StructType? schema = null, string? description = null, IReadOnlyDictionary<string, string>? options = null)
    {
        var specification = new TableSpecification(source, [.. (options ?? new Dictionary<string, string>()).Where(o => !o.Key.Equals("path", StringComparison.OrdinalIgnoreCase))], [],
            path ?? options?.FirstOrDefault(o => o.Key.Equals("path", StringComparison.OrdinalIgnoreCase)).Value, description);
        Run(new CreateTable(SqlParser.ParseName(name), schema ?? StructType.Empty, specification, IfNotExists: false, OrReplace: false));
        return session.Table(name);
    }

    /// <summary>Makes a table of the files at a path.</summary>
    /// <inheritdoc cref="CreateTable" path="/param"/>
    /// <inheritdoc cref="CreateTable" path="/exception"/>
    public DataFrame CreateExternalTable(string name, string? path = null, string? source = null, StructType? schema = null, IReadOnlyDictionary<string, string>? options = null) =>
        CreateTable(name, path, source, schema, null, options);

    /// <param name="purge">Has no effect: files are removed for good either way.</param>
    /// <exception cref="SpindleException">TABLE_OR_VIEW_NOT_FOUND</exception>
    public void DropTable(string name, bool ifExists = false, bool purge = false) => Run(new DropTable(SqlParser.ParseName(name), ifExists));

    /// <exception cref="SpindleException">TABLE_OR_VIEW_NOT_FOUND</exception>
    public void DropView(string name, bool ifExists = false) => Run(new DropView(SqlParser.ParseName(name), ifExists));

    /// <summary>Removes a temporary view; false where there is none of that name.</summary>
    public bool DropTempView(string name) => Names.DropTemporary([name]);

    /// <summary>Removes a view of all sessions; false where there is none of that name.</summary>
    public bool DropGlobalTempView(string name) => Names.DropTemporary([SessionCatalog.GlobalDatabase, name]);

    /// <summary>Removes all rows of a table.</summary>
    /// <exception cref="SpindleException">TABLE_OR_VIEW_NOT_FOUND</exception>
    public void TruncateTable(string name) => Run(new TruncateTable(SqlParser.ParseName(name)));

    /// <summary>Notes a table's size in bytes, and its number of rows, among its properties. Queries do without: they take sizes from the files.</summary>
    /// <param name="noScan">True to leave the rows uncounted.</param>
    /// <exception cref="SpindleException">TABLE_OR_VIEW_NOT_FOUND</exception>
    public void AnalyzeTable(string table, bool noScan = false)
    {
        var name = SqlParser.ParseName(table);
        var stored = new Tables(session).Stored(name);
        var bytes = Names.Formats.Open(stored) is FileTable files ? files.Files.Sum(f => f.Status.Length) : 0;
        List<KeyValuePair<string, string>> noted = [KeyValuePair.Create("spark.sql.statistics.totalSize", bytes.ToString(CultureInfo.InvariantCulture))];
        if (!noScan)
            noted.Add(KeyValuePair.Create("spark.sql.statistics.numRows", session.Table(table).Count().ToString(CultureInfo.InvariantCulture)));
        Run(new ChangeProperties(name, noted.ToValueList(), [], IfExists: true, IsView: false));
    }

    /// <summary>Checks that a table has partitions. They are found in its folder whenever it is read, so that there is none to recover.</summary>
    /// <exception cref="SpindleException">TABLE_OR_VIEW_NOT_FOUND, NOT_A_PARTITIONED_TABLE</exception>
    public void RecoverPartitions(string table)
    {
        var stored = new Tables(session).Stored(SqlParser.ParseName(table));
        if (stored.Specification.PartitionedBy.Count == 0)
        {
            throw new SpindleException(SessionErrors.NotAPartitionedTable, $"{stored.Name} has no partition columns",
                parameters: new Dictionary<string, string> { ["operation"] = "recoverPartitions()", ["tableIdentWithDB"] = string.Join(".", stored.QualifiedName.Select(n => $"`{n}`")) });
        }
    }

    /// <summary>Keeps a table's rows.</summary>
    /// <exception cref="SpindleException">TABLE_OR_VIEW_NOT_FOUND</exception>
    public void CacheTable(string name, StorageLevel level = StorageLevel.MemoryAndDisk)
    {
        if (level == StorageLevel.None)
            throw new ArgumentException("rows are kept at some level", nameof(level));
        var parts = SqlParser.ParseName(name);
        if (session.State.Cache.Table(parts[^1]) is null)
            session.State.Cache.SetTable(parts[^1], session.State.Cache.Rows(new UnresolvedRelation(parts, []), parts[^1], level));
    }

    /// <summary>True where <see cref="CacheTable"/> keeps the table's rows.</summary>
    /// <exception cref="SpindleException">TABLE_OR_VIEW_NOT_FOUND</exception>
    public bool IsCached(string table)
    {
        var parts = SqlParser.ParseName(table);
        return session.State.Cache.Table(parts[^1]) is not null || (Names.Find(parts, []) is null ? throw new Definitions(session, "").NotFound(parts) : false);
    }

    /// <exception cref="SpindleException">TABLE_OR_VIEW_NOT_FOUND</exception>
    public void UncacheTable(string name) => Run(new UncacheTable(SqlParser.ParseName(name), IfExists: false));

    /// <summary>Forgets all rows that are kept.</summary>
    public void ClearCache() => session.State.Cache.Clear();

    /// <summary>Forgets what is kept of a table's rows; its files are looked at whenever it is read.</summary>
    /// <exception cref="SpindleException">TABLE_OR_VIEW_NOT_FOUND</exception>
    public void RefreshTable(string name)
    {
        Run(new RefreshTable(SqlParser.ParseName(name)));
        session.State.Cache.RemoveTable(Last(name));
    }

    /// <summary>Forgets rows that are kept and were read from files under a path.</summary>
    public void RefreshByPath(string path) => session.State.Cache.RemovePath(path);

    private static TableInfo Temporary(string name, string database) => new(name, database, IsTemporary: true, "TEMPORARY");

    private static TableInfo Info(StoredEntry entry) => entry switch
    {
        StoredView view => new TableInfo(view.Name, view.Database, IsTemporary: false, "VIEW", view.Command.Comment),
        StoredTable table => new TableInfo(table.Name, table.Database, IsTemporary: false, table.IsManaged ? "MANAGED" : "EXTERNAL", table.Specification.Comment),
        _ => throw new System.Diagnostics.UnreachableException(entry.GetType().Name),
    };
}
