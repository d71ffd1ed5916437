using System.Diagnostics;
using Spindle.Columnar.Types;
using Spindle.Optimizer.Exchanges;
using Spindle.Plans.Physical;
using Spindle.Plans.Stages;
using Spindle.Sources;

namespace Spindle.Optimizer.Stages;

/// <summary>
/// What each task of a stage reads. Pure: the same stage, splits and sizes give the same tasks.
/// <code>
/// scans               runs of splits of about equal bytes
/// ungrouped           runs of map tasks, all their partitions
/// exchanges           runs of partitions, the same for all that are read side by side; a skewed partition of a join by runs of its map tasks
/// copies, written     whole in every task
/// unions              the tasks of each input, one after the other
/// </code>
/// </summary>
public sealed class TaskPlanning
{
    private readonly List<PhysicalPlan> leaves;
    private readonly StagePlan stage;
    private readonly Func<int, ValueList<Split>> splits;
    private readonly Func<int, IStageSizes> sizes;
    private readonly TaskPlanningSettings settings;
    private int leaf;

    private TaskPlanning(StagePlan stage, Func<int, ValueList<Split>> splits, Func<int, IStageSizes> sizes, TaskPlanningSettings settings)
    {
        this.stage = stage;
        this.splits = splits;
        this.sizes = sizes;
        this.settings = settings;
        leaves = [.. stage.Leaves];
    }

    /// <summary>For each task, at least one, the inputs of the stage's leaves in their order.</summary>
    /// <param name="splits">The splits of a scan by its position among <see cref="StagePlan.Leaves"/>.</param>
    /// <param name="sizes">The output of a stage that this one reads, by its id; it is complete.</param>
    public static IReadOnlyList<ValueList<TaskInput>> Plan(StagePlan stage, Func<int, ValueList<Split>> splits, Func<int, IStageSizes> sizes, TaskPlanningSettings settings)
    {
        var planning = new TaskPlanning(stage, splits, sizes, settings);
        return planning.Tasks(planning.Work(stage.Plan));
    }

    /// <summary>True where the stage has one task whatever it reads.</summary>
    internal static bool HasOneTask(PhysicalPlan plan) => plan switch
    {
        _ when WrittenRows.Only(plan) => true,
        StageInputExec input => input.Partitioning.Partitions == 1 && input.Partitioning is not BroadcastPartitioning,
        UnionExec => false,
        HashJoinExec or NestedLoopJoinExec => HasOneTask(plan.Children[0]) || (IsCopied(plan.Children[0]) && HasOneTask(plan.Children[1])),
        UnaryExec unary => HasOneTask(unary.Child),
        _ => false,
    };

    private static bool IsCopied(PhysicalPlan plan) => plan.SelfAndDescendants().Where(n => n.Children.Count == 0).All(n => n is StageInputExec { Partitioning: BroadcastPartitioning });

    private TaskWork Work(PhysicalPlan plan)
    {
        switch (plan)
        {
            case UnionExec union when !WrittenRows.Only(plan):
                return new TaskPieces([.. union.Inputs.SelectMany(i => Pieces(Work(i)))]);
            case HashJoinExec or NestedLoopJoinExec:
                return Join(Work(plan.Children[0]), Work(plan.Children[1]));
            case CoalesceExec coalesce:
                return new TaskPieces(Runs.Merge(Pieces(Work(coalesce.Child)), coalesce.Partitions));
            case { Children.Count: 0 }:
                return Leaf(plan, leaf++);
            default:
                var works = plan.Children.Select(Work).ToList();
                return works.Aggregate(Join);
        }
    }

    private TaskWork Leaf(PhysicalPlan plan, int index) => plan switch
    {
        ScanExec => new TaskPieces([.. Runs.OfSplits(splits(index), settings).Select(r => new TaskPiece([new LeafInput(index, new SplitsInput(r))]))]),
        RangeExec range => new TaskPieces([.. RangeParts.Of(range, settings).Select(r => new TaskPiece([new LeafInput(index, r)]))]),
        ValuesExec => new AlignedWork(1, [], [index]),
        StageInputExec { Partitioning: BroadcastPartitioning } => new AlignedWork(0, [], [index]),
        StageInputExec { Partitioning: UngroupedPartitioning ungrouped } input => new TaskPieces([.. PartitionRuns.OfMaps(sizes(input.StageId), ungrouped.Partitions, settings).Select(r => new TaskPiece([new LeafInput(index, r)]))]),
        StageInputExec input => new AlignedWork(Partitions(input), [index], []),
        _ => throw new UnreachableException($"{plan.GetType().Name} is no leaf of a stage"),
    };

    private int Partitions(StageInputExec input) => input.Partitioning.Partitions >= 0 ? input.Partitioning.Partitions : Math.Max(1, sizes(input.StageId).Maps);

    /// <summary>Both sides of a join in the same tasks.</summary>
    private static TaskWork Join(TaskWork left, TaskWork right)
    {
        if (left is AlignedWork a && right is AlignedWork b)
        {
            // What is the same in every task goes along with whatever the other side is cut into.
            if (a.Partitioned.Count > 0 && b.Partitioned.Count > 0 && a.Partitions != b.Partitions)
                throw new UnreachableException($"{a.Partitions} partitions are read beside {b.Partitions}");
            var partitions = a.Partitioned.Count > 0 ? a.Partitions : b.Partitioned.Count > 0 ? b.Partitions : Math.Max(a.Partitions, b.Partitions);
            return new AlignedWork(partitions, [.. a.Partitioned, .. b.Partitioned], [.. a.Whole, .. b.Whole]);
        }

        return (left, right) switch
        {
            (TaskPieces pieces, AlignedWork { Partitioned.Count: 0 } copies) => pieces.With(copies.Whole),
            (AlignedWork { Partitioned.Count: 0 } copies, TaskPieces pieces) => pieces.With(copies.Whole),
            _ => throw new UnreachableException("the sides of a join lie differently"),
        };
    }

    private List<TaskPiece> Pieces(TaskWork work) => work switch
    {
        TaskPieces pieces => [.. pieces.Pieces],
        AlignedWork { Partitioned.Count: 0 } whole => [new TaskPiece([.. whole.Whole.Select(l => new LeafInput(l, TaskInput.Whole))])],
        AlignedWork aligned => new PartitionRuns(stage.Plan, leaves, aligned, sizes, settings).Pieces(),
        _ => throw new UnreachableException(),
    };

    private List<ValueList<TaskInput>> Tasks(TaskWork work)
    {
        var tasks = new List<ValueList<TaskInput>>();
        foreach (var piece in Pieces(work))
        {
            var inputs = new TaskInput[leaves.Count];
            Array.Fill(inputs, TaskInput.None);
            foreach (var input in piece.Inputs)
                inputs[input.Leaf] = input.Input;
            tasks.Add([.. inputs]);
        }

        return tasks;
    }
}
