using Spindle.Analysis.Errors;
using Spindle.Analysis.Scopes;
using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;
using Spindle.Plans.Unresolved;

namespace Spindle.Analysis.Expressions;

/// <summary>
/// <c>frame["a"]</c> → the column that the name means in the frame, where the frame's rows are read exactly once below.
/// <code>a.Join(b, a["id"] == b["id"])   →   id#1 = id#2</code>
/// A frame that is no part of the query (one whose rows were replaced by kept ones, say) leaves its name, which then means what it means here.
/// </summary>
internal sealed class ResolveFrameColumn : ExpressionRule<UnresolvedFrameColumn>
{
    protected override Expression Resolve(UnresolvedFrameColumn expression, ExpressionScope scope)
    {
        var places = scope.Query.Run.Frames.Of(expression.Frame);
        if (places.Count == 0)
            return scope.Find(expression.Parts, expression.Origin);
        var meant = places.Select(p => p.Find(expression.Parts, expression.Origin)
            ?? throw NameErrors.UnresolvedColumn(expression.Parts, p.Suggestions(), expression.Origin)).Distinct().ToList();
        var reachable = meant.Select(m => Reached(m, scope)).OfType<Expression>().Distinct().ToList();
        return reachable switch
        {
            [var only] => only,
            [] => Result(expression, meant, scope) ?? throw NameErrors.OutOfReach(expression.Parts, expression.Origin),
            _ => throw NameErrors.AmbiguousFrames(expression.Parts, expression.Origin),
        };
    }

    // The column as it is known here: an outer join above the frame makes it nullable.
    private static Expression? Reached(Expression meant, ExpressionScope scope)
    {
        var isWhole = true;
        var reached = meant.Transform(e =>
        {
            if (e is not ColumnReference column)
                return e;
            isWhole &= scope.Columns.Reference(column.Id) is not null;
            return scope.Columns.Reference(column.Id) is { } here ? here with { Name = column.Name, Origin = column.Origin } : e;
        });
        return isWhole ? reached : null;
    }

    // A result of a select list that passes the column on, for clauses that see results by name.
    private static Expression? Result(UnresolvedFrameColumn expression, List<Expression> meant, ExpressionScope scope)
    {
        var ids = Ids(meant).ToHashSet();
        return scope.Columns.Find(expression.Parts, expression.Origin) is { } found && Ids([found]).All(ids.Contains) && Ids([found]).Any() ? found : null;
    }

    private static IEnumerable<ColumnId> Ids(IEnumerable<Expression> expressions) =>
        expressions.SelectMany(e => e.SelfAndDescendants()).OfType<ColumnReference>().Select(c => c.Id);
}
