namespace Spindle.Execution.Joins;

/// <summary>
/// Tables of broadcast rows, once a process: the first task that probes one makes it, others wait for it, and all probe the same. A table stays until its query has ended and nobody probes it
/// any more. Any number of threads.
/// </summary>
public sealed class JoinTableCache : IDisposable
{
    private readonly Lock gate = new();
    private readonly Dictionary<JoinTableKey, Entry> entries = [];

    /// <summary>Gives a query's tables back, as soon as nobody probes them any more.</summary>
    public void RemoveQuery(long query) => Remove(k => k.Query == query);

    public void Dispose() => Remove(static _ => true);

    /// <summary>A table for as long as the lease is held; null where memory has no room for one of all rows, so that each task sees for itself.</summary>
    /// <param name="make">Makes the table, and filters of its keys; null where it does not fit. Called by one task at a time, and by another where that one fails.</param>
    internal Lease? Acquire(JoinTableKey key, Func<RuntimeFilterRegistry, JoinTable?> make, CancellationToken cancellation)
    {
        Entry? entry;
        lock (gate)
        {
            if (!entries.TryGetValue(key, out entry))
                entries.Add(key, entry = new Entry());
            entry.Retain();
        }

        try
        {
            if (entry.Load(make, cancellation))
                return new Lease(entry);
        }
        catch
        {
            entry.Release();
            throw;
        }

        entry.Release();
        return null;
    }

    private void Remove(Func<JoinTableKey, bool> condition)
    {
        List<Entry> gone = [];
        lock (gate)
            foreach (var key in entries.Keys.Where(condition).ToList())
                if (entries.Remove(key, out var entry))
                    gone.Add(entry);
        foreach (var entry in gone)
            entry.Release();
    }

    /// <summary>One task's hold on a table. Disposing it twice does no harm.</summary>
    internal sealed class Lease(Entry entry) : IDisposable
    {
        private int disposed;

        public JoinTable Table => entry.Table!;

        /// <summary>Lets a task's scans use the filters of the table's keys.</summary>
        public void LendFilters(RuntimeFilterRegistry to) => to.Borrow(entry.Filters);

        public void Dispose()
        {
            if (Interlocked.Exchange(ref disposed, 1) == 0)
                entry.Release();
        }
    }

    internal sealed class Entry
    {
        private readonly SemaphoreSlim making = new(1);
        private JoinTable? table;
        private volatile bool isMade;
        private int references = 1;

        public JoinTable? Table => table;

        public RuntimeFilterRegistry Filters { get; } = new();

        public void Retain() => Interlocked.Increment(ref references);

        public void Release()
        {
            if (Interlocked.Decrement(ref references) > 0)
                return;
            table?.Dispose();
            Filters.Dispose();
            making.Dispose();
        }

        /// <returns>Whether there is a table.</returns>
        public bool Load(Func<RuntimeFilterRegistry, JoinTable?> make, CancellationToken cancellation)
        {
            if (isMade)
                return table is not null;
            making.Wait(cancellation);
            try
            {
                if (!isMade)
                {
                    table = make(Filters);
                    isMade = true;
                }

                return table is not null;
            }
            finally
            {
                making.Release();
            }
        }
    }
}
