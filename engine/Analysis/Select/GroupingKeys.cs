using Spindle.Analysis.Errors;
using Spindle.Analysis.Expressions;
using Spindle.Analysis.Scopes;
using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;
using Spindle.Plans.Unresolved;

namespace Spindle.Analysis.Select;

/// <summary>
/// GROUP BY: positions, aliases of the select list and ALL become expressions over the input.
/// </summary>
/// <param name="Keys">The distinct expressions that are grouped by.</param>
/// <param name="Sets">The grouping sets, each as positions in <paramref name="Keys"/>; null for a plain GROUP BY.</param>
internal sealed record GroupingKeys(IReadOnlyList<Expression> Keys, IReadOnlyList<IReadOnlyList<int>>? Sets)
{
    /// <summary>True for GROUP BY ALL.</summary>
    public bool IsAll { get; private init; }

    public static GroupingKeys Resolve(ValueList<Expression> written, List<SelectItem> items, INameSource input, QueryScope scope)
    {
        var names = scope.Session.GroupByAliases ? new NameSources(input, new OutputNames(items, scope) { FirstWins = true }) : input;
        var expressions = new ExpressionScope(scope, scope.WithOuter(names)) { Stars = input as ColumnScope };
        if (written is [UnresolvedAll])
            return new GroupingKeys(All(items), null) { IsAll = true };
        var keys = new List<Expression>();
        // Each item of GROUP BY is a list of sets; several multiply.
        IEnumerable<IReadOnlyList<int>> sets = [[]];
        var analytic = false;
        foreach (var item in written)
        {
            analytic |= item is UnresolvedGroupingSets;
            foreach (var key in (item as UnresolvedGroupingSets)?.Keys ?? [])
                Position(keys, Key(key, items, expressions));
            var alternatives = Alternatives(item, e => Position(keys, Key(e, items, expressions))).ToList();
            sets = sets.SelectMany(s => alternatives.Select(a => (IReadOnlyList<int>)s.Concat(a).Distinct().ToList())).ToList();
        }

        return new GroupingKeys(keys, analytic ? sets.ToList() : null);
    }

    private static List<Expression> All(List<SelectItem> items)
    {
        var keys = new List<Expression>();
        foreach (var item in items)
        {
            if (!AggregateCalls.Has(item.Value))
                Position(keys, item.Value);
        }

        return keys;
    }

    private static int Position(List<Expression> keys, Expression key)
    {
        var found = keys.IndexOf(key);
        if (found >= 0)
            return found;
        keys.Add(key);
        return keys.Count - 1;
    }

    private static IEnumerable<IReadOnlyList<int>> Alternatives(Expression item, Func<Expression, int> position)
    {
        if (item is not UnresolvedGroupingSets sets)
            return [[position(item)]];
        switch (sets.Kind)
        {
            case GroupingAnalytic.Rollup:
                var parts = sets.Sets.Select(s => s.Select(position).ToList()).ToList();
                return Enumerable.Range(0, parts.Count + 1).Select(dropped => (IReadOnlyList<int>)parts.Take(parts.Count - dropped).SelectMany(p => p).ToList()).ToList();
            case GroupingAnalytic.Cube:
                var all = sets.Sets.Select(s => s.Select(position).ToList()).ToList();
                return Enumerable.Range(0, 1 << all.Count)
                    .Select(mask => (IReadOnlyList<int>)all.Where((_, i) => (mask & (1 << (all.Count - 1 - i))) == 0).SelectMany(p => p).ToList()).ToList();
            default:
                return sets.Sets.SelectMany(s => s is [UnresolvedGroupingSets nested] ? Alternatives(nested, position) : [s.Select(position).ToList()]).ToList();
        }
    }

    private static Expression Key(Expression written, List<SelectItem> items, ExpressionScope scope)
    {
        if (written is Literal { Value: int and >= 0 and var index } && scope.Query.Session.GroupByOrdinal)
        {
            if (index < 1 || index > items.Count)
                throw QueryErrors.PositionOutOfRange("GROUP_BY", index, items.Count, written.Origin);
            var item = items[index - 1];
            if (item.Value.SelfAndDescendants().OfType<GroupingFunction>().FirstOrDefault() is { } grouping)
                throw QueryErrors.UnsupportedGrouping(grouping.Sql, grouping.Origin);
            return AggregateCalls.Has(item.Value) ? throw QueryErrors.GroupByPositionAggregate(index, scope.Names.Of(item.Value), written.Origin) : item.Value;
        }

        var key = scope.Resolve(written);
        if (AggregateCalls.Has(key))
            throw QueryErrors.GroupByAggregate(scope.Names.Of(key), key.Origin);
        if (key.SelfAndDescendants().Any(e => e is WindowCall))
            throw QueryErrors.WindowNotAllowed("GROUP BY", key.Origin);
        return key;
    }
}
