using Spindle.Columnar.Types;
using Spindle.Optimizer.Exchanges;
using Spindle.Plans.Logical;
using Spindle.Plans.Physical;
using Spindle.Plans.Stages;

namespace Spindle.Optimizer.Stages;

/// <summary>
/// Stages that turn out to read so little that one task does all their work, and whose rows one stage reads: its one task does their work too. Nothing is dealt out, packed, told and fetched in
/// between, and nothing is sampled for ranges first. Pure: the same stages and sizes give the same plans.
/// <code>
/// stage 1: Sort (Aggregate (#0 hash)) -> range    stage 2: Project (#1 range)
///   #0 is finished and little     stage 2: Project (Sort (Aggregate (#0 broadcast))), and stage 1 is not run
/// </code>
/// </summary>
public static class SmallStages
{
    /// <summary>The reader with the stage's work in it, in one task whatever the sizes turn out to be by then; null where that is not possible, or the stage reads much.</summary>
    /// <param name="small">A stage that no other stage reads, whose inputs are complete.</param>
    /// <param name="sizes">The output of a stage that <paramref name="small"/> reads.</param>
    /// <param name="made">Told of each node that is made, and of the node that it stands for.</param>
    public static StagePlan? Absorb(StagePlan reader, StagePlan small, Func<int, IStageSizes> sizes, TaskPlanningSettings settings, Action<PhysicalPlan, PhysicalPlan> made)
    {
        if (!settings.Adaptive || small is not { Cached: null, Collected.Count: 0 } || reader.Cached is not null || Leaf(reader, small.Id) is not { } leaf || !small.Plan.SelfAndDescendants().All(GivesNoMoreThanItReads))
            return null;
        if (small.Leaves.OfType<StageInputExec>().Sum(i => Bytes(sizes(i.StageId), i)) > settings.OneTaskBytes)
            return null;
        var work = Rewrite(small.Plan, node => node is StageInputExec { Partitioning: not BroadcastPartitioning } input ? input with { Partitioning = new BroadcastPartitioning() } : null, made);
        return reader with
        {
            Plan = Rewrite(reader.Plan, node => ReferenceEquals(node, leaf) ? work : null, made),
            Subqueries = reader.Subqueries.Concat(small.Subqueries).Distinct().ToValueList(),
        };
    }

    /// <summary>The leaf of the reader that reads the stage, where all others are the same in every task.</summary>
    private static StageInputExec? Leaf(StagePlan reader, int stage)
    {
        if (reader.Plan.SelfAndDescendants().Any(n => n is UnionExec or CoalesceExec))
            return null;
        var own = reader.Leaves.Where(l => l is not (ValuesExec or StageInputExec { Partitioning: BroadcastPartitioning })).ToList();
        return own is [StageInputExec { Partitioning.IsExact: false } leaf] && leaf.StageId == stage ? leaf : null;
    }

    private static bool GivesNoMoreThanItReads(PhysicalPlan node) => node switch
    {
        StageInputExec input => input.Partitioning is HashPartitioning or RangePartitioning or SinglePartitioning or UngroupedPartitioning or BroadcastPartitioning && !input.Partitioning.IsExact,
        HashJoinExec { Kind: JoinKind.LeftSemi or JoinKind.LeftAnti or JoinKind.RightSemi or JoinKind.RightAnti or JoinKind.Mark or JoinKind.Single } => true,
        FilterExec or ProjectExec or AggregateExec or SortExec or TopNExec or LimitExec or WindowExec => true,
        _ => false,
    };

    private static double Bytes(IStageSizes sizes, StageInputExec input) =>
        Math.Max(Enumerable.Range(0, input.Partitioning.Partitions).Sum(sizes.Bytes), PlanSize.Bytes(sizes.Rows, input.Columns));

    private static PhysicalPlan Rewrite(PhysicalPlan node, Func<PhysicalPlan, PhysicalPlan?> replace, Action<PhysicalPlan, PhysicalPlan> made)
    {
        if (replace(node) is { } replacement)
        {
            if (replacement.Children.Count == 0)
                made(replacement, node);
            return replacement;
        }

        var changed = false;
        var mapped = node.MapChildren(child =>
        {
            var rewritten = Rewrite(child, replace, made);
            changed |= !ReferenceEquals(rewritten, child);
            return rewritten;
        });
        if (!changed)
            return node;
        made(mapped, node);
        return mapped;
    }
}
