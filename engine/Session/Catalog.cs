namespace Spindle.Sql;

/// <summary>A table or view as <see cref="Catalog.ListTables"/> shows it.</summary>
/// <param name="Database">Empty for temporary views.</param>
public sealed record TableInfo(string Name, string Database, bool IsTemporary);

/// <summary>What a session knows by name.</summary>
public sealed class Catalog
{
    private readonly Session session;

    internal Catalog(Session session) => this.session = session;

    public string CurrentDatabase => session.State.Catalog.CurrentDatabase;

    public void SetCurrentDatabase(string name) => session.State.Catalog.Use(name);

    public IReadOnlyList<string> ListDatabases() => [.. session.State.Catalog.Databases().Select(d => d.Name)];

    /// <summary>Tables and views of a database (the current one if none is named), and temporary views.</summary>
    public IReadOnlyList<TableInfo> ListTables(string? database = null)
    {
        var chosen = session.State.Catalog.Database(database ?? CurrentDatabase);
        return
        [
            .. chosen.Entries.Keys.Order(StringComparer.Ordinal).Select(n => new TableInfo(n, chosen.Name, IsTemporary: false)),
            .. session.State.Catalog.TemporaryViews().Select(v => new TableInfo(v.Name, v.Database, IsTemporary: true)),
        ];
    }

    /// <summary>Names of functions that match a pattern with <c>*</c>.</summary>
    public IReadOnlyList<string> ListFunctions(string pattern = "*") =>
        [.. session.State.Functions.Catalog.Entries.SelectMany(e => e.Names).Where(n => Commands.NamePattern.Matches(n, pattern)).Order(StringComparer.Ordinal)];

    public bool TableExists(string name) => session.State.Catalog.Find(Parsing.SqlParser.ParseName(name), []) is not null;

    public bool FunctionExists(string name) => session.State.Functions.Catalog.Find(name) is not null;

    /// <summary>Removes a temporary view; false where there is none of that name.</summary>
    public bool DropTempView(string name) => session.State.Catalog.DropTemporary([name]);

    /// <summary>Keeps a table's rows in memory.</summary>
    public void CacheTable(string name) => session.Sql($"CACHE TABLE {name}");

    public void UncacheTable(string name) => session.Sql($"UNCACHE TABLE {name}");

    /// <summary>Forgets all rows that are kept.</summary>
    public void ClearCache() => session.State.Cache.Clear();

    /// <summary>Looks again at a table's files.</summary>
    public void RefreshTable(string name) => session.Sql($"REFRESH TABLE {name}");
}
