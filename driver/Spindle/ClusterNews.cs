using System.Globalization;
using Spindle.Driver.Actions;
using Spindle.Driver.Events;

namespace Spindle;

/// <summary>
/// What somebody at a terminal is told of executors:
/// <code>
/// executor 1 ready 0.31 s pid 5121
/// executor 1 lost (SIGKILL): 8 map outputs recomputed, 0 jobs failed
/// </code>
/// Losses are told wherever the program runs, that all is well only to somebody who looks.
/// </summary>
/// <param name="everything">Whether somebody looks.</param>
internal sealed class ClusterNews(TextWriter output, bool everything)
{
    private readonly Lock gate = new();
    private readonly List<ExecutorRemoved> lost = [];
    private int failed;
    private int running;

    /// <summary>A line of an executor's own.</summary>
    public void Said(string executor, string line)
    {
        if (everything && line.StartsWith("ready ", StringComparison.Ordinal))
            output.WriteLine($"executor {executor} {line}");
    }

    public void Hear(Announcement news)
    {
        lock (gate)
        {
            switch (news)
            {
                case JobStarted:
                    running++;
                    break;
                case ExecutorRemoved { Reason: LossReason.Crashed or LossReason.OutOfMemory or LossReason.Silent or LossReason.Evicted, Message: not "exit code 0" } removed:
                    Lose(removed);
                    break;
                case JobFinished job:
                    Finish(job);
                    break;
            }
        }
    }

    private void Lose(ExecutorRemoved removed)
    {
        if (running > 0)
            lost.Add(removed);
        output.WriteLine(running == 0
            ? string.Create(CultureInfo.InvariantCulture, $"executor {removed.Executor.Id} lost ({removed.Message}) while no job ran")
            : string.Create(CultureInfo.InvariantCulture, $"executor {removed.Executor.Id} lost ({removed.Message}): {removed.RunningTasks} running tasks and {removed.LostOutputs} map outputs to compute again"));
    }

    private void Finish(JobFinished job)
    {
        running--;
        failed += job.Status == JobStatus.Failed ? 1 : 0;
        if (lost.Count == 0 || running > 0)
            return;
        foreach (var executor in lost)
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"executor {executor.Executor.Id} lost ({executor.Message}): {executor.LostOutputs} map outputs recomputed, {failed} jobs failed"));
        lost.Clear();
        failed = 0;
    }
}
