using Spindle.Columnar.Types;
using Spindle.Functions.Catalog;
using Spindle.Plans.Commands;

namespace Spindle.Analysis.Routines;

/// <summary>A function written in SQL. Calls of it are replaced by its body, under the settings that it was made with.</summary>
public sealed class SqlFunction
{
    /// <summary>Its whole name; a temporary function's has one part.</summary>
    public required ValueList<string> Name { get; init; }

    public required RoutineDefinition Definition { get; init; }

    /// <summary>The settings that the body means something under.</summary>
    public required SessionSnapshot Session { get; init; }

    /// <summary>True where parameters come before functions that are called without parentheses (<c>current_user</c>).</summary>
    public bool ParametersFirst { get; init; }

    /// <summary>The class of a function of another system, which cannot be called; null for SQL.</summary>
    public string? ClassName { get; init; }

    /// <summary>True where its body, or the statement that made it, says that it reads tables.</summary>
    public bool ReadsData { get; init; }

    public bool IsTemporary => Name.Count == 1;

    public bool IsTable => Definition.ReturnColumns is not null;

    /// <summary>The name as generated names show it: <c>spark_catalog.default.f</c>.</summary>
    public string DisplayName => string.Join(".", Name);

    public string Quoted => string.Join(".", Name.Select(n => $"`{n}`"));
}
