using Spindle.Analysis.Routines;
using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Functions.Catalog;
using Spindle.Plans.Expressions;
using Spindle.Sources;

namespace Spindle.Analysis.Scopes;

/// <summary>What one analysis of one query shares: where tables and functions are found, the session, and the names that expressions were written under.</summary>
internal sealed class AnalysisRun(ICatalog catalog, SessionSnapshot session, FunctionCatalog functions, ISessionNames? sessionNames = null)
{
    private readonly List<string> defining = [];
    private readonly Dictionary<(ICatalog Catalog, ValueList<string> Parts, ValueList<KeyValuePair<string, string>> Options), CatalogEntry?> found = [];
    private long lastCommonTable;

    public ICatalog Catalog => catalog;

    public SessionSnapshot Session => session;

    public FunctionCatalog Functions => functions;

    /// <summary>SQL functions and variables.</summary>
    public ISessionNames SessionNames { get; } = sessionNames ?? NoSessionNames.Instance;

    /// <summary>The SQL functions whose bodies are resolved.</summary>
    public Dictionary<SqlFunction, BoundRoutine> Bound { get; } = [];

    /// <summary>What the query uses that only this session has: what lasts cannot be made of it.</summary>
    public List<TemporaryObject> Temporary { get; } = [];

    /// <summary>True once a table or view is read.</summary>
    public bool ReadsData { get; set; }

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

    /// <summary>The SQL function of a name; null where there is none.</summary>
    public SqlFunction? FindFunction(ValueList<string> parts)
    {
        var found = SessionNames.FindFunction(parts);
        if (found is { IsTemporary: true })
            Temporary.Add(new TemporaryObject("FUNCTION", found.Name));
        ReadsData |= found is { ReadsData: true };
        return found;
    }

    /// <summary>The variable, or field of one, that a name means; null where there is none.</summary>
    public Expression? FindVariable(ValueList<string> parts, Origin origin, StringComparison comparison)
    {
        if (SessionNames.FindVariable(parts, out var used) is not { } variable)
            return null;
        Temporary.Add(new TemporaryObject("VARIABLE", parts.Take(used).ToValueList()));
        var value = Names.Give(variable.Value with { Origin = origin }, variable.Form);
        foreach (var field in parts.Skip(used))
            value = FieldAccess.ByName(value, field, origin, comparison);
        return value;
    }

    public long NextCommonTable() => ++lastCommonTable;

    /// <summary>Resolves a function's body; a function that comes to call itself is an error, and so is what is wrong in the body's own text.</summary>
    public T Defining<T>(SqlFunction function, Func<T> body)
    {
        if (defining.Contains(function.DisplayName, StringComparer.OrdinalIgnoreCase))
            throw RoutineErrors.Cycle([.. defining, function.DisplayName]);
        defining.Add(function.DisplayName);
        try
        {
            return body();
        }
        catch (SpindleException error) when (error.Origin.IsKnown && error.SqlText is null)
        {
            throw error.In(function.Definition.BodyText);
        }
        finally
        {
            defining.RemoveAt(defining.Count - 1);
        }
    }
}
