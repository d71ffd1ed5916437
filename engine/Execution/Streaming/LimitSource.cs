using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Execution.Pipelines;

namespace Spindle.Execution.Streaming;

/// <summary>Reads what a <see cref="LimitSink"/> gathered, in its order.</summary>
internal sealed class LimitSource(LimitSink rows, StructType schema, NodeMetrics metrics) : Source(metrics)
{
    private readonly DataType[] types = [.. schema.Fields.Select(f => f.Type)];

    public override Morsel? Take() => rows.Rows.TryDequeue(out var next) ? new Limited(next, types) : null;

    private sealed class Limited(LimitedRows rows, DataType[] types) : Morsel
    {
        public override RecordBatch? Read(WorkerContext worker) => rows.Read(types, worker.Budget);

        public override void Dispose()
        {
            rows.Dispose();
            base.Dispose();
        }
    }
}
