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

    /// <summary>When it was made: microseconds since 1970-01-01T00:00:00Z; 0 where that was not kept.</summary>
    public long Created { get; init; }

    public abstract CatalogEntry Open(SessionCatalog catalog);
}

/// <param name="Command">The statement that made it.</param>
/// <param name="StatementText">That statement as written.</param>
/// <param name="MadeIn">The database that was current when it was made, in which names without one are looked up.</param>
/// <param name="Schema">The columns it was made with; null where those were not kept.</param>
internal sealed record StoredView(string Database, string Name, CreateView Command, string StatementText, string MadeIn, ViewSchema? Schema) : StoredEntry(Database, Name)
{
    // A view that evolves takes its columns' names from its query, unless it was given some.
    public override CatalogEntry Open(SessionCatalog catalog) =>
        new ViewEntry(QualifiedName, Schema is null && Command.ColumnNames is { } names ? new SubqueryAlias(Name, names, Command.Query) : Command.Query, StatementText)
        {
            Names = new LastingNames(catalog, MadeIn, View: null), Schema = Schema,
        };
}

/// <param name="Columns">The declared columns; empty to take the files'.</param>
/// <param name="Folder">Where its files are.</param>
/// <param name="IsManaged">True when dropping the table removes its files.</param>
internal sealed record StoredTable(string Database, string Name, StructType Columns, TableSpecification Specification, string Folder, bool IsManaged) : StoredEntry(Database, Name)
{
    /// <summary>True where the folder is called by a name that the table had before.</summary>
    public bool IsRenamed { get; init; }

    public string Format => Specification.Format ?? "parquet";

    public override CatalogEntry Open(SessionCatalog catalog) => new TableEntry(QualifiedName, catalog.Formats.Open(this));
}
