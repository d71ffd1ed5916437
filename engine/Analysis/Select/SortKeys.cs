using Spindle.Analysis.Errors;
using Spindle.Analysis.Scopes;
using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Functions.Catalog.Coercion;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;
using Spindle.Plans.Unresolved;

namespace Spindle.Analysis.Select;

/// <summary>ORDER BY over a select list: each key is a result of the list, or computed beside it and dropped after sorting.</summary>
internal static class SortKeys
{
    /// <summary>The keys as indexes of items; items that only the sort needs are appended to <paramref name="hidden"/>, which count on from the list's.</summary>
    public static List<(SortKey Key, int Item)> Resolve(Sort sort, List<SelectItem> items, List<SelectItem> hidden, ColumnScope? input, bool mayAdd, QueryScope scope)
    {
        INameSource outputs = new OutputNames(items, scope);
        var columns = scope.WithOuter(input is null ? outputs : new NameSources(outputs, input));
        var expressions = new ExpressionScope(scope, columns) { InsideAggregates = input is null ? null : scope.WithOuter(new NameSources(input, outputs)) };
        var keys = new List<(SortKey, int)>();
        foreach (var key in sort.Keys)
        {
            if (key.Expression is UnresolvedAll)
            {
                keys.AddRange(items.Select((_, i) => (key, i)));
                continue;
            }

            if (key.Expression is Literal { Value: int and >= 0 and var position } && scope.Session.OrderByOrdinal && sort.Global)
            {
                keys.Add(position >= 1 && position <= items.Count ? (key, position - 1) : throw QueryErrors.PositionOutOfRange("ORDER_BY", position, items.Count, key.Expression.Origin));
                continue;
            }

            var value = expressions.Resolve(key.Expression);
            if (!TypeFamilies.IsOrderable(value.Type))
            {
                throw new SpindleException(new ErrorClass("DATATYPE_MISMATCH.INVALID_ORDERING_TYPE", "42K09"), $"{scope.Names.Of(value)} is {value.Type.Sql}, which cannot be sorted by.",
                    key.Expression.Origin, parameters: NameErrors.Parameters(("functionName", "`sortorder`"), ("dataType", $"\"{value.Type.Sql}\""), ("sqlExpr", $"\"{scope.Names.Of(value)}\"")));
            }

            value = Collations.KeyOf(value);
            var found = items.FindIndex(i => i.Value.Equals(value));
            if (found < 0 && !mayAdd && !IsOver(value, items))
                throw Missing(value, items, scope);
            if (found < 0)
            {
                var again = hidden.FindIndex(h => h.Value.Equals(value));
                if (again < 0)
                {
                    hidden.Add(new SelectItem(value, scope.Names.Of(value), value is ColumnReference column ? column.Id : ColumnId.Next()));
                    again = hidden.Count - 1;
                }

                found = items.Count + again;
            }

            keys.Add((key, found));
        }

        return keys;
    }

    /// <summary>True when a value can be computed from the select list's results alone.</summary>
    private static bool IsOver(Expression value, List<SelectItem> items) =>
        items.Any(i => i.Value.Equals(value)) || (value is not ColumnReference && value.Children.All(c => IsOver(c, items)));

    private static SpindleException Missing(Expression value, List<SelectItem> items, QueryScope scope) =>
        NameErrors.UnresolvedColumn([value is ColumnReference column ? column.Name : scope.Names.Of(value)], items.Select(i => i.Name), value.Origin);
}
