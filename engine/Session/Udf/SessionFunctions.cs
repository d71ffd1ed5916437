using Spindle.Functions.Catalog;

namespace Spindle.Sql.Running;

/// <summary>The functions of one session: the table, and over it what the user registered.</summary>
internal sealed class SessionFunctions
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, FunctionEntry> registered = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>All functions as they are now.</summary>
    public FunctionCatalog Catalog { get; private set; } = FunctionCatalog.BuiltIn;

    public IReadOnlyList<string> UserNames
    {
        get
        {
            lock (gate)
                return [.. registered.Keys];
        }
    }

    /// <summary>Adds a function, in place of one of that name.</summary>
    public void Register(FunctionEntry entry)
    {
        lock (gate)
        {
            registered[entry.Names[0]] = entry;
            Catalog = FunctionCatalog.BuiltIn.With(registered.Values);
        }
    }
}
