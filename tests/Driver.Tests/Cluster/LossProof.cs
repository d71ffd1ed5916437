using Spindle.Driver.Actions;

namespace Spindle.Driver.Tests.Cluster;

/// <summary>What the event log says about the loss of an executor.</summary>
internal static class LossProof
{
    /// <summary>Checks that the executor had tasks or rows that were needed, and that nothing but what was lost was computed again.</summary>
    /// <returns>A line for who reads along.</returns>
    public static string Of(EventLogLines log, string victim, string why, long[] jobs)
    {
        var removed = log.Of<ExecutorRemoved>().Single(e => EventLogLines.Executor(e) == victim);
        Assert.StartsWith(why, EventLogLines.Text(removed, "message"), StringComparison.Ordinal);
        var (running, outputs) = (EventLogLines.Number(removed, "runningTasks"), EventLogLines.Number(removed, "lostOutputs"));
        Assert.True(running + outputs > 0, "the executor had nothing that was needed");
        var again = jobs.Sum(job => OnlyWhatWasLostRanAgain(log, job));
        return $"{running} running tasks, {outputs} outputs; {again} tasks ran again";
    }

    /// <returns>How many tasks of the job ran more than once.</returns>
    public static int OnlyWhatWasLostRanAgain(EventLogLines log, long job)
    {
        var lost = new HashSet<(int, int)>();
        foreach (var ended in log.Of<TaskEnded>().Where(e => EventLogLines.Job(e.GetProperty("attempt")) == job && EventLogLines.Text(e, "status") is "Lost" or "Failed"))
            if (EventLogLines.Job(ended.GetProperty("attempt")) == job)
                lost.Add(Task(ended));
        foreach (var outputs in log.Of<OutputsLost>().Where(e => EventLogLines.Job(e) == job))
            foreach (var map in EventLogLines.Numbers(outputs, "maps"))
                lost.Add((EventLogLines.Number(outputs, "stage"), map));
        var again = log.Of<TaskLaunched>().Where(e => EventLogLines.Job(e.GetProperty("attempt")) == job && EventLogLines.Number(e.GetProperty("attempt"), "attempt") > 0).Select(Task).ToHashSet();
        Assert.Subset(lost, again);
        // Every task that was under way had to run again.
        var underWay = log.Of<TaskEnded>().Where(e => EventLogLines.Job(e.GetProperty("attempt")) == job && EventLogLines.Text(e, "status") == "Lost").Select(Task).ToHashSet();
        Assert.Superset(underWay, again);
        return again.Count;
    }

    private static (int Stage, int Partition) Task(System.Text.Json.JsonElement line) =>
        (EventLogLines.Number(line.GetProperty("attempt"), "stage"), EventLogLines.Number(line.GetProperty("attempt"), "partition"));
}
