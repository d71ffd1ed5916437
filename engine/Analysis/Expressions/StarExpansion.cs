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

    /// <summary>The columns without those named, or without the fields named of them.</summary>
    private static List<Expression> Without(IReadOnlyList<Expression> columns, UnresolvedStar star, ExpressionScope scope)
    {
        var gone = star.Except.Select(c => Place(scope.Resolve(c))).ToList();
        if (gone.Where((place, i) => gone.Where((other, j) => i != j && IsWithin(place, other)).Any()).Any())
        {
            var names = string.Join(", ", star.Except.Select(c => c.Sql));
            throw new SpindleException(new ErrorClass("EXCEPT_OVERLAPPING_COLUMNS", "42702"), $"EXCEPT names something twice, or a part of what it names: {names}.", star.Origin,
                parameters: NameErrors.Parameters(("columns", names)));
        }

        var left = new List<Expression>();
        foreach (var column in columns)
        {
            var paths = gone.Where(g => g.Root.Equals(column)).Select(g => g.Path).ToList();
            if (paths.Count == 0)
                left.Add(column);
            else if (!paths.Any(p => p.Count == 0))
                left.Add(new Alias(Pruned(column, paths), column is ColumnReference named ? named.Name : scope.Names.Of(column), ColumnId.Next()) { Origin = star.Origin });
        }

        return left;
    }

    private static (Expression Root, ValueList<int> Path) Place(Expression expression)
    {
        var path = new List<int>();
        for (; expression is GetField field; expression = field.Child)
            path.Insert(0, field.Ordinal);
        return (expression, path.ToValueList());
    }

    private static bool IsWithin((Expression Root, ValueList<int> Path) part, (Expression Root, ValueList<int> Path) whole) =>
        part.Root.Equals(whole.Root) && whole.Path.Count <= part.Path.Count && whole.Path.SequenceEqual(part.Path.Take(whole.Path.Count));

    /// <summary>The struct without some of its fields, or without fields of those.</summary>
    private static Call Pruned(Expression value, List<ValueList<int>> paths)
    {
        var fields = ((StructType)value.Type).Fields;
        var kept = new List<Field>();
        var parts = new List<Expression>();
        for (var i = 0; i < fields.Count; i++)
        {
            var inside = paths.Where(p => p[0] == i).Select(p => p.Skip(1).ToValueList()).ToList();
            if (inside.Any(p => p.Count == 0))
                continue;
            Expression part = new GetField(value, i, fields[i].Name);
            if (inside.Count > 0)
                part = Pruned(part, inside);
            kept.Add(fields[i] with { Type = part.Type, Nullable = part.Nullable });
            parts.Add(part);
        }

        return new Call("named_struct", "named_struct", parts.ToValueList(), new StructType(kept.ToValueList()), false, FunctionTraits.None) { Origin = value.Origin };
    }
}
