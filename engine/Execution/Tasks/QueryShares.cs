namespace Spindle.Execution.Tasks;

/// <summary>
/// What the tasks of a query share, once a process: the first that asks for a value makes it, others wait for it, and all hold the same. A value stays until its query has ended and nobody
/// holds it any more. Any number of threads.
/// </summary>
/// <param name="query">The query of a key.</param>
internal sealed class QueryShares<TKey, TValue>(Func<TKey, long> query) : IDisposable
    where TKey : notnull
    where TValue : class, IDisposable
{
    private readonly Lock gate = new();
    private readonly Dictionary<TKey, Entry> entries = [];

    /// <summary>A value for as long as the hold is not disposed of.</summary>
    /// <param name="make">Called by one task at a time, and by another where that one fails.</param>
    public Hold Acquire(TKey key, Func<TValue> make, CancellationToken cancellation)
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
            return new Hold(entry, entry.Load(make, cancellation));
        }
        catch
        {
            entry.Release();
            throw;
        }
    }

    /// <summary>Gives a query's values back, as soon as nobody holds them any more.</summary>
    public void RemoveQuery(long ended) => Remove(k => query(k) == ended);

    public void Dispose() => Remove(static _ => true);

    private void Remove(Func<TKey, bool> condition)
    {
        List<Entry> gone = [];
        lock (gate)
            foreach (var key in entries.Keys.Where(condition).ToList())
                if (entries.Remove(key, out var entry))
                    gone.Add(entry);
        foreach (var entry in gone)
            entry.Release();
    }

    /// <summary>One task's hold on a value. Disposing it twice does no harm.</summary>
    internal sealed class Hold(Entry entry, TValue value) : IDisposable
    {
        private int disposed;

        public TValue Value => value;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref disposed, 1) == 0)
                entry.Release();
        }
    }

    internal sealed class Entry
    {
        private readonly SemaphoreSlim making = new(1);
        private TValue? value;
        private int references = 1;

        public void Retain() => Interlocked.Increment(ref references);

        public void Release()
        {
            if (Interlocked.Decrement(ref references) > 0)
                return;
            value?.Dispose();
            making.Dispose();
        }

        public TValue Load(Func<TValue> make, CancellationToken cancellation)
        {
            if (Volatile.Read(ref value) is { } made)
                return made;
            making.Wait(cancellation);
            try
            {
                if (value is null)
                    Volatile.Write(ref value, make());
                return value!;
            }
            finally
            {
                making.Release();
            }
        }
    }
}
