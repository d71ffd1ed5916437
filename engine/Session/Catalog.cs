using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Plans.Commands;
using Spindle.Sql.Catalogs;
using Spindle.Sql.Commands;
using Spindle.Sql.Parsing;

namespace Spindle.Sql;

/// <summary>What a session knows by name. Names of tables may carry their database, <c>sales.orders</c>; patterns are those of SHOW: <c>*</c> for any characters, <c>|</c> between choices.</summary>
public sealed partial class Catalog
{
    private readonly Session session;

    internal Catalog(Session session) => this.session = session;

    /// <summary>The one catalog that there is, <c>spark_catalog</c>.</summary>
    public string CurrentCatalog => SessionCatalog.CatalogName;

    public string CurrentDatabase => Names.CurrentDatabase;

    private SessionCatalog Names => session.State.Catalog;

    /// <exception cref="SpindleException">CATALOG_NOT_FOUND: a catalog other than <see cref="CurrentCatalog"/>.</exception>
    public void SetCurrentCatalog(string name)
    {
        if (!name.Equals(SessionCatalog.CatalogName, StringComparison.OrdinalIgnoreCase))
        {
            throw new SpindleException(SessionErrors.CatalogNotFound, $"there is no catalog {name}; {SessionCatalog.CatalogName} is the one that there is",
                parameters: new Dictionary<string, string> { ["catalogName"] = $"`{name}`", ["config"] = $"spark.sql.catalog.{name}" });
        }
    }

    public IReadOnlyList<CatalogInfo> ListCatalogs(string? pattern = null) => NamePattern.Matches(SessionCatalog.CatalogName, pattern) ? [new CatalogInfo(SessionCatalog.CatalogName, null)] : [];

    /// <exception cref="SpindleException">SCHEMA_NOT_FOUND</exception>
    public void SetCurrentDatabase(string name) => Names.Use(name);

    public IReadOnlyList<DatabaseInfo> ListDatabases(string? pattern = null) => [.. Names.Databases().Where(d => NamePattern.Matches(d.Name, pattern)).Select(Info)];

    /// <exception cref="SpindleException">SCHEMA_NOT_FOUND</exception>
    public DatabaseInfo GetDatabase(string name) => Info(Names.Database(Last(name)));

    public bool DatabaseExists(string name) => Names.Databases().Any(d => d.Name.Equals(Last(name), StringComparison.OrdinalIgnoreCase));

    /// <param name="properties"><c>comment</c> and <c>location</c>.</param>
    /// <exception cref="SpindleException">SCHEMA_ALREADY_EXISTS</exception>
    public void CreateDatabase(string name, bool ifNotExists = false, IReadOnlyDictionary<string, string>? properties = null)
    {
        if (properties?.Keys.FirstOrDefault(k => k is not ("comment" or "location")) is { } other)
            throw new ArgumentException($"a database has a comment and a location, and no {other}", nameof(properties));
        Run(new CreateDatabase(SqlParser.ParseName(name), ifNotExists, properties?.GetValueOrDefault("location"), properties?.GetValueOrDefault("comment")));
    }

    /// <param name="cascade">True to drop its tables too.</param>
    /// <exception cref="SpindleException">SCHEMA_NOT_FOUND, SCHEMA_NOT_EMPTY</exception>
    public void DropDatabase(string name, bool ifExists = false, bool cascade = false) => Run(new DropDatabase(SqlParser.ParseName(name), ifExists, cascade));

    private static DatabaseInfo Info(Database database) => new(database.Name, SessionCatalog.CatalogName, database.Comment, database.Location);

    private static string Last(string name) => SqlParser.ParseName(name)[^1];

    private static ValueList<string> Qualified(string name, string? database) => database is null ? SqlParser.ParseName(name) : [.. SqlParser.ParseName(database), .. SqlParser.ParseName(name)];

    private void Run(Command command) => new CommandRunner(session, "").Run(command);
}
