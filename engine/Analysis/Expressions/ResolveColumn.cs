using Spindle.Analysis.Routines;
using Spindle.Analysis.Scopes;
using Spindle.Columnar.Errors;
using Spindle.Plans.Expressions;
using Spindle.Plans.Unresolved;

namespace Spindle.Analysis.Expressions;

/// <summary><c>t.a</c> → the column that it names.</summary>
internal sealed class ResolveColumn : ExpressionRule<UnresolvedColumn>
{
    protected override Expression Resolve(UnresolvedColumn expression, ExpressionScope scope)
    {
        if (expression.Parts is not [var name] || Parameterless(name) is not { } function)
            return scope.Find(expression.Parts, expression.Origin);
        // A column of the query's own comes first, then the function, then aliases and columns of enclosing queries.
        var own = scope.Stars is { } input ? input.Find(expression.Parts, expression.Origin) : scope.Columns.Find(expression.Parts, expression.Origin);
        return own ?? scope.Resolve(new UnresolvedFunction([function], []) { Origin = expression.Origin });
    }

    /// <summary>The function that a name without parentheses calls; null where it calls none.</summary>
    private static string? Parameterless(string name) => name.ToLowerInvariant() switch
    {
        "current_date" or "current_timestamp" or "current_time" or "current_user" or "session_user" or "user" or "localtimestamp" => name.ToLowerInvariant(),
        "grouping__id" => "grouping_id",
        _ => null,
    };
}

/// <summary>ALL where it does not stand alone is a column of that name.</summary>
internal sealed class ResolveAll : ExpressionRule<UnresolvedAll>
{
    protected override Expression Resolve(UnresolvedAll expression, ExpressionScope scope) => scope.Find(["all"], expression.Origin);
}

/// <summary>A star stands for columns only in a select list and as an argument.</summary>
internal sealed class RejectStar : ExpressionRule<UnresolvedStar>
{
    protected override Expression Resolve(UnresolvedStar expression, ExpressionScope scope) => throw new SpindleException(
        new ErrorClass("INVALID_USAGE_OF_STAR_OR_REGEX", "42000"), $"{expression.Sql} cannot stand here; name the columns.", expression.Origin);
}

/// <summary><c>value AS name</c> inside an expression, as in <c>struct(a AS x)</c>.</summary>
internal sealed class ResolveAlias : ExpressionRule<UnresolvedAlias>
{
    protected override Expression Resolve(UnresolvedAlias expression, ExpressionScope scope) =>
        new Alias(scope.Resolve(expression.Child), expression.Names[0], ColumnId.Next()) { Origin = expression.Origin };
}
