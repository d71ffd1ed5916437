using Spindle.Columnar.Vectors;
using Spindle.Execution.Pipelines;
using Spindle.Plans.Stages;
using Spindle.Sources;

namespace Spindle.Execution.Tasks;

/// <summary>Reads a part of another stage's output, as one morsel.</summary>
internal sealed class StageInputSource(TaskLeafExec leaf, StageInputExec input, TaskInput part, TaskPorts ports, TaskContext task, NodeMetrics metrics) : Source(metrics)
{
    private bool taken;

    public override Morsel? Take()
    {
        if (taken)
            return null;
        taken = true;
        return new Whole(this);
    }

    private IBatchReader Open() => ports.Blocks.Open(input, part, new BlockContext(task.Budget, task.Settings.BatchRows, ports.Fetched, task.Cancellation) { IsOnly = ports.ReadOnce.Contains(leaf) });

    private void Count(RecordBatch batch) => ports.Fetched.RowsRead(batch.Rows);

    private sealed class Whole(StageInputSource source) : Morsel
    {
        private IBatchReader? reader;

        public override RecordBatch? Read(WorkerContext worker)
        {
            reader ??= source.Open();
            var batch = reader.Read();
            if (batch is not null)
                source.Count(batch);
            return batch;
        }

        public override void Dispose()
        {
            reader?.Dispose();
            base.Dispose();
        }
    }
}
