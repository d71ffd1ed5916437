using Spindle.Columnar.Types;
using Spindle.Functions.Catalog;
using Spindle.Sources;

namespace Spindle.Analysis.Scopes;

/// <summary>What one analysis of one query shares: where tables and functions are found, the session, and the names that expressions were written under.</summary>
internal sealed class AnalysisRun(ICatalog catalog, SessionSnapshot session, FunctionCatalog functions)
{
    private readonly Dictionary<(ICatalog Catalog, ValueList<string> Parts, ValueList<KeyValuePair<string, string>> Options), CatalogEntry?> found = [];
    private long lastCommonTable;

    public ICatalog Catalog => catalog;

    public SessionSnapshot Session => session;

    public FunctionCatalog Functions => functions;

    public GeneratedNames Names { get; } = new();

    public FrameColumns Frames { get; } = new();

    /// <summary>What a name stands for; the same object each time, so that a query sees one state of a table and can tell where it reads it twice.</summary>
    /// <param name="names">Where to look; null for the query's own catalog.</param>
    public CatalogEntry? Find(ValueList<string> parts, ValueList<KeyValuePair<string, string>> options, ICatalog? names)
    {
        names ??= catalog;
        if (!found.TryGetValue((names, parts, options), out var entry))
            found[(names, parts, options)] = entry = names.Find(parts, options);
        return entry;
    }

    public long NextCommonTable() => ++lastCommonTable;
}
