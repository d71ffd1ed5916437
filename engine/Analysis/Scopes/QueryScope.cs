using Spindle.Analysis.Plans;
using Spindle.Columnar.Types;
using Spindle.Functions.Catalog;
using Spindle.Plans.Logical;
using Spindle.Plans.Unresolved;
using Spindle.Sources;

namespace Spindle.Analysis.Scopes;

/// <summary>What a query, at some place of the whole, may refer to beside its own tables.</summary>
internal sealed record QueryScope(AnalysisRun Run)
{
    /// <summary>The names of the enclosing queries; null at the top.</summary>
    public INameSource? Enclosing { get; init; }

    /// <summary>The common tables in sight, the innermost first.</summary>
    public CommonTableScope? CommonTables { get; init; }

    public IReadOnlyDictionary<string, NamedWindow> Windows { get; init; } = new Dictionary<string, NamedWindow>();

    /// <summary>The views whose plans this query is inside of, the innermost last.</summary>
    public ValueList<string> Views { get; init; } = [];

    /// <summary>Where names of tables are looked up; null for where the whole query's are.</summary>
    public ICatalog? Tables { get; init; }

    /// <summary>Names that mean something where no column has them; null for none.</summary>
    public INameSource? Virtual { get; init; }

    /// <summary>The settings of an SQL function whose body this is; null for the session's.</summary>
    public SessionSnapshot? Settings { get; init; }

    public SessionSnapshot Session => Settings ?? Run.Session;

    public GeneratedNames Names => Run.Names;

    public ResolvedPlan Resolve(LogicalPlan plan) => PlanRules.Resolve(plan, this);

    /// <summary>Resolves a query that stands inside an expression or beside a LATERAL, where names of the enclosing one may be used.</summary>
    public ResolvedPlan ResolveInside(LogicalPlan plan, INameSource names) => (this with { Enclosing = names, Virtual = null, Windows = new Dictionary<string, NamedWindow>() }).Resolve(plan);

    /// <summary>The scope of expressions over columns.</summary>
    public ExpressionScope Over(INameSource columns, ColumnScope? stars = null) => new(this, WithOuter(columns)) { Stars = stars };

    public ExpressionScope Over(ColumnScope columns) => Over(columns, columns);

    public INameSource WithOuter(INameSource names)
    {
        if (Virtual is not null)
            names = new NameSources(names, Virtual);
        return Enclosing is null ? names : new NameSources(names, new OuterColumns(Enclosing));
    }
}

/// <summary>A common table in sight.</summary>
internal sealed record CommonTableScope(CommonTable Table, CommonTableScope? Outer)
{
    public CommonTable? Find(string name)
    {
        for (var scope = this; scope is not null; scope = scope.Outer)
            if (string.Equals(scope.Table.Name, name, StringComparison.OrdinalIgnoreCase))
                return scope.Table;
        return null;
    }
}
