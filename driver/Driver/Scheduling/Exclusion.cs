using Spindle.Driver.Actions;

namespace Spindle.Driver.Scheduling;

/// <summary>Keeps tasks away from executors and nodes on which they fail: for the task, for the stage, and for a time for the whole application.</summary>
internal sealed class Exclusion(Schedule schedule)
{
    private readonly Dictionary<string, long> executorsUntil = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> nodesUntil = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> applicationFailures = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<string>> excludedOfNode = new(StringComparer.Ordinal);

    private SchedulingSettings Settings => schedule.Settings;

    public bool Forbids(ExecutorState executor) =>
        executorsUntil.Count + nodesUntil.Count > 0
        && ((executorsUntil.TryGetValue(executor.Key.Id, out var until) && schedule.Now < until) || (nodesUntil.TryGetValue(executor.Node, out until) && schedule.Now < until));

    public bool Forbids(StageState stage, int task, ExecutorState executor)
    {
        if (stage.Exclusion is not { } excluded)
            return false;
        if (excluded.Executors.Contains(executor.Key.Id) || excluded.Nodes.Contains(executor.Node))
            return true;
        var state = stage.Tasks[task];
        return (state.FailedOnExecutor is { } byExecutor && byExecutor.GetValueOrDefault(executor.Key.Id) >= Settings.TaskAttemptsPerExecutor)
            || (state.FailedOnNode is { } byNode && byNode.GetValueOrDefault(executor.Node) >= Settings.TaskAttemptsPerNode);
    }

    public void Failed(Attempt attempt)
    {
        if (!Settings.ExcludeOnFailure)
            return;
        var (stage, executor) = (attempt.Stage, attempt.Executor);
        var (id, node) = (executor.Key.Id, executor.Node);
        var task = stage.Tasks[attempt.Id.Partition];
        Count(task.FailedOnExecutor ??= new(StringComparer.Ordinal), id);
        Count(task.FailedOnNode ??= new(StringComparer.Ordinal), node);
        var excluded = stage.Exclusion ??= new StageExclusion();
        SetOf(excluded.FailedTasks, id).Add(attempt.Id.Partition);
        if (excluded.FailedTasks[id].Count >= Settings.StageFailedTasksPerExecutor && excluded.Executors.Add(id))
        {
            schedule.Emit(new ExecutorExcluded(id, null, stage.Job.Id, stage.Id, -1, $"{excluded.FailedTasks[id].Count} tasks of the stage failed on it"));
            SetOf(excluded.ExecutorsOfNode, node).Add(id);
            if (excluded.ExecutorsOfNode[node].Count >= Settings.StageFailedExecutorsPerNode && excluded.Nodes.Add(node))
                schedule.Emit(new ExecutorExcluded(id, node, stage.Job.Id, stage.Id, -1, "too many of its executors are excluded"));
        }

        if (excluded.UnschedulableSince < 0 && NobodyMay(stage, attempt.Id.Partition))
        {
            excluded.UnschedulableSince = schedule.Now;
            schedule.Timers.Ask(TimerKind.Unschedulable, schedule.Now + Settings.UnschedulableTimeout);
        }
    }

    /// <summary>The stage made it all the same, so its failures were the executors': they count for the application.</summary>
    public void Completed(StageState stage)
    {
        if (stage.Exclusion is not { } excluded)
            return;
        foreach (var (id, tasks) in excluded.FailedTasks)
        {
            applicationFailures[id] = applicationFailures.GetValueOrDefault(id) + tasks.Count;
            if (applicationFailures[id] >= Settings.ApplicationFailedTasksPerExecutor && !executorsUntil.ContainsKey(id))
                ExcludeForAll(id);
        }

        stage.Exclusion = null;
    }

    /// <summary>Lets back in what has served its time.</summary>
    public void Expire()
    {
        foreach (var id in executorsUntil.Where(e => e.Value <= schedule.Now).Select(e => e.Key).ToList())
        {
            executorsUntil.Remove(id);
            applicationFailures.Remove(id);
            foreach (var set in excludedOfNode.Values)
                set.Remove(id);
        }

        foreach (var node in nodesUntil.Where(e => e.Value <= schedule.Now).Select(e => e.Key).ToList())
            nodesUntil.Remove(node);
        if (executorsUntil.Count > 0)
            schedule.Timers.Ask(TimerKind.Exclusion, executorsUntil.Values.Min());
        schedule.OfferAll = true;
    }

    /// <returns>A task of the stage that waits and that no living executor may run; -1 for none.</returns>
    public int Unschedulable(StageState stage)
    {
        for (var task = 0; task < stage.Tasks.Length; task++)
            if (stage.Pending.IsWaiting(task) && NobodyMay(stage, task))
                return task;
        return -1;
    }

    private bool NobodyMay(StageState stage, int task) => schedule.Executors.Alive.All(e => Forbids(e) || Forbids(stage, task, e));

    private void ExcludeForAll(string id)
    {
        var until = schedule.Now + Settings.ExclusionTimeout;
        executorsUntil[id] = until;
        schedule.Timers.Ask(TimerKind.Exclusion, until);
        schedule.Emit(new ExecutorExcluded(id, null, null, null, until, $"{applicationFailures[id]} tasks failed on it"));
        if (schedule.Executors.Find(id)?.Node is not { } node)
            return;
        SetOf(excludedOfNode, node).Add(id);
        if (excludedOfNode[node].Count < Settings.ApplicationFailedExecutorsPerNode)
            return;
        nodesUntil[node] = until;
        schedule.Emit(new ExecutorExcluded(id, node, null, null, until, "too many of its executors are excluded"));
    }

    private static void Count(Dictionary<string, int> counts, string key) => counts[key] = counts.GetValueOrDefault(key) + 1;

    private static HashSet<T> SetOf<T>(Dictionary<string, HashSet<T>> sets, string key)
    {
        if (!sets.TryGetValue(key, out var set))
            sets.Add(key, set = []);
        return set;
    }
}
