using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Execution.Pipelines;
using Spindle.Execution.Spilling;

namespace Spindle.Execution.Sharing;

/// <summary>The rows of a shared subplan, in their order: in memory, and from where the budget refused on disk, a file a worker.</summary>
internal sealed class SharedRows : IDisposable
{
    private readonly Lock gate = new();
    private readonly List<(long Sequence, RecordBatch Batch)> batches = [];

    public SharedRows(IReadOnlyList<DataType> types) => Types = types;

    public IReadOnlyList<DataType> Types { get; }

    public List<SpillFile> Files { get; } = [];

    public RowList InMemory { get; } = new();

    public void Add(long sequence, RecordBatch batch)
    {
        lock (gate)
            batches.Add((sequence, batch));
    }

    public void Add(SpillFile file)
    {
        lock (gate)
            Files.Add(file);
    }

    /// <summary>Puts the batches in order, once all are there.</summary>
    public void Complete()
    {
        foreach (var (_, batch) in batches.OrderBy(b => b.Sequence))
            InMemory.Add(batch);
        batches.Clear();
        foreach (var file in Files)
            file.Finish();
    }

    public void Dispose()
    {
        foreach (var (_, batch) in batches)
            batch.Release();
        batches.Clear();
        InMemory.Dispose();
    }
}

/// <summary>Gathers the rows of a shared subplan.</summary>
internal sealed class SharedSink(SharedRows rows, TaskContext task, NodeMetrics metrics) : Sink
{
    // The rows stay until the end of the query: what runs after them needs room too.
    private readonly long limit = task.Budget.LimitOfKept();

    public override SinkStage Open(WorkerContext worker) => new ShareStage(worker, metrics, rows, limit);

    public override void Complete(TaskContext context) => rows.Complete();

    private sealed class ShareStage(WorkerContext worker, NodeMetrics metrics, SharedRows rows, long limit) : SinkStage(worker, metrics)
    {
        private SpillFile? file;

        public override void Finish()
        {
        }

        protected override void Process(RecordBatch batch)
        {
            if (!Worker.Task.Settings.SpillEverything && Budget.Used < limit)
            {
                // A few rows do not keep a whole batch's columns alive.
                rows.Add(Worker.Sequence, batch.Rows * 2 < batch.Length ? batch.Compact(Budget) : batch.Retain());
                return;
            }

            if (file is null)
                rows.Add(file = Worker.Task.Spill.Create(Metrics));
            file.Write(batch, Budget);
        }
    }
}
