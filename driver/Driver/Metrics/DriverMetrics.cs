using System.Globalization;
using System.Text;
using Spindle.Driver.Actions;
using Spindle.Protos;

namespace Spindle.Driver.Metrics;

/// <summary>
/// An application's figures in Prometheus' text format: tasks and jobs by how they ended, bytes shuffled and spilled, executors and what each holds. Counts grow from the application's start.
/// Any number of threads.
/// </summary>
internal sealed class DriverMetrics(string application)
{
    private readonly Lock gate = new();
    private readonly SortedDictionary<string, long> tasks = new(StringComparer.Ordinal) { ["failed"] = 0, ["killed"] = 0, ["lost"] = 0, ["succeeded"] = 0 };
    private readonly SortedDictionary<string, long> jobs = new(StringComparer.Ordinal) { ["cancelled"] = 0, ["failed"] = 0, ["succeeded"] = 0 };
    private readonly SortedDictionary<string, HeartbeatRequest?> executors = new(StringComparer.Ordinal);
    private long runningTasks;
    private long runningJobs;
    private long lostExecutors;
    private long rowsRead;
    private long bytesRead;
    private long bytesWritten;
    private long bytesFetched;
    private long bytesSpilled;
    private long taskMilliseconds;
    private long outputsLost;

    public void Hear(Announcement announcement)
    {
        lock (gate)
        {
            switch (announcement)
            {
                case JobStarted:
                    runningJobs++;
                    break;
                case JobFinished job:
                    runningJobs--;
                    Add(jobs, job.Status.ToString());
                    break;
                case TaskLaunched:
                    runningTasks++;
                    break;
                case TaskEnded task:
                    runningTasks--;
                    Add(tasks, task.Status.ToString());
                    Add(task);
                    break;
                case ExecutorAdded added:
                    executors[added.Executor.Id] = null;
                    break;
                case ExecutorRemoved removed:
                    executors.Remove(removed.Executor.Id);
                    lostExecutors++;
                    break;
                case OutputsLost lost:
                    outputsLost += lost.Maps.Count;
                    break;
            }
        }
    }

    /// <summary>What an executor says of itself.</summary>
    public void Beat(HeartbeatRequest heartbeat)
    {
        lock (gate)
            if (executors.ContainsKey(heartbeat.ExecutorId))
                executors[heartbeat.ExecutorId] = heartbeat;
    }

    /// <summary>All figures, in the text format's version 0.0.4.</summary>
    public string Text()
    {
        var text = new StringBuilder();
        lock (gate)
        {
            Family(text, "spindle_tasks_total", "counter", "Attempts at tasks that ended, by how.", tasks.Select(t => ($"status=\"{t.Key}\"", t.Value)));
            Family(text, "spindle_tasks_running", "gauge", "Attempts at tasks under way.", [("", runningTasks)]);
            Family(text, "spindle_task_milliseconds_total", "counter", "Time that succeeded tasks took.", [("", taskMilliseconds)]);
            Family(text, "spindle_jobs_total", "counter", "Jobs that ended, by how.", jobs.Select(j => ($"status=\"{j.Key}\"", j.Value)));
            Family(text, "spindle_jobs_running", "gauge", "Jobs under way.", [("", runningJobs)]);
            Family(text, "spindle_rows_read_total", "counter", "Rows that tasks read from tables.", [("", rowsRead)]);
            Family(text, "spindle_bytes_read_total", "counter", "Bytes that tasks read from tables.", [("", bytesRead)]);
            Family(text, "spindle_bytes_written_total", "counter", "Bytes that tasks put out: map output, results, tables.", [("", bytesWritten)]);
            Family(text, "spindle_shuffle_bytes_fetched_total", "counter", "Bytes of other stages' output that tasks read.", [("", bytesFetched)]);
            Family(text, "spindle_shuffle_outputs_lost_total", "counter", "Map outputs that were lost and needed.", [("", outputsLost)]);
            Family(text, "spindle_spilled_bytes_total", "counter", "Bytes that tasks wrote to disk for lack of memory.", [("", bytesSpilled)]);
            Family(text, "spindle_executors", "gauge", "Executors that are connected.", [("", executors.Count)]);
            Family(text, "spindle_executors_lost_total", "counter", "Executors that left, for whatever reason.", [("", lostExecutors)]);
            Family(text, "spindle_executor_memory_used_bytes", "gauge", "Memory that an executor's tasks and blocks hold.", Each(h => h.MemoryUsed));
            Family(text, "spindle_executor_memory_limit_bytes", "gauge", "Memory that an executor may hold.", Each(h => h.MemoryLimit));
            Family(text, "spindle_executor_disk_used_bytes", "gauge", "Bytes of blocks on an executor's disk.", Each(h => h.DiskUsed));
            Family(text, "spindle_executor_shuffle_bytes", "gauge", "Bytes of map output that an executor keeps.", Each(h => h.ShuffleBytes));
            Family(text, "spindle_executor_cached_bytes", "gauge", "Bytes of cached partitions that an executor keeps.", Each(h => h.CachedBytes));
            Family(text, "spindle_executor_tasks", "gauge", "Tasks that an executor runs or holds ready.", Each(h => h.Running.Count));
        }

        return text.ToString();
    }

    private IEnumerable<(string Labels, long Value)> Each(Func<HeartbeatRequest, long> figure) =>
        executors.Where(e => e.Value is not null).Select(e => ($"executor=\"{e.Key}\"", figure(e.Value!)));

    private void Family(StringBuilder text, string name, string type, string help, IEnumerable<(string Labels, long Value)> values)
    {
        text.Append("# HELP ").Append(name).Append(' ').Append(help).Append('\n').Append("# TYPE ").Append(name).Append(' ').Append(type).Append('\n');
        foreach (var (labels, value) in values)
            text.Append(name).Append("{application=\"").Append(application).Append('"').Append(labels.Length > 0 ? "," : "").Append(labels).Append("} ").Append(value.ToString(CultureInfo.InvariantCulture)).Append('\n');
    }

    private void Add(TaskEnded task)
    {
        if (task.Figures is not { } figures)
            return;
        rowsRead += figures.RowsRead;
        bytesRead += figures.BytesRead;
        bytesWritten += figures.BytesWritten;
        bytesFetched += figures.BytesFetched;
        bytesSpilled += figures.BytesSpilled;
        taskMilliseconds += figures.RunMilliseconds;
    }

    private static void Add(SortedDictionary<string, long> counts, string status)
    {
        var key = status.ToLowerInvariant();
        counts[key] = counts.GetValueOrDefault(key) + 1;
    }
}
