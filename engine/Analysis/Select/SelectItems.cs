using Spindle.Analysis.Errors;
using Spindle.Analysis.Expressions;
using Spindle.Analysis.Scopes;
using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Functions.Catalog;
using Spindle.Plans.Expressions;
using Spindle.Plans.Unresolved;

namespace Spindle.Analysis.Select;

/// <summary>The select list: stars expanded, names found among the input's columns and then among the aliases to the left, results named.</summary>
internal static class SelectItems
{
    public static List<SelectItem> Resolve(ValueList<Expression> written, ColumnScope input, QueryScope scope)
    {
        var items = new List<SelectItem>();
        var aliases = new LateralAliases(items, scope);
        var expressions = new ExpressionScope(scope, scope.WithOuter(new NameSources(input, aliases))) { Stars = input };
        foreach (var expression in written)
        {
            if (expression is UnresolvedStar star)
                items.AddRange(StarExpansion.Of(star, expressions).Select(e => Named(e, scope.Names)));
            else
                items.Add(One(expression, expressions));
        }

        return items;
    }

    private static SelectItem One(Expression written, ExpressionScope scope)
    {
        switch (written)
        {
            case UnresolvedAlias { Names.Count: 1 } alias:
                var value = scope.Resolve(alias.Child);
                return new SelectItem(value is Alias inner ? inner.Child : value, alias.Names[0], ColumnId.Next())
                {
                    IsExplicit = true, GeneratedNames = value is GeneratorCall ? alias.Names : null,
                };
            case UnresolvedAlias alias:
                var generator = scope.Resolve(alias.Child);
                if (generator is not GeneratorCall)
                {
                    throw new SpindleException(new ErrorClass("MULTI_ALIAS_WITHOUT_GENERATOR", "42K0E"),
                        $"{scope.Names.Of(generator)} gives one column and takes one alias.", alias.Origin,
                        parameters: NameErrors.Parameters(("expr", $"\"{scope.Names.Of(generator)}\""), ("names", string.Join(", ", alias.Names))));
                }

                return new SelectItem(generator, alias.Names[0], ColumnId.Next()) { IsExplicit = true, GeneratedNames = alias.Names };
            case UnresolvedColumn column:
                var found = scope.Resolve(column);
                // A variable by itself is called by its name.
                return found is Literal && scope.Names.Of(found).StartsWith("variablereference(", StringComparison.Ordinal)
                    ? new SelectItem(found, column.Parts[^1], ColumnId.Next()) : Named(found, scope.Names);
            default:
                return Named(scope.Resolve(written), scope.Names);
        }
    }

    /// <summary>An item under the name that it has without an alias: the column's, the field's, a cast column's, or the text of the expression.</summary>
    private static SelectItem Named(Expression value, GeneratedNames names) => value switch
    {
        _ when names.HasForm(value) => new SelectItem(value is Alias formed ? formed.Child : value, names.Of(value), ColumnId.Next()),
        ColumnReference column => new SelectItem(column, column.Name, column.Id),
        Alias alias => new SelectItem(alias.Child, alias.Name, alias.Id),
        OuterReference outer => new SelectItem(outer, outer.Column.Name, ColumnId.Next()),
        GetField field => new SelectItem(field, field.Name, ColumnId.Next()),
        Cast { Implicit: false, Child: ColumnReference column } cast => new SelectItem(cast, column.Name, ColumnId.Next()),
        Cast { Implicit: false, Child: Alias alias } cast => new SelectItem(cast with { Child = alias.Child }, alias.Name, ColumnId.Next()),
        Cast { Implicit: false, Child: GetField field } cast => new SelectItem(cast, field.Name, ColumnId.Next()),
        _ => new SelectItem(value, names.Of(value), ColumnId.Next()),
    };

    /// <summary>Aliases to the left in the same list.</summary>
    private sealed class LateralAliases(List<SelectItem> items, QueryScope scope) : INameSource
    {
        public Expression? Find(ValueList<string> parts, Origin origin)
        {
            var found = items.Where(i => i.IsExplicit && string.Equals(i.Name, parts[0], scope.Session.NameComparison)).ToList();
            if (found.Count > 1)
                throw NameErrors.AmbiguousAlias(parts[0], found.Count, origin);
            if (found.Count == 0 || found[0].Value is GeneratorCall)
                return null;
            var value = scope.Names.Give(found[0].Value, $"lateralAliasReference({parts[0]})");
            foreach (var field in parts.Skip(1))
                value = FieldAccess.ByName(value, field, origin, scope.Session.NameComparison);
            return value;
        }

        public IEnumerable<string> Suggestions() => items.Where(i => i.IsExplicit).Select(i => i.Name);
    }
}
