using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Execution.Sharing;
using Spindle.Execution.Spilling;

namespace Spindle.Execution.Streaming;

/// <summary>What a limit has of one morsel's rows: first batches in memory, then, once memory was short, batches that lie one after the other in a file.</summary>
internal sealed class LimitedRows : IDisposable
{
    private readonly Queue<RecordBatch> inMemory = new();
    private SpillFile? file;
    private SpillReader? reader;
    private long position;
    private long skip;

    /// <summary>Rows gathered.</summary>
    public long Rows { get; set; }

    /// <summary>Whether the morsel has no more.</summary>
    public bool Ended { get; set; }

    /// <summary>Rows still to be read.</summary>
    public long Left { get; private set; }

    public bool IsOnDisk => file is not null;

    /// <summary>Takes over the caller's reference.</summary>
    public void Add(RecordBatch batch) => inMemory.Enqueue(batch);

    /// <summary>Adds a batch, lent, to the worker's file; no other morsel's rows may come in between.</summary>
    public void Write(RecordBatch batch, SpillFile target, MemoryBudget budget)
    {
        if (file is null)
            (file, position) = (target, target.Mark());
        target.Write(batch, budget);
    }

    /// <summary>Leaves the rows that are read.</summary>
    public void Cut(long first, long count) => (skip, Left) = (first, count);

    /// <summary>The next batch of the rows that were left, which the caller owns; null at the end.</summary>
    public RecordBatch? Read(IReadOnlyList<DataType> types, MemoryBudget budget)
    {
        while (Left > 0)
        {
            var batch = inMemory.TryDequeue(out var held) ? held : ReadFile(types, budget);
            try
            {
                var first = Math.Min(skip, batch.Rows);
                var rows = Math.Min(batch.Rows - first, Left);
                skip -= first;
                Left -= rows;
                if (rows > 0)
                    return RowRange.Of(batch, (int)first, (int)rows, budget);
            }
            finally
            {
                batch.Release();
            }
        }

        Dispose();
        return null;
    }

    public void Dispose()
    {
        while (inMemory.TryDequeue(out var batch))
            batch.Release();
        reader?.Dispose();
        reader = null;
    }

    private RecordBatch ReadFile(IReadOnlyList<DataType> types, MemoryBudget budget)
    {
        if (reader is null)
        {
            reader = file!.Read(types);
            reader.Seek(position);
        }

        return reader.Read(budget) ?? throw new System.Diagnostics.UnreachableException("a limit's file ends before its rows do");
    }
}
