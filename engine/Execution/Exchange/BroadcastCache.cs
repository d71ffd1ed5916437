using Spindle.Columnar.Vectors;
using Spindle.Sources;

namespace Spindle.Execution.Exchange;

/// <summary>
/// Rows that every task of a stage reads, once a process: the first reader fetches them, others wait for it, all read the same batches. They stay until the query ends. Any number of threads.
/// </summary>
public sealed class BroadcastCache : IDisposable
{
    private readonly Lock gate = new();
    private readonly Dictionary<(long Query, int Stage, long Epoch), Broadcast> broadcasts = [];

    /// <summary>Reads the rows; <paramref name="open"/> is called by one reader at a time, and by another where that one fails.</summary>
    /// <param name="epoch">Grows when the stage's output is computed anew.</param>
    public IBatchReader Open(long query, int stage, long epoch, Func<IBatchReader> open, CancellationToken cancellation)
    {
        Broadcast? broadcast;
        lock (gate)
        {
            if (!broadcasts.TryGetValue((query, stage, epoch), out broadcast))
                broadcasts.Add((query, stage, epoch), broadcast = new Broadcast());
            broadcast.Retain();
        }

        try
        {
            broadcast.Load(open, cancellation);
            return new Reader(broadcast);
        }
        catch
        {
            broadcast.Release();
            throw;
        }
    }

    /// <summary>Gives a query's rows back, as soon as nobody reads them any more.</summary>
    public void RemoveQuery(long query) => Remove(k => k.Query == query);

    public void Dispose() => Remove(static _ => true);

    private void Remove(Func<(long Query, int Stage, long Epoch), bool> condition)
    {
        List<Broadcast> gone = [];
        lock (gate)
            foreach (var key in broadcasts.Keys.Where(condition).ToList())
                if (broadcasts.Remove(key, out var broadcast))
                    gone.Add(broadcast);
        foreach (var broadcast in gone)
            broadcast.Release();
    }

    private sealed class Broadcast
    {
        private readonly SemaphoreSlim loading = new(1);
        private List<RecordBatch>? batches;
        private int references = 1;

        public IReadOnlyList<RecordBatch> Batches => batches!;

        public void Retain() => Interlocked.Increment(ref references);

        public void Release()
        {
            if (Interlocked.Decrement(ref references) > 0)
                return;
            foreach (var batch in batches ?? [])
                batch.Release();
            batches = null;
            loading.Dispose();
        }

        public void Load(Func<IBatchReader> open, CancellationToken cancellation)
        {
            if (Volatile.Read(ref batches) is not null)
                return;
            loading.Wait(cancellation);
            try
            {
                if (batches is not null)
                    return;
                var read = new List<RecordBatch>();
                try
                {
                    using var reader = open();
                    while (reader.Read() is { } batch)
                        read.Add(batch);
                }
                catch
                {
                    foreach (var batch in read)
                        batch.Release();
                    throw;
                }

                Volatile.Write(ref batches, read);
            }
            finally
            {
                loading.Release();
            }
        }
    }

    private sealed class Reader(Broadcast broadcast) : IBatchReader
    {
        private int next;
        private bool disposed;

        public RecordBatch? Read() => next < broadcast.Batches.Count ? broadcast.Batches[next++].Retain() : null;

        public void Dispose()
        {
            if (!disposed)
                broadcast.Release();
            disposed = true;
        }
    }
}
