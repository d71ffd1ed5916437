using Spindle.Columnar.Errors;
using Spindle.Functions.Catalog;
using Spindle.Sql.Commands;

namespace Spindle.Sql;

public sealed partial class Catalog
{
    private FunctionCatalog Table => session.State.Functions.Catalog;

    /// <summary>The functions that may be called: those of the table, and the session's.</summary>
    /// <param name="database">Adds nothing: a database has no functions that are not the session's too.</param>
    /// <exception cref="SpindleException">SCHEMA_NOT_FOUND</exception>
    public IReadOnlyList<FunctionInfo> ListFunctions(string? database = null, string? pattern = null)
    {
        if (database is not null)
            _ = Names.Database(database);
        return [.. Table.Entries.SelectMany(e => e.Names.Select(n => Info(n, e))).Where(f => NamePattern.Matches(f.Name, pattern)).DistinctBy(f => f.Name).OrderBy(f => f.Name, StringComparer.Ordinal)];
    }

    /// <inheritdoc cref="ListFunctions"/>
    public bool FunctionExists(string name, string? database = null)
    {
        if (database is not null)
            _ = Names.Database(database);
        return Table.Find(Last(name)) is not null || session.State.Names.FindFunction(Qualified(name, database)) is not null;
    }

    /// <exception cref="SpindleException">ROUTINE_NOT_FOUND</exception>
    public FunctionInfo GetFunction(string name)
    {
        if (Table.Find(Last(name)) is { } entry)
            return Info(Last(name), entry);
        return session.State.Names.FindFunction(Qualified(name, null)) is { } made ? new FunctionInfo(Last(name), null, made.IsTemporary)
            : throw new SpindleException(SessionErrors.RoutineNotFound, $"there is no function {name}", parameters: new Dictionary<string, string> { ["routineName"] = $"`{name}`" });
    }

    /// <inheritdoc cref="UdfRegistration.Register(string, Delegate, bool)"/>
    public UserDefinedFunction RegisterFunction(string name, Delegate function) => session.Udf.Register(name, function);

    private static FunctionInfo Info(string name, FunctionEntry entry) => new(name, entry.Description, IsTemporary: true);
}
