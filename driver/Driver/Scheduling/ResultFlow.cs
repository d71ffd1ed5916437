using Spindle.Driver.Actions;
using Spindle.Driver.Events;
using Spindle.Driver.Jobs;

namespace Spindle.Driver.Scheduling;

/// <summary>A job's results on their way to the reader: in order of partitions, with a cap on all of them and a bound on those that wait.</summary>
internal sealed class ResultFlow(JobId job, long window, long cap)
{
    private readonly SortedDictionary<int, (int Attempt, DataOutcome Outcome)> held = [];
    private readonly Dictionary<int, long> unread = [];
    private long waiting;

    /// <summary>The first partition that has not been delivered.</summary>
    public int Next { get; private set; }

    public long Total { get; private set; }

    public bool OverCap => cap > 0 && Total > cap;

    /// <summary>So much waits for the reader that only the task it needs next is started.</summary>
    public bool IsFull => waiting >= window;

    public void Add(int partition, int attempt, DataOutcome outcome, List<DriverAction> actions)
    {
        Total += outcome.Bytes;
        waiting += outcome.Bytes;
        held.Add(partition, (attempt, outcome));
        while (held.Remove(Next, out var next))
        {
            unread[Next] = next.Outcome.Bytes;
            actions.Add(new DeliverResult(job, Next, next.Attempt, next.Outcome.Payload, next.Outcome.Bytes));
            Next++;
        }
    }

    /// <returns>Whether there is room again where there was none.</returns>
    public bool Consumed(int partition)
    {
        if (!unread.Remove(partition, out var bytes))
            return false;
        var wasFull = IsFull;
        waiting -= bytes;
        return wasFull && !IsFull;
    }

    /// <summary>Forgets results that have not been delivered.</summary>
    public void Drop()
    {
        foreach (var (_, outcome) in held.Values)
        {
            Total -= outcome.Bytes;
            waiting -= outcome.Bytes;
        }

        held.Clear();
    }
}
