using Spindle.Columnar.Vectors;
using Spindle.Execution.Pipelines;

namespace Spindle.Execution.Running;

/// <summary>Puts batches into the consumer's queue.</summary>
internal sealed class ResultSink(ResultQueue queue, NodeMetrics metrics) : Sink
{
    public override bool KeepsOrder => true;

    public override SinkStage Open(WorkerContext worker) => new ResultStage(worker, queue, metrics);

    private sealed class ResultStage(WorkerContext worker, ResultQueue queue, NodeMetrics metrics) : SinkStage(worker, metrics)
    {
        private bool wanted = true;

        public override bool WantsMore => wanted;

        public override void Finish()
        {
        }

        protected override void Process(RecordBatch batch)
        {
            // Waiting for the consumer is nobody's work.
            var before = Worker.Charge(null);
            wanted = queue.Put(Worker.Sequence, batch.Retain()) && wanted;
            Worker.Charge(before);
        }

        protected override void Flush() => queue.End(Worker.Sequence);
    }
}
