using Spindle.Columnar.Types;
using Spindle.Driver.Jobs;

namespace Spindle.Driver.Scheduling;

/// <summary>
/// The tasks of a stage that wait for a slot, findable by place in constant time. A task stands in several queues; whichever hands it out first takes it, and
/// the others drop it when they come to it.
/// </summary>
internal sealed class PendingTasks
{
    private readonly bool[] waiting;
    private readonly ValueList<TaskPreference> preferences;
    private readonly Dictionary<string, Queue<int>> byExecutor = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Queue<int>> byNode = new(StringComparer.Ordinal);
    private readonly Queue<int> unbound = new();
    private readonly Queue<int> all = new();

    public PendingTasks(int tasks, ValueList<TaskPreference> preferences)
    {
        waiting = new bool[tasks];
        this.preferences = preferences;
    }

    public int Count { get; private set; }

    /// <summary>Some tasks wait for their place before they take another.</summary>
    public bool HoldsBack { get; private set; }

    public bool HasPreferences => byExecutor.Count > 0 || byNode.Count > 0;

    public IEnumerable<string> PreferredExecutors => byExecutor.Keys;

    public IEnumerable<string> PreferredNodes => byNode.Keys;

    public bool IsWaiting(int task) => waiting[task];

    public void Add(int task)
    {
        if (waiting[task])
            return;
        waiting[task] = true;
        Count++;
        var preference = preferences.Count == 0 ? TaskPreference.None : preferences[task];
        all.Enqueue(task);
        if (preference.IsNone || !preference.IsWorthWaiting)
            unbound.Enqueue(task);
        else
            HoldsBack = true;
        foreach (var executor in preference.Executors)
            QueueOf(byExecutor, executor).Enqueue(task);
        foreach (var node in preference.Nodes)
            QueueOf(byNode, node).Enqueue(task);
    }

    public void Take(int task)
    {
        waiting[task] = false;
        Count--;
    }

    /// <summary>All that wait no longer do.</summary>
    public void Clear()
    {
        Array.Clear(waiting);
        Count = 0;
        all.Clear();
        unbound.Clear();
        byExecutor.Clear();
        byNode.Clear();
        HoldsBack = false;
    }

    public int TakeForExecutor(string executor, Func<int, bool> allowed) => byExecutor.TryGetValue(executor, out var queue) ? TakeFrom(queue, allowed) : -1;

    public int TakeForNode(string node, Func<int, bool> allowed) => byNode.TryGetValue(node, out var queue) ? TakeFrom(queue, allowed) : -1;

    public int TakeUnbound(Func<int, bool> allowed) => TakeFrom(unbound, allowed);

    public int TakeAny(Func<int, bool> allowed) => TakeFrom(all, allowed);

    /// <summary>What may not run here goes to the end of its queue.</summary>
    private int TakeFrom(Queue<int> queue, Func<int, bool> allowed)
    {
        for (var n = queue.Count; n > 0; n--)
        {
            var task = queue.Dequeue();
            if (!waiting[task])
                continue;
            if (allowed(task))
            {
                Take(task);
                return task;
            }

            queue.Enqueue(task);
        }

        return -1;
    }

    private static Queue<int> QueueOf(Dictionary<string, Queue<int>> queues, string place)
    {
        if (!queues.TryGetValue(place, out var queue))
            queues.Add(place, queue = new());
        return queue;
    }
}
