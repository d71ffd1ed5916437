using Spindle.Plans.Expressions;
using Spindle.Plans.Physical;

namespace Spindle.Optimizer.Exchanges;

/// <summary>Where a child's expressions are found among its parent's columns.</summary>
internal static class ColumnMap
{
    /// <summary>Columns that compute just that expression, and the expression over columns that pass what it reads.</summary>
    public static Func<Expression, IEnumerable<Expression>> Of(IReadOnlyList<NamedExpression> items)
    {
        var forms = items.Select(i => Layout.Form(i.Expression)).ToList();
        return expression =>
        {
            var found = new List<Expression>();
            for (var i = 0; i < forms.Count; i++)
                if (forms[i].Equals(expression))
                    found.Add(new BoundReference(i, expression.Type, false, ""));
            if (found.Count == 0 && Moved(expression, o => forms.FindIndex(f => f is BoundReference reference && reference.Ordinal == o)) is { } moved)
                found.Add(moved);
            return found;
        };
    }

    /// <summary>The expression over columns that moved.</summary>
    /// <param name="position">Where a column of the child is now; negative where it is gone.</param>
    public static Func<Expression, IEnumerable<Expression>> Of(Func<int, int> position) => expression => Moved(expression, position) is { } moved ? [moved] : [];

    private static Expression? Moved(Expression expression, Func<int, int> position)
    {
        var references = expression.SelfAndDescendants().OfType<BoundReference>().ToList();
        return references.Count == 0 || references.Any(r => position(r.Ordinal) < 0)
            ? null
            : expression.Transform(e => e is BoundReference reference ? reference with { Ordinal = position(reference.Ordinal) } : e);
    }
}
