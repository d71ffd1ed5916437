using Spindle.Columnar.Vectors;
using Spindle.Execution.Pipelines;
using Spindle.Execution.Spilling;
using Spindle.Plans.Physical;

namespace Spindle.Execution.Sharing;

/// <summary>Reads the rows of a shared subplan.</summary>
internal sealed class SharedSource(SharedExec plan, TaskContext task, NodeMetrics metrics) : Source(metrics)
{
    private readonly SharedRows rows = task.Shared.Rows(plan.ShareId);
    private RowListSource? inMemory;
    private int file;

    public override Morsel? Take()
    {
        inMemory ??= new RowListSource(rows.InMemory, Metrics);
        return inMemory.Take() ?? (file < rows.Files.Count ? new FileMorsel(rows.Files[file++].Read(rows.Types)) : null);
    }

    private sealed class FileMorsel(SpillReader reader) : Morsel
    {
        public override RecordBatch? Read(WorkerContext worker) => reader.Read(worker.Budget);

        public override void Dispose()
        {
            reader.Dispose();
            base.Dispose();
        }
    }
}
