using Spindle.Analysis.Checks;
using Spindle.Analysis.Scopes;
using Spindle.Columnar.Errors;
using Spindle.Functions.Catalog;
using Spindle.Plans.Logical;
using Spindle.Sources;

namespace Spindle.Analysis;

/// <summary>
/// Gives a query its meaning, once for all fronts: tables, columns, functions, types, names of results, and the session's settings where they matter.
/// What comes out is resolved: every expression typed, every column a reference by id, every coercion a cast.
/// </summary>
public sealed class Analyzer(ICatalog catalog, SessionSnapshot session, FunctionCatalog? functions = null)
{
    /// <summary>The resolved plan.</summary>
    /// <exception cref="SpindleException">Something in the query means nothing, or does not go together; the error says what and where.</exception>
    public LogicalPlan Analyze(LogicalPlan unresolved)
    {
        var run = new AnalysisRun(catalog, session, functions ?? FunctionCatalog.BuiltIn);
        var plan = new QueryScope(run).Resolve(unresolved).Sealed();
        PlanChecks.Check(plan);
        return plan;
    }
}
