using Spindle.Columnar.Types;
using Spindle.Functions.Aggregates;
using Spindle.Plans.Expressions;
using Spindle.Plans.Physical;

namespace Spindle.Optimizer.Exchanges;

/// <summary>
/// Groups meet in one task.
/// <code>
/// Aggregate [k] (X)   =>   Aggregate Final [k] (Exchange hash [k] (Aggregate Partial [k] (X)))
///                          Aggregate [k] (Exchange hash [k] (X))      where a call is DISTINCT, or groups are nearly as many as rows
/// </code>
/// </summary>
internal static class AggregatePlacement
{
    /// <summary>Groups a row past which grouping before the exchange makes fewer rows of hardly any.</summary>
    private const double FewRowsAGroup = 0.8;

    public static Laid Place(AggregateExec aggregate, Laid child, Topology topology)
    {
        var keys = aggregate.Keys.Select(k => k.Expression).ToList();
        var whole = aggregate with { Child = child.Plan };
        if (child.Layout.IsSingle || (keys.Count > 0 && child.Layout.Clusters(keys)))
            return new Laid(whole, child.Layout.Through(ColumnMap.Of(aggregate.Keys)));
        if (keys.Count > 0 && (aggregate.Aggregates.Any(IsOverDistinct) || HasFewRowsAGroup(whole)))
        {
            var dealt = child.Hashed(keys, topology.ShufflePartitions);
            return new Laid(aggregate with { Child = dealt.Plan }, dealt.Layout.Through(ColumnMap.Of(aggregate.Keys)));
        }

        var states = States(aggregate);
        var partial = whole with { Mode = AggregateMode.Partial, States = states, EstimatedRows = PartialRows(whole, topology) };
        var references = aggregate.Keys.Select((k, i) => new NamedExpression(new BoundReference(i, k.Expression.Type, k.Expression.Nullable, k.Name), k.Name)).ToValueList();
        var made = new Laid(partial, Layout.Arbitrary);
        var met = keys.Count == 0 ? made.Single() : made.Hashed(references.Select(r => r.Expression), topology.ShufflePartitions);
        return new Laid(aggregate with { Keys = references, Mode = AggregateMode.Final, States = states, Child = met.Plan }, met.Layout);
    }

    /// <summary>States of a DISTINCT call hold all its values: with keys they are better dealt out as rows.</summary>
    private static bool IsOverDistinct(NamedExpression item) =>
        item.Expression is AggregateCall { Distinct: true, Function: not ("min" or "max" or "first" or "first_value" or "any_value" or "bool_and" or "every" or "bool_or" or "any" or "some") };

    private static bool HasFewRowsAGroup(AggregateExec aggregate) =>
        aggregate.EstimatedRows > 0 && aggregate.Child.EstimatedRows > 0 && aggregate.EstimatedRows > FewRowsAGroup * aggregate.Child.EstimatedRows;

    private static double PartialRows(AggregateExec aggregate, Topology topology) =>
        aggregate.EstimatedRows < 0 || aggregate.Child.EstimatedRows < 0 ? -1 : Math.Min(aggregate.Child.EstimatedRows, aggregate.EstimatedRows * topology.Slots);

    private static StructType States(AggregateExec aggregate)
    {
        var fields = new List<Field>();
        foreach (var item in aggregate.Aggregates)
        {
            fields.AddRange(AggregateFunctions.StateOf((AggregateCall)item.Expression).Fields.Select(f => f with { Name = $"{item.Name}.{f.Name}", Nullable = true }));
        }

        return new StructType([.. fields]);
    }
}
