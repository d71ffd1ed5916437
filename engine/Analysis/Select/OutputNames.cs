using Spindle.Analysis.Errors;
using Spindle.Analysis.Scopes;
using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;

namespace Spindle.Analysis.Select;

/// <summary>The results of a select list by name, each standing for what it computes.</summary>
internal sealed class OutputNames(List<SelectItem> items, QueryScope scope) : INameSource
{
    /// <summary>True where the first of several results of one name is meant, as in GROUP BY.</summary>
    public bool FirstWins { get; init; }

    public Expression? Find(ValueList<string> parts, Origin origin)
    {
        var comparison = scope.Session.NameComparison;
        if (new ColumnScope(items.Where(i => i.IsColumn).Select(i => i.Output).ToValueList(), [], comparison).Find(parts, origin) is { } column)
            return Others(parts).Any() ? throw NameErrors.Ambiguous(parts, Others(parts).Select(i => i.Output).Append((ColumnReference)Root(column)), origin) : column;
        var found = Others(parts).DistinctBy(i => i.Id).ToList();
        if (found.Count > 1 && found.Any(f => f.IsExplicit))
            found.RemoveAll(f => !f.IsExplicit);
        if (found.Count > 1 && FirstWins)
            found.RemoveRange(1, found.Count - 1);
        if (found.Count > 1 && found.Any(f => !f.Value.Equals(found[0].Value)))
            throw NameErrors.Ambiguous(parts, found.Select(f => f.Output), origin);
        if (found.Count == 0)
            return null;
        var value = scope.Names.Give(found[0].Value, parts[0]);
        foreach (var field in parts.Skip(1))
            value = FieldAccess.ByName(value, field, origin, comparison);
        return value;
    }

    public IEnumerable<string> Suggestions() => items.Select(i => i.Name);

    private IEnumerable<SelectItem> Others(ValueList<string> parts) =>
        items.Where(i => !i.IsColumn && i.GeneratedNames is null && string.Equals(i.Name, parts[0], scope.Session.NameComparison) && (parts.Count == 1 || i.Value.Type is StructType));

    private static Expression Root(Expression value) => value is ColumnReference ? value : Root(value.Children[0]);
}
