namespace Spindle.Plans.Stages;

/// <summary>One attempt at one partition of a stage. Data that travels.</summary>
/// <param name="Partition">The number of the task within its stage; of its map output, too.</param>
/// <param name="Attempt">From 0; never reused for the same partition.</param>
public readonly record struct TaskIdentity(long Query, int Stage, int Partition, int Attempt)
{
    public override string ToString() => $"query {Query} stage {Stage} partition {Partition} attempt {Attempt}";
}

/// <summary>What becomes of a task's rows.</summary>
public enum TaskOutputKind : byte
{
    /// <summary>They are part of the query's result.</summary>
    Result,

    /// <summary>They are dealt out by <see cref="StagePlan.Output"/> and kept for the stages that read them.</summary>
    Map,

    /// <summary>A few of their sort keys are returned, from which the bounds of a <see cref="RangePartitioning"/> are drawn.</summary>
    Sample,

    /// <summary>They are written to a table.</summary>
    Write,
}
