using System.Collections.Concurrent;
using Spindle.Driver.Jobs;

namespace Spindle.Driver.Cluster;

/// <summary>The connections that stand, by executor.</summary>
internal sealed class ExecutorRegistry
{
    private readonly ConcurrentDictionary<string, ExecutorConnection> connections = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> epochs = new(StringComparer.Ordinal);

    public IEnumerable<ExecutorConnection> All => connections.Values;

    public ExecutorKey NextKey(string executor) => new(executor, epochs.AddOrUpdate(executor, 1, (_, last) => last + 1));

    /// <summary>Whether an executor of that id has ever connected.</summary>
    public bool HasSeen(string executor) => epochs.ContainsKey(executor);

    public void Add(ExecutorConnection connection) => connections[connection.Key.Id] = connection;

    public ExecutorConnection? Find(ExecutorKey key) => connections.TryGetValue(key.Id, out var connection) && connection.Key == key ? connection : null;

    public ExecutorConnection? Find(string executor) => connections.GetValueOrDefault(executor);

    public void Remove(ExecutorConnection connection)
    {
        connections.TryRemove(new KeyValuePair<string, ExecutorConnection>(connection.Key.Id, connection));
        connection.Close();
    }
}
