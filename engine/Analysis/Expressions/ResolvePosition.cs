using Spindle.Analysis.Errors;
using Spindle.Analysis.Scopes;
using Spindle.Plans.Expressions;
using Spindle.Plans.Unresolved;

namespace Spindle.Analysis.Expressions;

/// <summary>A number in the GROUP BY of pipe syntax → the input's column of that number.</summary>
internal sealed class ResolvePosition : ExpressionRule<UnresolvedPosition>
{
    protected override Expression Resolve(UnresolvedPosition expression, ExpressionScope scope)
    {
        var columns = scope.Stars?.Columns ?? [];
        return expression.Index >= 1 && expression.Index <= columns.Count ? columns[expression.Index - 1] with { Origin = expression.Origin }
            : throw QueryErrors.PositionOutOfRange("GROUP_BY", expression.Index, columns.Count, expression.Origin);
    }
}
