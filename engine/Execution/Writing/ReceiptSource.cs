using Spindle.Columnar.Vectors;
using Spindle.Execution.Pipelines;
using Spindle.Sources;

namespace Spindle.Execution.Writing;

/// <summary>Reads what a <see cref="WriteSink"/> wrote.</summary>
internal sealed class ReceiptSource(WriteSink sink, NodeMetrics metrics) : Source(metrics)
{
    private bool taken;

    public override Morsel? Take()
    {
        if (taken)
            return null;
        taken = true;
        return new Receipt(sink.Written);
    }

    private sealed class Receipt(IReadOnlyList<WrittenFiles> written) : Morsel
    {
        private bool read;

        public override RecordBatch? Read(WorkerContext worker)
        {
            if (read)
                return null;
            read = true;
            return Receipts.ToBatch(written, worker.Budget);
        }
    }
}
