using Spindle.Analysis.Errors;
using Spindle.Analysis.Scopes;
using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;
using Spindle.Plans.Unresolved;

namespace Spindle.Analysis.Expressions;

/// <summary><c>*</c>, <c>t.*</c>, <c>struct.*</c> and <c>* EXCEPT (a)</c> → the columns or fields that they stand for.</summary>
internal static class StarExpansion
{
    public static IReadOnlyList<Expression> Of(UnresolvedStar star, ExpressionScope scope)
    {
        var columns = scope.Stars ?? throw new SpindleException(new ErrorClass("INVALID_USAGE_OF_STAR_OR_REGEX", "42000"), $"{star.Sql} cannot stand here.", star.Origin);
        IReadOnlyList<Expression> expanded = star.Qualifier.Count == 0 ? columns.Columns.ToList() : columns.Qualified(star.Qualifier) is { Count: > 0 } own ? own : scope.Columns.Qualified(star.Qualifier);
        if (expanded.Count == 0 && star.Qualifier.Count > 0)
            expanded = Fields(star, scope);
        return star.Except.Count == 0 ? expanded : Without(expanded, star, scope);
    }

    private static List<Expression> Fields(UnresolvedStar star, ExpressionScope scope)
    {
        if (scope.Columns.Find(star.Qualifier, star.Origin) is not { Type: StructType fields } value)
        {
            throw new SpindleException(new ErrorClass("CANNOT_RESOLVE_STAR_EXPAND", "42704"),
                $"{star.Sql} stands for no columns: there is no table or struct {NameErrors.Quoted(star.Qualifier)} here.", star.Origin,
                parameters: NameErrors.Parameters(("targetString", NameErrors.Quoted(star.Qualifier)), ("columns", string.Join(", ", scope.Columns.Suggestions().Select(c => $"`{c}`")))));
        }

        return fields.Fields.Select((f, i) => (Expression)new Alias(new GetField(value, i, f.Name) { Origin = star.Origin }, f.Name, ColumnId.Next()) { Origin = star.Origin }).ToList();
    }

    private static List<Expression> Without(IReadOnlyList<Expression> columns, UnresolvedStar star, ExpressionScope scope)
    {
        var left = columns.ToList();
        foreach (var column in star.Except)
            left.Remove(scope.Resolve(column));
        return left;
    }
}
