using Spindle.Columnar.Types;
using Spindle.Optimizer.Rewriting;
using Spindle.Optimizer.Statistics;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;
using Spindle.Plans.Physical;

namespace Spindle.Optimizer.Physical;

/// <summary>
/// Lets scans on the probe side of a join skip rows whose keys the build side does not have. A filter sinks from the join to the scan that its key comes from, through every
/// node that would lose nothing by losing those rows earlier.
/// </summary>
internal static class RuntimeFilterPlacement
{
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
    public static PhysicalPlan Place(PhysicalPlan plan)
    {
        var next = 0;
        return Sink(plan, [], ref next);
    }

    private static bool IsSelective(ColumnId probeKey, Expression buildKey, RelationEstimate probe, RelationEstimate build)
    {
        var domain = Math.Max(1, probe.Of(probeKey).Distinct);
        var present = buildKey is ColumnReference column ? Math.Min(build.Of(column.Id).Distinct, build.Rows) : build.Rows;
        return present / domain < MostKeysKept;
    }

    private static PhysicalPlan Sink(PhysicalPlan plan, List<RuntimeFilterTarget> filters, ref int next)
    {
        switch (plan)
        {
            case ScanExec scan when filters.Count > 0:
                return scan with { RuntimeFilters = filters.Select(f => new RuntimeFilterTarget(f.FilterId, scan.Output[f.Column])).ToValueList() };
            case HashJoinExec join:
                return Sink(join, filters, ref next);
            default:
                var children = new PhysicalPlan[plan.Children.Count];
                var changed = false;
                for (var i = 0; i < children.Length; i++)
                {
                    children[i] = Sink(plan.Children[i], Through(plan, i, filters), ref next);
                    changed |= !ReferenceEquals(children[i], plan.Children[i]);
                }

                return changed ? plan.WithChildren([.. children]) : plan;
        }
    }

    private static HashJoinExec Sink(HashJoinExec join, List<RuntimeFilterTarget> filters, ref int next)
    {
        var ids = new int[join.LeftKeys.Count];
        var left = Through(join, 0, filters);
        for (var i = 0; i < ids.Length; i++)
        {
            ids[i] = -1;
            if (join.RuntimeFilterId[i] < 0 || join.LeftKeys[i] is not BoundReference key || !Reaches(join.Left, key.Ordinal))
                continue;
            ids[i] = next++;
            left.Add(new RuntimeFilterTarget(ids[i], key.Ordinal));
        }

        return join with { Left = Sink(join.Left, left, ref next), Right = Sink(join.Right, Through(join, 1, filters), ref next), RuntimeFilterId = [.. ids] };
    }

    private static bool Reaches(PhysicalPlan plan, int column)
    {
        if (plan is ScanExec { Limit: < 0 })
            return true;
        for (var i = 0; i < plan.Children.Count; i++)
            if (Origin(plan, i, column) is { } below && Reaches(plan.Children[i], below))
                return true;
        return false;
    }

    private static List<RuntimeFilterTarget> Through(PhysicalPlan plan, int child, List<RuntimeFilterTarget> filters)
    {
        var below = new List<RuntimeFilterTarget>();
        foreach (var filter in filters)
            if (Origin(plan, child, filter.Column) is { } column && Reaches(plan.Children[child], column))
                below.Add(filter with { Column = column });
        return below;
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
}
