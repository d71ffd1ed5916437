using Spindle.Columnar.Types;
using Spindle.Plans.Commands;
using Spindle.Plans.Logical;
using Spindle.Sources;

namespace Spindle.Sql.Catalogs;

/// <summary>A database: tables and views by name.</summary>
internal sealed class Database(string name, string? location, string? comment)
{
    public string Name { get; } = name;

    public string? Location { get; } = location;

    public string? Comment { get; } = comment;

    public Dictionary<string, StoredEntry> Entries { get; } = new(StringComparer.OrdinalIgnoreCase);
}

/// <summary>A table or view of a database.</summary>
internal abstract record StoredEntry(string Database, string Name)
{
    public ValueList<string> QualifiedName => [SessionCatalog.CatalogName, Database, Name];

    public abstract CatalogEntry Open(SessionCatalog catalog);
}

/// <param name="Text">The query as written.</param>
/// <param name="MadeIn">The database that was current when it was made, in which names without one are looked up.</param>
internal sealed record StoredView(string Database, string Name, LogicalPlan Plan, string Text, string StatementText, string MadeIn) : StoredEntry(Database, Name)
{
    public override CatalogEntry Open(SessionCatalog catalog) => new ViewEntry(QualifiedName, Plan, StatementText) { Names = new LastingNames(catalog, MadeIn, View: null) };
}

/// <param name="Columns">The declared columns; empty to take the files'.</param>
/// <param name="Folder">Where its files are.</param>
/// <param name="IsManaged">True when dropping the table removes its files.</param>
internal sealed record StoredTable(string Database, string Name, StructType Columns, TableSpecification Specification, string Folder, bool IsManaged) : StoredEntry(Database, Name)
{
    public string Format => Specification.Format ?? "parquet";

    public override CatalogEntry Open(SessionCatalog catalog) => new TableEntry(QualifiedName, catalog.Formats.Open(this));
}
