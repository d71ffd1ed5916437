using Spindle.Execution.Joins;
using Spindle.Plans.Physical;
using Spindle.Sources;

namespace Spindle.Execution.Tasks;

/// <summary>What a task on an executor reaches outside its plan, and what it counts there.</summary>
internal sealed class TaskPorts(long query, IStageBlocks blocks, ITableOpener tables, JoinTableCache? joinTables)
{
    public long Query => query;

    /// <summary>The tables that tasks of this process share; null where each makes its own.</summary>
    public JoinTableCache? JoinTables => joinTables;

    /// <summary>Leaves whose rows no other task of this process will read, told apart by identity.</summary>
    public HashSet<PhysicalPlan> ReadOnce { get; } = new(ReferenceEqualityComparer.Instance);

    public IStageBlocks Blocks => blocks;

    public ITableOpener Tables => tables;

    public ReadCounter Scanned { get; } = new();

    public ReadCounter Fetched { get; } = new();
}

/// <summary>Bytes and rows that were read.</summary>
internal sealed class ReadCounter : IScanMetrics
{
    private long bytes;
    private long rows;

    public long Bytes => Interlocked.Read(ref bytes);

    public long Rows => Interlocked.Read(ref rows);

    public void BytesRead(long count) => Interlocked.Add(ref bytes, count);

    public void RowsRead(long count) => Interlocked.Add(ref rows, count);

    public void RowsPruned(long count)
    {
    }
}
