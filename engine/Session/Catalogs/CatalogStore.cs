using System.Text.Json;
using Spindle.Columnar.Errors;
using Spindle.Storage.Files;

namespace Spindle.Sql.Catalogs;

/// <summary>
/// The catalog in the warehouse folder: a small file an entry, each replaced as a whole, so that sessions after this one, and beside it, know the same tables.
/// <code>
///  warehouse/.catalog/default/sales.json      a table or view        warehouse/sales/…        its files, where it is managed
///  warehouse/.catalog/shop.json               a database             warehouse/shop.db/…
/// </code>
/// Names are kept in lower case there, since they mean the same in any; the file has them as written.
/// </summary>
internal sealed class CatalogStore(Func<string> warehouse, FileSystems systems)
{
    private const string Ending = ".json";
    private static readonly ErrorClass Unreadable = new("SPINDLE_CATALOG_UNREADABLE", "58030");

    private readonly Dictionary<(string Database, string Name), long> stamps = [];

    private string Root => FilePath.Combine(warehouse(), ".catalog");

    /// <summary>Brings the databases to what the warehouse says.</summary>
    public void Load(Dictionary<string, Database> databases, Func<string, string, string> folder)
    {
        var system = systems.For(Root);
        var members = system.Status(Root) is null ? [] : system.List(Root);
        var listedDatabases = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var file in members.Where(m => !m.IsFolder && m.Name.EndsWith(Ending, StringComparison.Ordinal)))
        {
            var name = Uri.UnescapeDataString(file.Name[..^Ending.Length]);
            listedDatabases.Add(name);
            if (!databases.ContainsKey(name))
                databases[name] = Read(system, file.Path).ToDatabase();
        }

        foreach (var gone in databases.Keys.Where(d => d != SessionCatalog.DefaultDatabase && !listedDatabases.Contains(d)).ToList())
            databases.Remove(gone);

        var seen = new HashSet<(string, string)>();
        foreach (var listed in members.Where(m => m.IsFolder))
        {
            if (!databases.TryGetValue(Uri.UnescapeDataString(listed.Name), out var database))
                continue;
            foreach (var file in system.List(listed.Path).Where(m => !m.IsFolder && m.Name.EndsWith(Ending, StringComparison.Ordinal)))
            {
                var key = (database.Name.ToLowerInvariant(), Uri.UnescapeDataString(file.Name[..^Ending.Length]));
                seen.Add(key);
                if (stamps.TryGetValue(key, out var stamp) && stamp == file.Stamp)
                    continue;
                var entry = Parsed(file.Path, () => Read(system, file.Path).ToEntry(database.Name, name => folder(database.Name, name)));
                database.Entries[entry.Name] = entry;
                stamps[key] = file.Stamp;
            }
        }

        foreach (var gone in stamps.Keys.Where(k => !seen.Contains(k)).ToList())
        {
            stamps.Remove(gone);
            databases.GetValueOrDefault(gone.Database)?.Entries.Remove(gone.Name);
        }
    }

    /// <summary>False where another session has changed or dropped the entry.</summary>
    public bool IsCurrent(StoredEntry entry) => stamps.TryGetValue(Key(entry.Database, entry.Name), out var stamp) && systems.For(Root).Status(PathOf(entry.Database, entry.Name)) is { } file && file.Stamp == stamp;

    public void Save(StoredEntry entry)
    {
        var path = PathOf(entry.Database, entry.Name);
        Write(path, StoredDocument.Of(entry));
        stamps[Key(entry.Database, entry.Name)] = systems.For(path).Status(path)?.Stamp ?? 0;
    }

    public void Save(Database database) => Write(PathOf(database.Name), StoredDocument.Of(database));

    public void Remove(string database, string name)
    {
        systems.For(Root).Delete(PathOf(database, name));
        stamps.Remove(Key(database, name));
    }

    public void Remove(string database)
    {
        systems.For(Root).Delete(PathOf(database));
        systems.For(Root).Delete(FolderOf(database));
        foreach (var key in stamps.Keys.Where(k => k.Database == database.ToLowerInvariant()).ToList())
            stamps.Remove(key);
    }

    // Written aside and moved over: a reader sees the old entry or the new one.
    private void Write(string path, StoredDocument document)
    {
        var system = systems.For(path);
        using var file = system.Create(path, FilePath.Combine(Root, ".staging"));
        file.Write(document.Bytes());
        system.Publish(file.Finish());
    }

    private static StoredDocument Read(IFileSystem system, string path)
    {
        using var file = system.Open(path);
        var bytes = new byte[checked((int)file.Length)];
        file.ReadAt(0, bytes);
        return Parsed(path, () => StoredDocument.Parse(bytes));
    }

    private static T Parsed<T>(string path, Func<T> parse)
    {
        try
        {
            return parse();
        }
        catch (Exception error) when (error is JsonException or SpindleException { ErrorClass.Name: not "SPINDLE_CATALOG_UNREADABLE" })
        {
            throw new SpindleException(Unreadable, $"the catalog's file {path} cannot be read: {error.Message}; repair it, or remove it to forget what it names (rows stay)", inner: error);
        }
    }

    private static (string, string) Key(string database, string name) => (database.ToLowerInvariant(), name.ToLowerInvariant());

    private string FolderOf(string database) => FilePath.Combine(Root, Escaped(database));

    private string PathOf(string database) => FolderOf(database) + Ending;

    private string PathOf(string database, string name) => FilePath.Combine(FolderOf(database), Escaped(name) + Ending);

    private static string Escaped(string name) => Uri.EscapeDataString(name.ToLowerInvariant());
}
