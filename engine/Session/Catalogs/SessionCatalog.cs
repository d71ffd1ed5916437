using System.Collections.Concurrent;
using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Plans.Logical;
using Spindle.Sources;
using Spindle.Sql.Settings;
using Spindle.Tpch;
using Spindle.Tpch.Sources;

namespace Spindle.Sql.Catalogs;

/// <summary>What names mean to a session: temporary views first, then the current database's tables and views (kept in the warehouse), then files by format and path, then the benchmark's tables.</summary>
internal sealed class SessionCatalog : ICatalog
{
    public const string CatalogName = "spark_catalog";
    public const string DefaultDatabase = "default";
    public const string GlobalDatabase = "global_temp";

    private static readonly ConcurrentDictionary<string, ViewEntry> GlobalViews = new(StringComparer.OrdinalIgnoreCase);

    private readonly SessionSettings settings;
    private readonly CatalogStore store;
    private readonly Lock gate = new();
    private readonly Dictionary<string, CatalogEntry> temporary = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, Database> databases = new(StringComparer.OrdinalIgnoreCase);

    public SessionCatalog(SessionSettings settings)
    {
        this.settings = settings;
        Formats = new TableFormats(() => settings.Zone, settings.Find);
        store = new CatalogStore(() => settings.Find(SessionSettings.Warehouse)!, Formats.Registry.FileSystems);
        databases[DefaultDatabase] = new Database(DefaultDatabase, null, "default database");
    }

    public string CurrentDatabase { get; private set; } = DefaultDatabase;

    public TableFormats Formats { get; }

    /// <summary>The kept rows of a table or view; null where none are.</summary>
    public Func<string, ITable?> Cached { get; set; } = _ => null;

    public CatalogEntry? Find(ValueList<string> parts, ValueList<KeyValuePair<string, string>> options)
    {
        lock (gate)
        {
            if (options.Count == 0 && Cached(parts[^1]) is { } cached)
                return new TableEntry([parts[^1]], cached);
            if (parts.Count == 1 && temporary.TryGetValue(parts[0], out var view))
                return view;
            if (parts.Count == 2 && IsGlobal(parts[0]) && GlobalViews.TryGetValue(parts[1], out var global))
                return global;
            if (FindStored(parts) is { } entry)
                return entry.Open(this);
        }

        return FindElsewhere(parts, options);
    }

    /// <summary>As <see cref="Find"/>, without temporary views.</summary>
    /// <param name="database">Where names without a database are looked up.</param>
    public CatalogEntry? FindLasting(ValueList<string> parts, ValueList<KeyValuePair<string, string>> options, string database)
    {
        lock (gate)
        {
            if (options.Count == 0 && !temporary.ContainsKey(parts[^1]) && Cached(parts[^1]) is { } cached)
                return new TableEntry([parts[^1]], cached);
            if (FindStored(parts.Count == 1 ? [database, parts[0]] : parts) is { } entry)
                return entry.Open(this);
        }

        return FindElsewhere(parts, options);
    }

    // Files by format and path, and the benchmark's tables.
    private CatalogEntry? FindElsewhere(ValueList<string> parts, ValueList<KeyValuePair<string, string>> options)
    {
        if (parts.Count == 2 && Formats.Contains(parts[0]))
            return new TableEntry([], Formats.Open(parts[0], [parts[1]], options, null));
        return new TpchCatalog(Scale.Parse(SessionSettings.TpchScale, settings.Find(SessionSettings.TpchScale)!)).Find(parts, options);
    }

    public IEnumerable<string> Names()
    {
        lock (gate)
        {
            Refresh();
            return [.. temporary.Keys, .. databases[CurrentDatabase].Entries.Keys, .. databases.Where(d => d.Key != CurrentDatabase).SelectMany(d => d.Value.Entries.Keys.Select(t => $"{d.Key}.{t}")),
                .. GlobalViews.Keys.Select(v => $"{GlobalDatabase}.{v}")];
        }
    }

    public void CreateTemporary(string name, LogicalPlan plan, string? sqlText, bool replace) => AddTemporary(new ViewEntry([name], plan, sqlText), replace);

    public void CreateTemporary(string name, ITable table, bool replace) => AddTemporary(new TableEntry([name], table), replace);

    public void CreateGlobalTemporary(string name, LogicalPlan plan, string? sqlText, bool replace)
    {
        var entry = new ViewEntry([GlobalDatabase, name], plan, sqlText);
        if (replace)
            GlobalViews[name] = entry;
        else if (!GlobalViews.TryAdd(name, entry))
            throw Exists(SessionErrors.TempTableExists, $"{GlobalDatabase}.{name}");
    }

    /// <summary>Removes a temporary view; false where there is none of that name.</summary>
    public bool DropTemporary(ValueList<string> parts)
    {
        if (parts.Count == 2 && IsGlobal(parts[0]))
            return GlobalViews.TryRemove(parts[1], out _);
        lock (gate)
            return parts.Count == 1 && temporary.Remove(parts[0]);
    }

    /// <summary>Gives a temporary view another name; false where there is none of that name.</summary>
    public bool RenameTemporary(ValueList<string> parts, ValueList<string> to)
    {
        lock (gate)
        {
            if (parts.Count != 1 || !temporary.TryGetValue(parts[0], out var view))
                return false;
            if (temporary.ContainsKey(to[^1]))
                throw Exists(SessionErrors.TableExists, to[^1]);
            temporary.Remove(parts[0]);
            temporary[to[^1]] = view with { QualifiedName = [to[^1]] };
            return true;
        }
    }

    public bool IsTemporary(ValueList<string> parts)
    {
        lock (gate)
            return (parts.Count == 1 && temporary.ContainsKey(parts[0])) || (parts.Count == 2 && IsGlobal(parts[0]) && GlobalViews.ContainsKey(parts[1]));
    }

    public StoredEntry? FindStored(ValueList<string> parts)
    {
        lock (gate)
        {
            if (Locate(parts) is not var (database, name))
                return null;
            var found = databases.GetValueOrDefault(database)?.Entries.GetValueOrDefault(name);
            if (found is not null && store.IsCurrent(found))
                return found;
            Refresh();
            return databases.GetValueOrDefault(database)?.Entries.GetValueOrDefault(name);
        }
    }

    /// <summary>Adds a table or view to its database.</summary>
    public void Store(ValueList<string> parts, Func<string, string, StoredEntry> make, bool replace)
    {
        lock (gate)
        {
            var (databaseName, name) = Locate(parts) ?? throw SessionErrors.SinglePart(parts);
            var database = Database(databaseName);
            Refresh();
            if (!replace && database.Entries.ContainsKey(name))
                throw Exists(SessionErrors.TableExists, string.Join(".", parts));
            var entry = make(database.Name, name);
            store.Save(entry);
            database.Entries[name] = entry;
        }
    }

    /// <summary>The whole name of a table, view or function of a database.</summary>
    public IReadOnlyList<string> Qualified(ValueList<string> parts) => Locate(parts) is var (database, name) ? [CatalogName, database, name] : parts;

    public bool RemoveStored(ValueList<string> parts)
    {
        lock (gate)
        {
            if (Locate(parts) is not var (database, name) || !databases.TryGetValue(database, out var members) || !members.Entries.Remove(name))
                return false;
            store.Remove(database, name);
            return true;
        }
    }

    public Database Database(string name)
    {
        lock (gate)
        {
            Refresh();
            return databases.TryGetValue(name, out var found) ? found : throw new SpindleException(SessionErrors.SchemaNotFound, $"there is no database {name}",
                parameters: new Dictionary<string, string> { ["schemaName"] = $"`{name}`" })
            {
                Hint = NearNames.Closest(name, [.. databases.Keys]) is { } near ? $"did you mean {near}?" : null,
            };
        }
    }

    public IReadOnlyList<Database> Databases()
    {
        lock (gate)
        {
            Refresh();
            return [.. databases.Values.OrderBy(d => d.Name, StringComparer.Ordinal)];
        }
    }

    public void CreateDatabase(string name, string? location, string? comment, bool ifNotExists)
    {
        lock (gate)
        {
            Refresh();
            var database = new Database(name, location, comment);
            if (databases.TryAdd(name, database))
                store.Save(database);
            else if (!ifNotExists)
                throw Exists(SessionErrors.SchemaAlreadyExists, name);
        }
    }

    public void DropDatabase(string name, bool ifExists, bool cascade)
    {
        lock (gate)
        {
            Refresh();
            if (ifExists && !databases.ContainsKey(name))
                return;
            var database = Database(name);
            if (database.Entries.Count > 0 && !cascade)
            {
                throw new SpindleException(SessionErrors.SchemaNotEmpty, $"the database {name} still has tables; drop them first, or DROP DATABASE {name} CASCADE",
                    parameters: new Dictionary<string, string> { ["schemaName"] = $"`{name}`" });
            }

            databases.Remove(name);
            store.Remove(database.Name);
            if (name.Equals(CurrentDatabase, StringComparison.OrdinalIgnoreCase))
                CurrentDatabase = DefaultDatabase;
        }
    }

    public void Use(string database) => CurrentDatabase = Database(database).Name;

    /// <summary>Temporary views, the session's and the process's, by name.</summary>
    public IReadOnlyList<(string Database, string Name)> TemporaryViews()
    {
        lock (gate)
            return [.. temporary.Keys.Order(StringComparer.Ordinal).Select(n => ("", n))];
    }

    public IReadOnlyList<string> GlobalTemporaryViews() => [.. GlobalViews.Keys.Order(StringComparer.Ordinal)];

    /// <summary>The folder of a table without a location of its own.</summary>
    public string FolderOf(string database, string table)
    {
        var root = databases[database].Location ?? Path.Combine(settings.Find(SessionSettings.Warehouse)!, database == DefaultDatabase ? "" : database + ".db");
        return Path.Combine(root, table);
    }

    /// <summary>Removes what a managed table's folder holds.</summary>
    public void DeleteFiles(StoredTable table) => Formats.Registry.FileSystems.For(table.Folder).Delete(table.Folder);

    // Other sessions may have changed the warehouse since.
    private void Refresh() => store.Load(databases, FolderOf);

    private void AddTemporary(CatalogEntry entry, bool replace)
    {
        lock (gate)
        {
            var name = entry.QualifiedName[0];
            if (!replace && temporary.ContainsKey(name))
                throw Exists(SessionErrors.TempTableExists, name);
            temporary[name] = entry;
        }
    }

    private (string Database, string Name)? Locate(ValueList<string> parts) => parts.Count switch
    {
        1 => (CurrentDatabase, parts[0]),
        2 => (parts[0], parts[1]),
        3 when parts[0].Equals(CatalogName, StringComparison.OrdinalIgnoreCase) => (parts[1], parts[2]),
        _ => null,
    };

    private static bool IsGlobal(string database) => database.Equals(GlobalDatabase, StringComparison.OrdinalIgnoreCase);

    private static SpindleException Exists(ErrorClass errorClass, string name) => new(errorClass, $"{name} exists already; choose another name, or drop it first",
        parameters: new Dictionary<string, string> { ["relationName"] = $"`{name}`" });
}
