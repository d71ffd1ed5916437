using Spindle.Functions.Catalog;
using Spindle.Sources;

namespace Spindle.Analysis.Scopes;

/// <summary>What one analysis of one query shares: where tables and functions are found, the session, and the names that expressions were written under.</summary>
internal sealed class AnalysisRun(ICatalog catalog, SessionSnapshot session, FunctionCatalog functions)
{
    private long lastCommonTable;

    public ICatalog Catalog => catalog;

    public SessionSnapshot Session => session;

    public FunctionCatalog Functions => functions;

    public GeneratedNames Names { get; } = new();

    public long NextCommonTable() => ++lastCommonTable;
}
