using Spindle.Columnar.Vectors;
using Spindle.Execution.Tasks;
using Spindle.Sources;

namespace Spindle.Execution.Exchange;

/// <summary>Rows that every task of a stage reads, once a process: the first reader fetches them, and all read the same batches until their query has ended. Any number of threads.</summary>
public sealed class BroadcastCache : IDisposable
{
    private readonly QueryShares<(long Query, int Stage, long Epoch), Rows> rows = new(k => k.Query);

    /// <summary>Reads the rows; <paramref name="open"/> is called by one reader at a time, and by another where that one fails.</summary>
    /// <param name="epoch">Grows when the stage's output is computed anew.</param>
    public IBatchReader Open(long query, int stage, long epoch, Func<IBatchReader> open, CancellationToken cancellation) =>
        new Reader(rows.Acquire((query, stage, epoch), () => Rows.Of(open), cancellation));

    /// <summary>Gives a query's rows back, as soon as nobody reads them any more.</summary>
    public void RemoveQuery(long query) => rows.RemoveQuery(query);

    public void Dispose() => rows.Dispose();

    private sealed class Rows : IDisposable
    {
        private readonly List<RecordBatch> batches = [];

        public IReadOnlyList<RecordBatch> Batches => batches;

        public static Rows Of(Func<IBatchReader> open)
        {
            var rows = new Rows();
            try
            {
                using var reader = open();
                while (reader.Read() is { } batch)
                    rows.batches.Add(batch);
                return rows;
            }
            catch
            {
                rows.Dispose();
                throw;
            }
        }

        public void Dispose()
        {
            foreach (var batch in batches)
                batch.Release();
        }
    }

    private sealed class Reader(QueryShares<(long Query, int Stage, long Epoch), Rows>.Hold hold) : IBatchReader
    {
        private int next;

        public RecordBatch? Read() => next < hold.Value.Batches.Count ? hold.Value.Batches[next++].Retain() : null;

        public void Dispose() => hold.Dispose();
    }
}
