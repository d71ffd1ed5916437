using Spindle.Sources;

namespace Spindle.Execution.Tasks;

/// <summary>What a task on an executor reaches outside its plan, and what it counts there.</summary>
internal sealed class TaskPorts(IStageBlocks blocks, ITableOpener tables)
{
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
