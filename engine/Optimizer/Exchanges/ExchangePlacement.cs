using System.Diagnostics;
using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;
using Spindle.Plans.Physical;
using Spindle.Plans.Stages;

namespace Spindle.Optimizer.Exchanges;

/// <summary>
/// Puts exchanges where rows that belong together lie in several tasks. Bottom up: each node says what it needs of its children's layout, and what its own is; where a child has it already
/// nothing is moved.
/// </summary>
internal sealed class ExchangePlacement
{
    /// <summary>Stands in a partitioning whose number of partitions is not settled yet.</summary>
    public const int DefaultPartitions = 0;

    private readonly Topology topology;
    private readonly Dictionary<int, Layout> shares = [];

    private ExchangePlacement(Topology topology) => this.topology = topology;

    /// <summary>Joined sides have to be dealt out alike, so one number of partitions serves the whole plan: that of its largest leaf.</summary>
    public static PhysicalPlan Place(PhysicalPlan plan, Topology topology) => new ExchangePlacement(topology.For(LargestLeaf(plan))).Place(plan).Plan;

    private static double LargestLeaf(PhysicalPlan plan) => plan switch
    {
        ShareExec share => share.Shares.Concat(share.Subqueries).Append(share.Child).Max(LargestLeaf),
        SharedExec => 0,
        { Children.Count: 0 } => PlanSize.Bytes(plan),
        _ => plan.Children.Max(LargestLeaf),
    };

    private Laid Place(PhysicalPlan plan)
    {
        switch (plan)
        {
            case ShareExec share:
                return PlaceShare(share);
            case SharedExec shared:
                return new Laid(shared, shares[shared.ShareId].IsSingle ? Layout.Single : Layout.Arbitrary);
            case ScanExec or RangeExec:
                return new Laid(plan, Layout.Arbitrary);
            case ValuesExec:
                return new Laid(plan, Layout.Single);
            case UnionExec when WrittenRows.Only(plan):
                return new Laid(plan, Layout.Single);
            case UnionExec union:
                return new Laid(union with { Inputs = union.Inputs.Select(i => Place(i).Plan).ToValueList() }, Layout.Arbitrary);
            case HashJoinExec join:
                return JoinPlacement.Place(join, Place(join.Left), Place(join.Right), topology);
            case NestedLoopJoinExec join:
                return JoinPlacement.Place(join, Place(join.Left), Place(join.Right));
            case UnaryExec unary:
                return Place(unary, Place(unary.Child));
            default:
                throw new UnreachableException($"{plan.GetType().Name} has no place among tasks");
        }
    }

    private Laid Place(UnaryExec plan, Laid child)
    {
        switch (plan)
        {
            case FilterExec or WriteExec:
                return new Laid(plan with { Child = child.Plan }, child.Layout);
            case ProjectExec project:
                return new Laid(project with { Child = child.Plan }, child.Layout.Through(ColumnMap.Of(project.Items)));
            case GenerateExec generate:
                return new Laid(generate with { Child = child.Plan }, child.Layout.Through(ColumnMap.Of(o => IndexOf(generate.Required, o))));
            case ExpandExec or UserRowsExec:
                return new Laid(plan with { Child = child.Plan }, child.Layout.IsSingle ? Layout.Single : Layout.Arbitrary);
            case AggregateExec aggregate:
                return AggregatePlacement.Place(aggregate, child, topology);
            case WindowExec window:
                var partitions = window.PartitionBy.Count == 0 ? child.Single()
                    : child.Layout.Clusters(window.PartitionBy) ? child : child.Hashed(window.PartitionBy.Distinct(), topology.ShufflePartitions);
                return new Laid(window with { Child = partitions.Plan }, partitions.Layout);
            case SortExec sort:
                return PlaceSort(sort, child);
            case TopNExec top:
                return Limited(child, top.Count, top.Offset, (count, offset, below) => top with { Count = count, Offset = offset, Child = below });
            case LimitExec limit:
                return Limited(child, limit.Count, limit.Offset, (count, offset, below) => limit with { Count = count, Offset = offset, Child = below });
            case CoalesceExec coalesce:
                return coalesce.Partitions == 1 || child.Layout.IsSingle ? child.Single() : new Laid(coalesce with { Child = child.Plan }, child.Layout.Unhashed());
            case ExchangeExec exchange:
                var partitioning = exchange.Partitioning.Partitions == DefaultPartitions ? exchange.Partitioning with { Partitions = topology.ShufflePartitions } : exchange.Partitioning;
                return new Laid(exchange with { Child = child.Plan, Partitioning = partitioning }, partitioning switch
                {
                    { Partitions: 1 } => Layout.Single,
                    HashPartitioning hash => Layout.Hashed(hash.Keys, hash.Partitions),
                    RangePartitioning range => Layout.Ranged(range.Keys.Select(k => k.Expression)),
                    _ => Layout.Arbitrary,
                });
            default:
                throw new UnreachableException($"{plan.GetType().Name} has no place among tasks");
        }
    }

    private Laid PlaceSort(SortExec sort, Laid child)
    {
        if (child.Layout.IsSingle || !sort.Global)
            return new Laid(sort with { Child = child.Plan }, child.Layout);
        if (PlanSize.AtMost(child.Plan, topology.SingleSortThreshold))
            return new Laid(sort with { Child = child.Single().Plan }, Layout.Single);
        var ranges = child.Exchange(new RangePartitioning(sort.Keys, topology.ShufflePartitions));
        return new Laid(sort with { Child = ranges, Global = false }, Layout.Ranged(sort.Keys.Select(k => k.Expression)));
    }

    /// <summary>Each task gives as many rows as could be among the first, one task cuts what they gave.</summary>
    private static Laid Limited(Laid child, long count, long offset, Func<long, long, PhysicalPlan, PhysicalPlan> make)
    {
        if (child.Layout.IsSingle)
            return new Laid(make(count, offset, child.Plan), Layout.Single);
        if (count < long.MaxValue - offset)
        {
            var local = make(count + offset, 0, child.Plan);
            child = child with { Plan = local with { EstimatedRows = Math.Min(count + offset, child.Plan.EstimatedRows) } };
        }

        return new Laid(make(count, offset, child.Single().Plan), Layout.Single);
    }

    private Laid PlaceShare(ShareExec share)
    {
        var bodies = new List<PhysicalPlan>();
        for (var i = 0; i < share.Shares.Count; i++)
        {
            var body = Place(share.Shares[i]);
            shares[i] = body.Layout;
            bodies.Add(body.Plan);
        }

        var subqueries = share.Subqueries.Select(s => AtMostTwo(Place(s)).Single().Plan).ToValueList();
        var child = Place(share.Child);
        return child with { Plan = share with { Shares = [.. bodies], Subqueries = subqueries, Child = child.Plan } };
    }

    /// <summary>A second row of a scalar subquery is an error; more need not travel.</summary>
    private static Laid AtMostTwo(Laid subquery) =>
        subquery.Plan is AggregateExec { Keys.Count: 0 } ? subquery : subquery with { Plan = new LimitExec(2, 0, subquery.Plan) { EstimatedRows = Math.Min(2, subquery.Plan.EstimatedRows) } };

    private static int IndexOf(ValueList<int> list, int value)
    {
        for (var i = 0; i < list.Count; i++)
            if (list[i] == value)
                return i;
        return -1;
    }
}
