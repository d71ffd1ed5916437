using Spindle.Columnar.Types;

namespace Spindle.Driver.Jobs;

/// <summary>A query as the scheduler sees it.</summary>
/// <param name="Stages">Each after those that it reads; the last one gives the job's results.</param>
/// <param name="Pool">Jobs of one pool run first come, first served; pools share the slots where the scheduler's mode is FAIR.</param>
/// <param name="Group">Jobs that are cancelled together; null for none.</param>
public sealed record JobSpec(ValueList<StageSpec> Stages, string Pool = "default", string? Group = null, string Description = "");

/// <summary>What becomes of the rows of a stage's tasks.</summary>
public enum StageKind
{
    /// <summary>They stay on the executor, dealt out to the partitions that later stages read.</summary>
    Map,

    /// <summary>They are the job's results, delivered in the order of partitions.</summary>
    Result,

    /// <summary>They come to the driver, which needs them to plan later stages: the value of a subquery, a sample of keys.</summary>
    Value,
}

/// <summary>One stage: its tasks are made when its inputs are complete.</summary>
/// <param name="Inputs">Map stages whose output its tasks read.</param>
/// <param name="After">Stages that have to be complete before its tasks can be planned: those that give values, and those whose keys its scans wait for.</param>
/// <param name="Partitions">Partitions of its output; 1 where each map task's rows stay together.</param>
/// <param name="Commits">Tasks publish something outside, so at most one attempt a partition may commit.</param>
/// <param name="Dataset">The dataset that its output is kept as beyond the job; 0 for none.</param>
/// <param name="Deterministic">The plan gives the same rows for the same input; the checksums of recomputed maps are compared either way.</param>
public sealed record StageSpec(int Id, StageKind Kind, ValueList<int> Inputs, ValueList<int> After, int Partitions = 1, bool Commits = false, bool Deterministic = true, long Dataset = 0);

/// <summary>Where a task would run best: executors that hold its input, then nodes.</summary>
public sealed record TaskPreference(ValueList<string> Executors, ValueList<string> Nodes)
{
    public static readonly TaskPreference None = new([], []);

    /// <summary>The task waits a while for its place, as the settings say; otherwise it takes the place where that is free, and any other at once.</summary>
    public bool IsWorthWaiting { get; init; } = true;

    public bool IsNone => Executors.Count == 0 && Nodes.Count == 0;
}
