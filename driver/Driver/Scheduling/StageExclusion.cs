namespace Spindle.Driver.Scheduling;

/// <summary>Where tasks of one stage failed.</summary>
internal sealed class StageExclusion
{
    /// <summary>Executor to the tasks that failed on it.</summary>
    public Dictionary<string, HashSet<int>> FailedTasks { get; } = new(StringComparer.Ordinal);

    public HashSet<string> Executors { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, HashSet<string>> ExecutorsOfNode { get; } = new(StringComparer.Ordinal);

    public HashSet<string> Nodes { get; } = new(StringComparer.Ordinal);

    public long UnschedulableSince { get; set; } = -1;
}
