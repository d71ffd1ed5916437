using Spindle.Plans.Logical;
using Spindle.Plans.Physical;
using Spindle.Plans.Stages;

namespace Spindle.Optimizer.Stages;

/// <summary>
/// Which inputs of a stage one partition of which may be read in parts by several tasks, each with the whole partition of the other inputs: every node above looks at its rows one by one,
/// or joins each of them with the whole other side.
/// </summary>
internal static class SkewedSides
{
    /// <summary>Positions among the stage's leaves; none where the stage joins nothing.</summary>
    public static IReadOnlyList<int> Splittable(PhysicalPlan plan, List<PhysicalPlan> leaves, AlignedWork work)
    {
        if (work.Partitioned.Count < 2 || !work.Partitioned.All(l => ((StageInputExec)leaves[l]).Partitioning is HashPartitioning))
            return [];
        var found = new List<int>();
        var next = 0;
        Visit(plan, mayCut: true, ref next, found);
        return [.. found.Where(work.Partitioned.Contains)];
    }

    private static void Visit(PhysicalPlan plan, bool mayCut, ref int leaf, List<int> found)
    {
        if (plan.Children.Count == 0)
        {
            if (mayCut && plan is StageInputExec)
                found.Add(leaf);
            leaf++;
            return;
        }

        for (var i = 0; i < plan.Children.Count; i++)
            Visit(plan.Children[i], mayCut && MayCut(plan, i), ref leaf, found);
    }

    private static bool MayCut(PhysicalPlan plan, int child) => plan switch
    {
        HashJoinExec join => child == 0
            ? join.Kind is JoinKind.Inner or JoinKind.Left or JoinKind.LeftSemi or JoinKind.LeftAnti or JoinKind.Mark or JoinKind.Single
            : join.Kind is JoinKind.Inner or JoinKind.Right or JoinKind.RightSemi or JoinKind.RightAnti,
        FilterExec or ProjectExec or ExpandExec or GenerateExec or UserRowsExec or UnionExec => true,
        AggregateExec aggregate => aggregate.Mode == AggregateMode.Partial,
        _ => false,
    };
}
