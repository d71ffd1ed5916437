using Spindle.Columnar.Vectors;
using Spindle.Execution.Pipelines;

namespace Spindle.Execution.Tasks;

/// <summary>Hands a task's rows to its output.</summary>
internal sealed class OutputSink(ITaskOutput output, NodeMetrics metrics) : Sink
{
    public override SinkStage Open(WorkerContext worker) => new OutputStage(worker, output, metrics);

    private sealed class OutputStage(WorkerContext worker, ITaskOutput output, NodeMetrics metrics) : SinkStage(worker, metrics)
    {
        public override bool WantsMore => output.WantsMore;

        public override void Finish()
        {
        }

        protected override void Process(RecordBatch batch)
        {
            output.Write(batch);
            Metrics.Output(batch.Rows);
        }
    }
}
