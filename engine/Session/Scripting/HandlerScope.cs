using Spindle.Columnar.Errors;
using Spindle.Plans.Scripts;

namespace Spindle.Sql.Scripting;

/// <summary>The handlers and conditions of one block that is running, and those around it.</summary>
internal sealed class HandlerScope(ScriptBlock block, HandlerScope? outer)
{
    public HandlerScope? Outer { get; } = outer;

    /// <summary>True while one of its handlers runs: an error in there is one for the blocks around.</summary>
    public bool IsHandling { get; set; }

    /// <summary>The handler that an error is for: of the innermost block that has one, the one that names it most closely.</summary>
    public (HandlerScope Scope, ScriptHandler Handler)? Find(SpindleException error)
    {
        for (var scope = this; scope is not null; scope = scope.Outer)
            if (!scope.IsHandling && scope.Own(error) is { } handler)
                return (scope, handler);
        return null;
    }

    /// <summary>The SQLSTATE of a condition that a block declares; null where none does.</summary>
    public string? StateOf(string condition)
    {
        for (var scope = this; scope is not null; scope = scope.Outer)
            if (scope.Declared(condition) is { } state)
                return state;
        return null;
    }

    private ScriptHandler? Own(SpindleException error) => Matching(error, ScriptConditionKind.Named) ?? Matching(error, ScriptConditionKind.SqlState)
        ?? Matching(error, ScriptConditionKind.NotFound) ?? Matching(error, ScriptConditionKind.Exception);

    private ScriptHandler? Matching(SpindleException error, ScriptConditionKind kind) => block.Handlers.FirstOrDefault(h => h.Conditions.Any(c => c.Kind == kind && Matches(c, error)));

    private bool Matches(ScriptCondition condition, SpindleException error) => condition.Kind switch
    {
        ScriptConditionKind.SqlState => error.SqlState == condition.Name,
        ScriptConditionKind.NotFound => error.SqlState.StartsWith("02", StringComparison.Ordinal),
        ScriptConditionKind.Exception => !error.SqlState.StartsWith("02", StringComparison.Ordinal),
        _ => StateOf(condition.Name) is { } state ? error.SqlState == state
            : error.ErrorClass.Name.Equals(condition.Name, StringComparison.OrdinalIgnoreCase) || error.ErrorClass.Name.StartsWith(condition.Name + ".", StringComparison.OrdinalIgnoreCase),
    };

    private string? Declared(string condition)
    {
        foreach (var (name, state) in block.Conditions)
            if (name.Equals(condition, StringComparison.OrdinalIgnoreCase))
                return state;
        return null;
    }
}
