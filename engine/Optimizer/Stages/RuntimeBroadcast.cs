using Spindle.Columnar.Types;
using Spindle.Optimizer.Exchanges;
using Spindle.Plans.Logical;
using Spindle.Plans.Physical;
using Spindle.Plans.Stages;

namespace Spindle.Optimizer.Stages;

/// <summary>
/// Joins that were planned with both sides dealt out by their keys, and one of whose sides turns out to be small: every task reads that side whole, and the other side need not be dealt out, or
/// is read as it lies. Pure: the same stages and sizes give the same plans.
/// <code>
/// stage 0: A -> hash    stage 1: B -> hash    stage 2: HashJoin (#0 hash, #1 hash)
///   #1 is finished, #0 not begun    stage 2: HashJoin (A, #1 broadcast), and stage 0 is not run
///   both are finished               stage 2: HashJoin (#0 ungrouped, #1 broadcast)
/// </code>
/// </summary>
public sealed class RuntimeBroadcast
{
    private readonly PhysicalPlan target;
    private readonly PhysicalPlan replacement;
    private readonly Func<StageInputExec, long> small;
    private readonly Action<PhysicalPlan, PhysicalPlan> made;
    private long copied = -1;

    private RuntimeBroadcast(PhysicalPlan target, PhysicalPlan replacement, Func<StageInputExec, long> small, Action<PhysicalPlan, PhysicalPlan> made)
    {
        this.target = target;
        this.replacement = replacement;
        this.small = small;
        this.made = made;
    }

    /// <summary>The reader of a stage that has not begun, with that stage's work in it; null where that is not possible, or nothing is gained.</summary>
    /// <param name="absorbed">A stage that no other stage reads.</param>
    /// <param name="sizes">The output of a stage that is complete; null for others.</param>
    /// <param name="made">Told of each node that is made, and of the node that it stands for.</param>
    public static StagePlan? Absorb(StagePlan reader, StagePlan absorbed, Func<int, IStageSizes?> sizes, TaskPlanningSettings settings, Action<PhysicalPlan, PhysicalPlan> made)
    {
        if (!settings.Adaptive || reader.Cached is not null || reader.Output is RangePartitioning { Bounds: null } || reader.Leaves.Where(l => IsOf(l, absorbed.Id)).ToList() is not [StageInputExec leaf] || !IsFree(leaf))
            return null;
        var rewriting = new RuntimeBroadcast(leaf, absorbed.Plan, input => Small(sizes(input.StageId), input, settings), made);
        if (rewriting.Rewrite(reader.Plan) is not { } plan || rewriting.copied < 0)
            return null;
        return reader with { Plan = plan, Subqueries = reader.Subqueries.Concat(absorbed.Subqueries).Distinct().ToValueList() };
    }

    /// <summary>A stage whose inputs are complete, with joins of small sides; null where there is none.</summary>
    /// <param name="made">Told of each node that is made, and of the node that it stands for.</param>
    public static StagePlan? OfComplete(StagePlan stage, Func<int, IStageSizes> sizes, TaskPlanningSettings settings, Action<PhysicalPlan, PhysicalPlan> made)
    {
        if (!settings.Adaptive || stage.Cached is not null)
            return null;
        var found = stage;
        while (Next(found, sizes, settings, made) is { } next)
            found = next;
        return ReferenceEquals(found, stage) ? null : found;
    }

    private static StagePlan? Next(StagePlan stage, Func<int, IStageSizes> sizes, TaskPlanningSettings settings, Action<PhysicalPlan, PhysicalPlan> made)
    {
        foreach (var leaf in stage.Leaves.OfType<StageInputExec>().Where(IsFree).OrderByDescending(l => Bytes(sizes(l.StageId), l)))
        {
            var nodes = new List<(PhysicalPlan, PhysicalPlan)>();
            var read = leaf with { Partitioning = new UngroupedPartitioning(leaf.Partitioning.Partitions) };
            nodes.Add((read, leaf));
            var rewriting = new RuntimeBroadcast(leaf, read, input => Small(sizes(input.StageId), input, settings), (node, of) => nodes.Add((node, of)));
            // Each process fetches the small sides; what they spare is that the large one changes its place.
            if (rewriting.Rewrite(stage.Plan) is not { } plan || rewriting.copied < 0 || rewriting.copied * settings.Processes > Bytes(sizes(leaf.StageId), leaf))
                continue;
            nodes.ForEach(n => made(n.Item1, n.Item2));
            return stage with { Plan = plan };
        }

        return null;
    }

    private static bool IsOf(PhysicalPlan leaf, int stage) => leaf is StageInputExec input && input.StageId == stage;

    private static bool IsFree(StageInputExec leaf) => leaf.Partitioning is HashPartitioning { Partitions: > 1, IsExact: false };

    /// <summary>Each process builds a table of what is read whole: little is what takes little there, however well it is packed.</summary>
    /// <returns>Bytes of a stage's output as stored, where it is little; else -1.</returns>
    private static long Small(IStageSizes? sizes, StageInputExec input, TaskPlanningSettings settings) =>
        sizes is not null && Bytes(sizes, input) is var bytes && Math.Max(bytes, PlanSize.Bytes(sizes.Rows, input.Columns)) <= settings.BroadcastBytes ? bytes : -1;

    private static long Bytes(IStageSizes sizes, StageInputExec input) => Enumerable.Range(0, input.Partitioning.Partitions).Sum(sizes.Bytes);

    /// <summary>
    /// The path from a node down to the target, with the other sides of joins on it read whole. Null where a node on it needs rows together that the target's partitions hold together, or where a side
    /// cannot be read whole.
    /// </summary>
    private PhysicalPlan? Rewrite(PhysicalPlan node)
    {
        if (ReferenceEquals(node, target))
            return replacement;
        var rewritten = node switch
        {
            HashJoinExec join => Join(join),
            NestedLoopJoinExec join when Holds(join.Left) && JoinSides.MayCopyBuild(join.Kind) && IsCopy(join.Right) && Rewrite(join.Left) is { } left => join with { Left = left },
            UnionExec union => Union(union),
            UnaryExec unary when LooksAtRowsAlone(unary) && Rewrite(unary.Child) is { } child => unary.WithChildren([child]),
            _ => null,
        };
        if (rewritten is not null)
            made(rewritten, node);
        return rewritten;
    }

    private PhysicalPlan? Join(HashJoinExec join)
    {
        // A hint wants both sides dealt out.
        if (join.Strategy is JoinStrategy.Merge or JoinStrategy.ShuffleHash)
            return null;
        if (Holds(join.Left))
            return JoinSides.MayCopyBuild(join.Kind) && Copy(join.Right) is { } right && Rewrite(join.Left) is { } left ? join with { Left = left, Right = right } : null;
        if (join.NullAware || JoinSides.Flipped(join.Kind) is not { } kind || Copy(join.Left) is not { } copy || Rewrite(join.Right) is not { } probe)
            return null;
        var flipped = JoinSides.Flip(join with { Left = copy, Right = probe }, kind);
        // Numbers of filters are given once for a query; what this build side could publish has none.
        return flipped with { RuntimeFilterId = flipped.RuntimeFilterId.Select(_ => -1).ToValueList() };
    }

    private UnionExec? Union(UnionExec union)
    {
        var inputs = new List<PhysicalPlan>();
        foreach (var input in union.Inputs)
        {
            if (!Holds(input))
                inputs.Add(input);
            else if (Rewrite(input) is { } rewritten)
                inputs.Add(rewritten);
            else
                return null;
        }

        return union with { Inputs = inputs.ToValueList() };
    }

    /// <summary>A join's other side as every task reads it; null where it is not small.</summary>
    private PhysicalPlan? Copy(PhysicalPlan side)
    {
        if (IsCopy(side))
            return side;
        switch (side)
        {
            case StageInputExec { Partitioning: HashPartitioning } input when small(input) is >= 0 and var bytes:
                copied = Math.Max(0, copied) + bytes;
                var read = input with { Partitioning = new BroadcastPartitioning() };
                made(read, input);
                return read;
            case FilterExec or ProjectExec when Copy(side.Children[0]) is { } child:
                var over = side.WithChildren([child]);
                made(over, side);
                return over;
            default:
                return null;
        }
    }

    private bool Holds(PhysicalPlan plan) => plan.SelfAndDescendants().Any(n => ReferenceEquals(n, target));

    private static bool IsCopy(PhysicalPlan plan) => plan.SelfAndDescendants().Where(n => n.Children.Count == 0).All(n => n is StageInputExec { Partitioning: BroadcastPartitioning } or ValuesExec);

    // A limit or a first few here are of each task; another task takes the first of what they give.
    private static bool LooksAtRowsAlone(UnaryExec plan) =>
        plan is FilterExec or ProjectExec or ExpandExec or GenerateExec or UserRowsExec or WriteExec or TopNExec or LimitExec or SortExec { Global: false } or AggregateExec { Mode: AggregateMode.Partial };
}
