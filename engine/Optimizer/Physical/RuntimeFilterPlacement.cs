using Spindle.Columnar.Types;
using Spindle.Optimizer.Exchanges;
using Spindle.Optimizer.Rewriting;
using Spindle.Optimizer.Statistics;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;
using Spindle.Plans.Physical;
using Spindle.Plans.Stages;

namespace Spindle.Optimizer.Physical;

/// <summary>
/// Lets scans on the probe side of a join skip rows whose keys the build side does not have. A filter sinks from the join to the scan that its key comes from, through every
/// node that would lose nothing by losing those rows earlier. Over several processes it sinks into other stages too, where the build side is little and the scan is much: that scan then
/// waits for the build side.
/// </summary>
internal sealed class RuntimeFilterPlacement
{
    /// <summary>A scan has to be that many times as large as the build side that it waits for.</summary>
    private const double MuchLarger = 2;

    private readonly Topology topology;
    private readonly HashSet<ExchangeExec> repeated;
    private int next;

    private RuntimeFilterPlacement(PhysicalPlan plan, Topology topology)
    {
        this.topology = topology;

        // Equal exchanges are computed once, which they must stay.
        var seen = new HashSet<ExchangeExec>();
        repeated = topology.IsCluster ? plan.SelfAndDescendants().OfType<ExchangeExec>().Where(e => !seen.Add(e)).ToHashSet() : [];
    }

    /// <summary>A build side that holds nearly every key of the probe side filters nothing.</summary>
    private const double MostKeysKept = 0.8;

    /// <summary>One a key: 0 where a filter is worth its cost, else -1. <see cref="Place"/> gives the numbers.</summary>
    public static ValueList<int> Wanted(JoinKind kind, List<JoinKey> keys, LogicalPlan probe, LogicalPlan build, PlanningContext context)
    {
        var dropsProbeRows = kind is JoinKind.Inner or JoinKind.LeftSemi or JoinKind.Right or JoinKind.RightSemi or JoinKind.RightAnti;
        if (!dropsProbeRows || !context.Settings.Enabled || !context.Settings.RuntimeFilters)
            return keys.Select(_ => -1).ToValueList();
        var left = context.Estimator.Of(probe);
        var right = context.Estimator.Of(build);
        return keys.Select(k => !k.NullSafe && k.Left is ColumnReference column && IsSelective(column.Id, k.Right, left, right) ? 0 : -1).ToValueList();
    }

    /// <summary>Numbers the filters that reach a scan and adds them there; takes the others back.</summary>
    public static PhysicalPlan Place(PhysicalPlan plan, Topology topology) => new RuntimeFilterPlacement(plan, topology).Sink(plan, []);

    private static bool IsSelective(ColumnId probeKey, Expression buildKey, RelationEstimate probe, RelationEstimate build)
    {
        var domain = Math.Max(1, probe.Of(probeKey).Distinct);
        var present = buildKey is ColumnReference column ? Math.Min(build.Of(column.Id).Distinct, build.Rows) : build.Rows;
        return present / domain < MostKeysKept;
    }

    private PhysicalPlan Sink(PhysicalPlan plan, List<Sinking> filters)
    {
        switch (plan)
        {
            case ScanExec scan when filters.Count > 0:
                return scan with { RuntimeFilters = filters.Select(f => new RuntimeFilterTarget(f.FilterId, scan.Output[f.Column])).ToValueList() };
            case HashJoinExec join:
                return Sink(join, filters);
            default:
                var children = new PhysicalPlan[plan.Children.Count];
                var changed = false;
                for (var i = 0; i < children.Length; i++)
                {
                    children[i] = Sink(plan.Children[i], Through(plan, i, filters));
                    changed |= !ReferenceEquals(children[i], plan.Children[i]);
                }

                return changed ? plan.WithChildren([.. children]) : plan;
        }
    }

    private HashJoinExec Sink(HashJoinExec join, List<Sinking> filters)
    {
        var ids = new int[join.LeftKeys.Count];
        var left = Through(join, 0, filters);
        for (var i = 0; i < ids.Length; i++)
        {
            ids[i] = -1;
            if (join.RuntimeFilterId[i] < 0 || join.LeftKeys[i] is not BoundReference key)
                continue;
            var filter = new Sinking(next, key.Ordinal, FarScan(join, i));
            if (!Reaches(join.Left, filter))
                continue;
            ids[i] = next++;
            left.Add(filter);
        }

        return join with { Left = Sink(join.Left, left), Right = Sink(join.Right, Through(join, 1, filters)), RuntimeFilterId = [.. ids] };
    }

    /// <summary>Bytes that a scan of another stage must have to wait for the build side; infinite where none should.</summary>
    private double FarScan(HashJoinExec join, int key)
    {
        if (join.Right is not ExchangeExec { Partitioning: HashPartitioning or BroadcastPartitioning } build || join.RightKeys[key] is not BoundReference column)
            return double.PositiveInfinity;
        // Of the build side's rows only the keys are told.
        var keys = PlanSize.Bytes(build, column.Ordinal);
        return keys <= topology.FilterBuildBytes ? Math.Max(MuchLarger * keys, topology.FilterScanBytes) : double.PositiveInfinity;
    }

    private bool Reaches(PhysicalPlan plan, Sinking filter)
    {
        if (plan is ScanExec { Limit: < 0 })
            return !filter.IsFar || PlanSize.Bytes(plan) >= filter.FarScan;
        for (var i = 0; i < plan.Children.Count; i++)
            if (Into(plan, i, filter) is { } below && Reaches(plan.Children[i], below))
                return true;
        return false;
    }

    private List<Sinking> Through(PhysicalPlan plan, int child, List<Sinking> filters)
    {
        var below = new List<Sinking>();
        foreach (var filter in filters)
            if (Into(plan, child, filter) is { } column && Reaches(plan.Children[child], column))
                below.Add(column);
        return below;
    }

    /// <summary>The filter as it goes on in a child; null where it does not.</summary>
    private Sinking? Into(PhysicalPlan plan, int child, Sinking filter)
    {
        if (plan is ExchangeExec exchange)
            return double.IsFinite(filter.FarScan) && !exchange.Partitioning.IsExact && !repeated.Contains(exchange) ? filter with { IsFar = true } : null;
        return Origin(plan, child, filter.Column) is { } column ? filter with { Column = column } : null;
    }

    /// <summary>The column of a child whose values a column of the node has, if rows that a filter drops there would do nothing but vanish; else null.</summary>
    private static int? Origin(PhysicalPlan plan, int child, int column)
    {
        switch (plan)
        {
            case FilterExec or SortExec:
                return column;
            case ProjectExec project:
                return (project.Items[column].Expression as BoundReference)?.Ordinal;
            case AggregateExec aggregate when column < aggregate.Keys.Count:
                return (aggregate.Keys[column].Expression as BoundReference)?.Ordinal;
            case WindowExec window when column < window.Child.Schema.Fields.Count:
                return window.PartitionBy.Any(p => p is BoundReference b && b.Ordinal == column) ? column : null;
            case GenerateExec generate when column < generate.Required.Count:
                return generate.Required[column];
            case UnionExec:
                return column;
            case HashJoinExec join:
                return JoinOrigin(join.Left, join.Kind, join.Output[column], child);
            case NestedLoopJoinExec join:
                return JoinOrigin(join.Left, join.Kind, join.Output[column], child);
            default:
                return null;
        }
    }

    private static int? JoinOrigin(PhysicalPlan left, JoinKind kind, int position, int child)
    {
        if (kind is JoinKind.RightSemi or JoinKind.RightAnti)
            return child == 1 ? position : null;
        var width = left.Schema.Fields.Count;
        if (child == 0)
            return position < width && kind is not (JoinKind.Right or JoinKind.Full) ? position : null;
        return position >= width && kind is JoinKind.Inner or JoinKind.Cross or JoinKind.Right ? position - width : null;
    }

    /// <param name="Column">Of the node that it has come to.</param>
    /// <param name="FarScan">Bytes that a scan beyond an exchange must have.</param>
    private readonly record struct Sinking(int FilterId, int Column, double FarScan, bool IsFar = false);
}
