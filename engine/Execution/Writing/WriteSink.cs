using Spindle.Columnar.Vectors;
using Spindle.Execution.Pipelines;
using Spindle.Sources;

namespace Spindle.Execution.Writing;

/// <summary>Writes rows on the threads that make them. Each worker has a writer, or shares one where fewer are wanted than there are workers.</summary>
internal sealed class WriteSink(OpenJob job, NodeMetrics metrics) : Sink, IDisposable
{
    private readonly Lock gate = new();
    private readonly Dictionary<int, Lane> lanes = [];

    /// <summary>What each writer wrote, by partition; complete when the pipeline is.</summary>
    public IReadOnlyList<WrittenFiles> Written { get; private set; } = [];

    public override NodeMetrics Metrics => metrics;

    public override SinkStage Open(WorkerContext worker)
    {
        lock (gate)
        {
            var partition = worker.Index % job.Writers;
            if (!lanes.TryGetValue(partition, out var lane))
                lanes.Add(partition, lane = new Lane(job.Job.Open(partition, 0, metrics.Account(worker.Task.Budget))));
            return new WriteStage(worker, lane, metrics);
        }
    }

    public override void Complete(TaskContext task) => Written = [.. lanes.OrderBy(l => l.Key).Select(l => l.Value.Files!)];

    /// <summary>Ends the writers; what was not finished is removed.</summary>
    public void Dispose()
    {
        foreach (var lane in lanes.Values)
            lane.Writer.Dispose();
        lanes.Clear();
    }

    /// <summary>A writer and the workers that take turns with it.</summary>
    private sealed class Lane(IBatchWriter writer)
    {
        public Lock Gate { get; } = new();

        public IBatchWriter Writer => writer;

        public WrittenFiles? Files { get; set; }
    }

    private sealed class WriteStage(WorkerContext worker, Lane lane, NodeMetrics metrics) : SinkStage(worker, metrics)
    {
        public override void Finish()
        {
            // All rows have come, from whichever worker.
            lock (lane.Gate)
                lane.Files ??= lane.Writer.Finish();
        }

        protected override void Process(RecordBatch batch)
        {
            lock (lane.Gate)
                lane.Writer.Write(batch);
        }
    }
}
