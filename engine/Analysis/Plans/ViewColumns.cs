using Spindle.Analysis.Errors;
using Spindle.Analysis.Scopes;
using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Functions.Catalog.Coercion;
using Spindle.Plans.Commands;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;
using Spindle.Sources;

namespace Spindle.Analysis.Plans;

/// <summary>The columns that a view was made with, taken by name from what its query gives now.</summary>
internal static class ViewColumns
{
    public static LogicalPlan Of(ViewEntry view, ViewSchema schema, LogicalPlan query, QueryScope scope)
    {
        var comparer = StringComparer.FromComparison(scope.Session.NameComparison);
        var seen = new Dictionary<string, int>(comparer);
        var items = new List<Expression>();
        for (var i = 0; i < schema.QueryNames.Count; i++)
        {
            var name = schema.QueryNames[i];
            var found = query.Output.Where(c => comparer.Equals(c.Name, name)).ToList();
            var expected = schema.QueryNames.Count(n => comparer.Equals(n, name));
            if (found.Count != expected)
                throw Changed(view, name, expected, found);
            var ordinal = seen.GetValueOrDefault(name);
            seen[name] = ordinal + 1;
            items.Add(Column(view, schema, found[ordinal], schema.Columns.Fields[i], scope));
        }

        return items.Count == query.Output.Count && items.Zip(query.Output).All(p => ReferenceEquals(p.First, p.Second)) ? query : new Project(items.ToValueList(), query);
    }

    private static Expression Column(ViewEntry view, ViewSchema schema, ColumnReference found, Field made, QueryScope scope)
    {
        if (schema.Mode == ViewSchemaMode.TypeEvolution || TypeFamilies.Same(found.Type, made.Type))
            return found.Name == made.Name ? found : new Alias(found, made.Name, ColumnId.Next());
        if (schema.Mode == ViewSchemaMode.Binding && !UpCast.IsSafe(found.Type, made.Type))
        {
            throw new SpindleException(new ErrorClass("CANNOT_UP_CAST_DATATYPE", "42846"),
                $"The column {made.Name} of the view {string.Join(".", view.QualifiedName)} was {made.Type.Sql} and is {found.Type.Sql} now, which may lose values; make the view anew.",
                parameters: NameErrors.Parameters(("expression", found.Name), ("sourceType", $"\"{found.Type.Sql}\""), ("targetType", $"\"{made.Type.Sql}\""), ("details", "")));
        }

        if (!CastRules.Exists(found.Type, made.Type, ansi: true))
        {
            throw new SpindleException(new ErrorClass("DATATYPE_MISMATCH.CAST_WITHOUT_SUGGESTION", "42K09"),
                $"The column {made.Name} of the view {string.Join(".", view.QualifiedName)} was {made.Type.Sql} and is {found.Type.Sql} now, which cannot be cast; make the view anew.",
                parameters: NameErrors.Parameters(("sqlExpr", $"\"{found.Name}\""), ("srcType", $"\"{found.Type.Sql}\""), ("targetType", $"\"{made.Type.Sql}\"")));
        }

        var cast = new Cast(found, made.Type, EvaluationMode.Ansi, CastRules.NeedsZone(found.Type, made.Type) ? scope.Session.TimeZone : null, Implicit: true);
        return new Alias(cast, made.Name, ColumnId.Next());
    }

    private static SpindleException Changed(ViewEntry view, string name, int expected, List<ColumnReference> found) => new(
        new ErrorClass("INCOMPATIBLE_VIEW_SCHEMA_CHANGE", "51024"),
        $"The view {string.Join(".", view.QualifiedName)} reads {expected} column(s) {name}, and its query gives {found.Count} now; make the view anew.",
        parameters: NameErrors.Parameters(("viewName", NameErrors.Quoted(view.QualifiedName)), ("colName", $"`{name}`"), ("expectedNum", $"{expected}"),
            ("actualCols", $"[{string.Join(",", found.Select(c => c.Name))}]"), ("viewDDL", view.SqlText ?? "")));
}
