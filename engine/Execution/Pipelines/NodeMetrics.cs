using System.Diagnostics;
using Spindle.Columnar.Memory;
using Spindle.Plans.Running;

namespace Spindle.Execution.Pipelines;

/// <summary>Figures of one plan node, added to by all workers.</summary>
internal sealed class NodeMetrics
{
    private long rows;
    private long batches;
    private long ticks;
    private long peakBytes;
    private long spilledBytes;
    private MemoryBudget? account;
    private int splits;
    private int splitsRead;

    public void Output(int batchRows)
    {
        Interlocked.Add(ref rows, batchRows);
        Interlocked.Increment(ref batches);
    }

    public void Time(long elapsed) => Interlocked.Add(ref ticks, elapsed);

    public void Planned(int count) => Interlocked.Add(ref splits, count);

    public void SplitRead() => Interlocked.Increment(ref splitsRead);

    public void Spilled(long bytes) => Interlocked.Add(ref spilledBytes, bytes);

    /// <summary>The query's budget, through which the node's memory is counted.</summary>
    public MemoryBudget Account(MemoryBudget budget)
    {
        if (Volatile.Read(ref account) is { } known)
            return known;
        var made = budget.Account();
        return Interlocked.CompareExchange(ref account, made, null) ?? made;
    }

    public void Held(long bytes)
    {
        var seen = Interlocked.Read(ref peakBytes);
        while (bytes > seen)
        {
            var before = Interlocked.CompareExchange(ref peakBytes, bytes, seen);
            if (before == seen)
                return;
            seen = before;
        }
    }

    public OperatorMetrics Snapshot() => new(Interlocked.Read(ref rows), Interlocked.Read(ref batches),
        (long)(Interlocked.Read(ref ticks) * (1e9 / Stopwatch.Frequency)), Math.Max(Interlocked.Read(ref peakBytes), Volatile.Read(ref account)?.Peak ?? 0), Interlocked.Read(ref spilledBytes))
    {
        Splits = Volatile.Read(ref splits),
        SplitsRead = Volatile.Read(ref splitsRead),
    };
}
