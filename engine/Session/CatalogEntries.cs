namespace Spindle.Sql;

/// <summary>A catalog as <see cref="Catalog.ListCatalogs"/> shows it.</summary>
public sealed record CatalogInfo(string Name, string? Description);

/// <summary>A database as <see cref="Catalog.ListDatabases"/> shows it.</summary>
/// <param name="LocationUri">The folder of its tables; null where they are in the warehouse.</param>
public sealed record DatabaseInfo(string Name, string Catalog, string? Description, string? LocationUri);

/// <summary>A table or view as <see cref="Catalog.ListTables"/> shows it.</summary>
/// <param name="Database">Empty for temporary views.</param>
/// <param name="TableType"><c>MANAGED</c>, <c>EXTERNAL</c>, <c>VIEW</c> or <c>TEMPORARY</c>.</param>
public sealed record TableInfo(string Name, string Database, bool IsTemporary, string TableType, string? Description = null)
{
    /// <summary>The database's name, below which the table stands; empty for temporary views.</summary>
    public IReadOnlyList<string> Namespace => Database.Length == 0 ? [] : [Database];
}

/// <summary>A column as <see cref="Catalog.ListColumns"/> shows it.</summary>
/// <param name="DataType">As SQL writes it.</param>
public sealed record ColumnInfo(string Name, string? Description, string DataType, bool Nullable, bool IsPartition);

/// <summary>A function as <see cref="Catalog.ListFunctions"/> shows it.</summary>
/// <param name="IsTemporary">True for those of the table and of the session, which are in no database.</param>
public sealed record FunctionInfo(string Name, string? Description, bool IsTemporary);
