using Spindle.Analysis;
using Spindle.Columnar.Errors;
using Spindle.Optimizer;
using Spindle.Plans;
using Spindle.Plans.Logical;
using Spindle.Plans.Physical;
using Spindle.Sources;
using Spindle.Sql.Settings;

namespace Spindle.Sql.Running;

/// <summary>The way of a query inside the session: unresolved plan, resolved plan, optimised plan, physical plan, running query.</summary>
internal sealed class QueryCompiler(SessionState state)
{
    /// <summary>What the plan means.</summary>
    /// <param name="names">Where names of tables are looked up; null for the session's catalog.</param>
    public LogicalPlan Analyze(LogicalPlan plan, string? sqlText, ICatalog? names = null) => Analyze(plan, sqlText, names, out _);

    /// <inheritdoc cref="Analyze(LogicalPlan, string?, ICatalog?)"/>
    /// <param name="temporary">What the query uses that only this session has.</param>
    public LogicalPlan Analyze(LogicalPlan plan, string? sqlText, ICatalog? names, out IReadOnlyList<Analysis.Routines.TemporaryObject> temporary)
    {
        IReadOnlyList<Analysis.Routines.TemporaryObject> found = [];
        var analyzed = Guarded(sqlText, () => Analyzer(names).Analyze(plan, out found));
        temporary = found;
        return analyzed;
    }

    /// <summary>Analysis under the session's settings and names as they are now.</summary>
    public Analyzer Analyzer(ICatalog? names = null) => new(names ?? state.Catalog, state.Snapshot(), state.Functions.Catalog, state.Names);

    /// <summary>The physical plan of a resolved one.</summary>
    public PhysicalPlan Plan(LogicalPlan analyzed) => Planner().Plan(RecursionLoop.Described(analyzed));

    public LogicalPlan Optimize(LogicalPlan analyzed) => Planner().Optimize(RecursionLoop.Described(analyzed));

    /// <summary>Starts a query; cached parts of it are read from where they are kept.</summary>
    public QueryResult Start(LogicalPlan plan, string? sqlText, CancellationToken cancellation)
    {
        var used = state.Cache.Use(plan);
        try
        {
            return StartAnalyzed(Analyze(used.Plan, sqlText, used.Names), sqlText, cancellation, hold: used.Hold);
        }
        catch
        {
            used.Hold.Dispose();
            throw;
        }
    }

    /// <param name="sink">Where the rows are written as they are made, the result being what was written; null to have the rows.</param>
    /// <param name="hold">What keeps the rows that it reads where they are.</param>
    public QueryResult StartAnalyzed(LogicalPlan analyzed, string? sqlText, CancellationToken cancellation, ITableHandle? sink = null, IDisposable? hold = null) => Guarded(sqlText, () =>
    {
        if (RecursionLoop.IsIn(analyzed))
            return StartRecursive(analyzed, sqlText, cancellation, sink, hold);
        var physical = Plan(analyzed);
        if (sink is not null)
            physical = new WriteExec(sink, physical);
        var run = state.Queries.Open(cancellation);
        try
        {
            var execution = state.Runner.Run(physical, state.QuerySettings(), run.Token);
            return new QueryResult(physical, execution, sqlText, run, state.Progress(physical, execution), hold);
        }
        catch
        {
            run.Dispose();
            throw;
        }
    });

    // The recursive tables' rows stay as long as what the query reads.
    private QueryResult StartRecursive(LogicalPlan analyzed, string? sqlText, CancellationToken cancellation, ITableHandle? sink, IDisposable? hold)
    {
        var loop = new RecursionLoop(state, sqlText, cancellation);
        try
        {
            return StartAnalyzed(loop.Run(analyzed), sqlText, cancellation, sink, hold is null ? loop : new HeldTogether(loop, hold));
        }
        catch
        {
            loop.Dispose();
            throw;
        }
    }

    private QueryPlanner Planner() => new(
        OptimizerSettings.Default with
        {
            Enabled = state.Settings.Flag(SessionSettings.OptimizerEnabled),
            RuntimeFilters = state.Settings.Flag(SessionSettings.RuntimeFilters) && state.Settings.Flag(SessionSettings.BloomFilters) && state.Settings.Flag(SessionSettings.PartitionPruning),
        },
        state.CurrentTopology);

    /// <summary>Gives errors the text that their place is in.</summary>
    internal static T Guarded<T>(string? sqlText, Func<T> work)
    {
        if (sqlText is null)
            return work();
        try
        {
            return work();
        }
        catch (SpindleException error) when (error.SqlText is null)
        {
            throw error.In(sqlText);
        }
    }

    private sealed class HeldTogether(IDisposable first, IDisposable second) : IDisposable
    {
        public void Dispose()
        {
            first.Dispose();
            second.Dispose();
        }
    }
}
