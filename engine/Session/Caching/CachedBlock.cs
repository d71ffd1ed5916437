using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Execution.Exchange;
using Spindle.Execution.Tasks;
using Spindle.Plans.Stages;
using Spindle.Sources;
using Spindle.Sql.Objects;

namespace Spindle.Sql.Caching;

/// <summary>Some kept rows: in memory as the batches that the query gave, or on disk. Any number of threads read it, also while it moves.</summary>
/// <param name="batches">Taken over.</param>
internal sealed class CachedBlock(StructType schema, IReadOnlyList<RecordBatch> batches) : IDisposable
{
    private readonly Lock gate = new();
    private IReadOnlyList<RecordBatch>? inMemory = batches;
    private MapOutput? onDisk;
    private bool isMoving;

    public long Rows { get; } = batches.Sum(b => (long)b.Rows);

    /// <summary>When it was last read, by the store's count of reads.</summary>
    public long Used { get; set; }

    /// <summary>True where there is memory to give back.</summary>
    public bool IsInMemory
    {
        get
        {
            lock (gate)
                return inMemory is not null && !isMoving;
        }
    }

    public IBatchReader Open(ValueList<int> columns, ScanContext context)
    {
        lock (gate)
        {
            if (inMemory is not null)
                return new Held([.. inMemory.Select(b => b.Retain())], columns, context);
            var cursor = onDisk?.Open(0);
            return new Stored(new BlockReader(cursor is null ? [] : [cursor], schema, new BlockContext(context.Budget, context.BatchRows, context.Metrics, context.Cancellation)), columns, context);
        }
    }

    /// <summary>Writes the rows to a file and gives their memory back (once nobody reads them any more); false where another thread does, or they are there.</summary>
    /// <exception cref="Columnar.Errors.SpindleException">SPINDLE_SPILL_FAILED; the rows stay where they are.</exception>
    public bool MoveToDisk(BlockFolder folder)
    {
        RecordBatch[] moving;
        lock (gate)
        {
            if (inMemory is null || isMoving)
                return false;
            isMoving = true;
            moving = [.. inMemory.Select(b => b.Retain())];
        }

        MapOutput? written = null;
        try
        {
            // What writing needs is counted apart: this runs because there is no memory to be had.
            using var writer = new MapOutputWriter(new SinglePartitioning(), 0, folder, new MemoryBudget(), ExchangeOptions.Default);
            foreach (var batch in moving)
                writer.Write(batch);
            written = writer.Finish();
            written.MoveToDisk(folder);
        }
        catch
        {
            written?.Dispose();
            written = null;
            throw;
        }
        finally
        {
            IReadOnlyList<RecordBatch>? free = null;
            lock (gate)
            {
                isMoving = false;
                if (written is not null && inMemory is not null)
                {
                    (free, inMemory) = (inMemory, null);
                    (onDisk, written) = (written, null);
                }
            }

            // Forgotten while it moved: the file goes too.
            written?.Dispose();
            foreach (var batch in moving.Concat(free ?? []))
                batch.Release();
        }

        return true;
    }

    public void Dispose()
    {
        IReadOnlyList<RecordBatch>? free;
        MapOutput? file;
        lock (gate)
        {
            (free, inMemory) = (inMemory, null);
            (file, onDisk) = (onDisk, null);
        }

        foreach (var batch in free ?? [])
            batch.Release();
        file?.Dispose();
    }

    private sealed class Held(RecordBatch[] batches, ValueList<int> columns, ScanContext context) : IBatchReader
    {
        private readonly BatchListReader reader = new(batches, 0, batches.Length, columns, context);

        public RecordBatch? Read() => reader.Read();

        public void Dispose()
        {
            reader.Dispose();
            foreach (var batch in batches)
                batch.Release();
        }
    }

    private sealed class Stored(BlockReader reader, ValueList<int> columns, ScanContext context) : IBatchReader
    {
        public RecordBatch? Read()
        {
            while (reader.Read() is { } batch)
            {
                var picked = new RecordBatch([.. columns.Select(c => batch[c].Retain())], batch.Length, batch.Selection?.Retain());
                batch.Release();
                if (BatchListReader.Narrow(picked, context) is { } narrowed)
                    return narrowed;
            }

            return null;
        }

        public void Dispose() => reader.Dispose();
    }
}
