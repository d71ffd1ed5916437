using Spindle.Analysis.Checks;
using Spindle.Analysis.Routines;
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
public sealed class Analyzer(ICatalog catalog, SessionSnapshot session, FunctionCatalog? functions = null, ISessionNames? names = null)
{
    /// <summary>The resolved plan.</summary>
    /// <exception cref="SpindleException">Something in the query means nothing, or does not go together; the error says what and where.</exception>
    public LogicalPlan Analyze(LogicalPlan unresolved) => Analyze(unresolved, out _);

    /// <inheritdoc cref="Analyze(LogicalPlan)"/>
    /// <param name="temporary">What the query uses that only this session has.</param>
    public LogicalPlan Analyze(LogicalPlan unresolved, out IReadOnlyList<TemporaryObject> temporary)
    {
        var run = Run();
        var plan = ExpandRoutines.In(new QueryScope(run).Resolve(unresolved).Sealed());
        PlanChecks.Check(plan);
        temporary = run.Temporary;
        return plan;
    }

    /// <summary>Checks the body and the parameters of an SQL function that is about to be made.</summary>
    /// <exception cref="SpindleException">The body means nothing, or does not give what the function is said to return.</exception>
    public RoutineFindings Check(SqlFunction function, Origin statement) => RoutineCheck.Of(function, new QueryScope(Run()), statement);

    private AnalysisRun Run() => new(catalog, session, functions ?? FunctionCatalog.BuiltIn, names);
}
