using Spindle.Analysis.Errors;
using Spindle.Analysis.Expressions;
using Spindle.Analysis.Scopes;
using Spindle.Columnar.Types;
using Spindle.Functions.Catalog;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;

namespace Spindle.Analysis.Select;

/// <summary>
/// ROLLUP, CUBE and GROUPING SETS: each row once for every set, with the keys that the set leaves out made null, and the set's number as one more key.
/// <code>GROUP BY ROLLUP (a)    →    Aggregate [a', id]  over  Expand (…, a, 0) (…, null, 1)</code>
/// </summary>
internal sealed class GroupingSetsStage : IGroupingIndicators
{
    private readonly IReadOnlyList<Expression> keys;
    private readonly IReadOnlyList<IReadOnlyList<int>> sets;
    private readonly List<ColumnReference> nulled;
    private readonly List<(ColumnReference Column, List<Expression> Values)> extra = [];
    private readonly Dictionary<GroupingFunction, ColumnReference> asked = [];
    private readonly GeneratedNames names;

    public GroupingSetsStage(GroupingKeys grouping, GeneratedNames names)
    {
        (keys, sets, this.names) = (grouping.Keys, grouping.Sets!, names);
        nulled = keys.Select(k => new ColumnReference(ColumnId.Next(), k is ColumnReference c ? c.Name : names.Of(k), k.Type, true, k is ColumnReference q ? q.Qualifier : [])).ToList();
        extra.Add((new ColumnReference(ColumnId.Next(), "spark_grouping_id", DataType.Long, false, []), sets.Select(s => (Expression)Literal.Of(Mask(s, AllKeys))).ToList()));
        // Two equal sets are two groups.
        if (sets.Select(s => Mask(s, AllKeys)).Distinct().Count() < sets.Count)
            extra.Add((new ColumnReference(ColumnId.Next(), "_gen_grouping_pos", DataType.Int, false, []), sets.Select((_, i) => (Expression)Literal.Of(i)).ToList()));
    }

    /// <summary>The keys as the expanded rows have them.</summary>
    public IReadOnlyList<Expression> ExpandedKeys => nulled;

    public IEnumerable<Expression> Keys => extra.Select(e => e.Column);

    private IReadOnlyList<int> AllKeys => Enumerable.Range(0, keys.Count).ToList();

    public Expression Replace(Expression expression) => Position(expression) is var i and >= 0 ? nulled[i] : expression;

    public Expression Indicator(GroupingFunction function)
    {
        if (asked.TryGetValue(function, out var known))
            return known;
        var positions = function.Arguments.Select(Position).ToList();
        if (function.IsId ? positions.Count > 0 && !positions.SequenceEqual(AllKeys) : positions.Count != 1 || positions[0] < 0)
        {
            throw function.IsId
                ? QueryErrors.GroupingId(string.Join(", ", function.Arguments.Select(names.Of)), keys.Select(names.Of), function.Origin)
                : QueryErrors.GroupingColumn(string.Join(", ", function.Arguments.Select(names.Of)), keys.Select(names.Of), function.Origin);
        }

        if (function.IsId)
            return extra[0].Column;
        var column = new ColumnReference(ColumnId.Next(), names.Of(function), DataType.Byte, false, []);
        extra.Add((column, sets.Select(s => (Expression)new Literal((sbyte)(s.Contains(positions[0]) ? 0 : 1), DataType.Byte)).ToList()));
        return asked[function] = column;
    }

    /// <summary>The expanded input; only to be called when every indicator has been asked for.</summary>
    public Expand Over(ResolvedPlan input)
    {
        var passed = input.Plan.Output;
        var projections = sets.Select((set, s) => (ValueList<Expression>)
        [
            .. passed,
            .. keys.Select((k, i) => set.Contains(i) ? k : Literal.Null(k.Type)),
            .. extra.Select(e => e.Values[s]),
        ]);
        return new Expand(projections.ToValueList(), [.. passed, .. nulled, .. extra.Select(e => e.Column)], input.Plan);
    }

    private int Position(Expression expression) => keys.ToList().IndexOf(expression);

    /// <summary>A bit for each key that the set leaves out, the first key highest.</summary>
    private static long Mask(IReadOnlyList<int> set, IReadOnlyList<int> all) => all.Aggregate(0L, (mask, k) => mask << 1 | (set.Contains(k) ? 0L : 1L));
}
