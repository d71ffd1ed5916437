using Spindle.Driver.Jobs;

namespace Spindle.Driver.Scheduling;

/// <summary>The executors that are alive, and which of them may have a free slot.</summary>
internal sealed class ExecutorTable
{
    private readonly Dictionary<string, ExecutorState> alive = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> lastEpochs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> nodes = new(StringComparer.Ordinal);
    private readonly Queue<ExecutorState> free = new();

    /// <summary>Has the blocks that executors put away when they left. It runs nothing, and is never lost.</summary>
    private readonly ExecutorState storage = new(ExecutorKey.Fallback, "", slots: 0, memory: 0, now: 0) { Alive = false };

    public int Count => alive.Count;

    public IEnumerable<ExecutorState> Alive => alive.Values;

    /// <summary>The executor, where this very connection of it is alive; null for late news of a former one.</summary>
    public ExecutorState? Find(ExecutorKey key) => alive.TryGetValue(key.Id, out var executor) && executor.Key.Epoch == key.Epoch ? executor : null;

    public ExecutorState? Find(string id) => alive.GetValueOrDefault(id);

    /// <summary>Who has blocks under that key: an executor that is alive, or storage.</summary>
    public ExecutorState? FindHolder(ExecutorKey key) => key == storage.Key ? storage : Find(key);

    /// <inheritdoc cref="FindHolder(ExecutorKey)"/>
    public ExecutorState? FindHolder(string id) => id == storage.Key.Id ? storage : Find(id);

    public bool HasNode(string node) => nodes.ContainsKey(node);

    /// <summary>News of an epoch that has been seen before is late.</summary>
    public bool IsNews(ExecutorKey key) => !lastEpochs.TryGetValue(key.Id, out var last) || key.Epoch > last;

    public void Add(ExecutorState executor)
    {
        alive.Add(executor.Key.Id, executor);
        lastEpochs[executor.Key.Id] = executor.Key.Epoch;
        nodes[executor.Node] = nodes.GetValueOrDefault(executor.Node) + 1;
        Enqueue(executor);
    }

    public void Remove(ExecutorState executor)
    {
        executor.Alive = false;
        alive.Remove(executor.Key.Id);
        if (--nodes[executor.Node] == 0)
            nodes.Remove(executor.Node);
    }

    /// <summary>Puts the executor at the end of the queue of those that tasks are offered to.</summary>
    public void Enqueue(ExecutorState executor)
    {
        if (executor.Queued || executor.FreeSlots <= 0)
            return;
        executor.Queued = true;
        free.Enqueue(executor);
    }

    public int FreeCount => free.Count;

    public ExecutorState Dequeue()
    {
        var executor = free.Dequeue();
        executor.Queued = false;
        return executor;
    }
}
