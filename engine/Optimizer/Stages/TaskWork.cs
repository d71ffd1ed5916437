using Spindle.Sources;

namespace Spindle.Optimizer.Stages;

/// <summary>What a part of a stage's plan reads, before it is settled which task reads what.</summary>
internal abstract record TaskWork;

/// <summary>Partitions that are read side by side, the same ones of each leaf in one task.</summary>
/// <param name="Partitioned">Leaves with that many partitions.</param>
/// <param name="Whole">Leaves that every task reads whole.</param>
internal sealed record AlignedWork(int Partitions, IReadOnlyList<int> Partitioned, IReadOnlyList<int> Whole) : TaskWork;

/// <summary>The tasks are settled.</summary>
internal sealed record TaskPieces(IReadOnlyList<TaskPiece> Pieces) : TaskWork
{
    public TaskPieces With(IReadOnlyList<int> whole) =>
        whole.Count == 0 ? this : new TaskPieces([.. Pieces.Select(p => new TaskPiece([.. p.Inputs, .. whole.Select(l => new LeafInput(l, TaskInput.Whole))]))]);
}

/// <summary>What one task reads; leaves that are not named give nothing in it.</summary>
internal sealed record TaskPiece(IReadOnlyList<LeafInput> Inputs);

/// <param name="Leaf">The position among <see cref="Plans.Stages.StagePlan.Leaves"/>.</param>
internal sealed record LeafInput(int Leaf, TaskInput Input);
