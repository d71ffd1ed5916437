using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Execution.Pipelines;
using Spindle.Execution.Spilling;
using Spindle.Execution.Storing;
using Spindle.Functions.Evaluation;

namespace Spindle.Execution.Sorting;

/// <summary>Gathers rows to sort. What does not fit in memory is written to disk in sorted runs.</summary>
internal sealed class SortSink(SortShape shape, TaskContext task, NodeMetrics metrics) : Sink, IDisposable
{
    private readonly MemoryBudget budget = metrics.Account(task.Budget);
    private readonly List<RowStore> stores = [];
    private readonly List<SpillFile> runs = [];

    /// <summary>All rows in order, when they fitted in memory.</summary>
    public SortedRows? Rows { get; private set; }

    /// <summary>Sorted runs on disk, when they did not.</summary>
    public IReadOnlyList<SpillFile> Runs => runs;

    public SortShape Shape => shape;

    public override NodeMetrics Metrics => metrics;

    public override SinkStage Open(WorkerContext worker) => new SortStage(worker, this, metrics);

    public override void Complete(TaskContext context)
    {
        if (runs.Count > 0 || !HasRoomForAll())
        {
            foreach (var store in stores)
                WriteRun(store);
            MergeMany();
        }
        else if (stores.Count > 0)
        {
            var count = checked(stores.Sum(s => s.Count));
            Rows = task.Own(new SortedRows(shape, RowStore.FinishAll(stores, budget, task.Team), count, budget, task.Cancellation, task.Team));
        }
    }

    /// <summary>Gives the rows back, once they have been read.</summary>
    public void Dispose()
    {
        Rows?.Dispose();
        foreach (var run in runs)
            run.Delete();
        runs.Clear();
    }

    // Several workers' rows are there twice while they are brought together, and the sort needs room of its own.
    private bool HasRoomForAll()
    {
        var rows = stores.Sum(s => (long)s.Count);
        var width = stores.Count > 1 ? shape.Types.Sum(t => (long)t.Physical.Width()) : 0;
        return budget.Limit == long.MaxValue || budget.Used + rows * (width + PrefixOrder.BytesPerRow) < budget.Limit;
    }

    /// <summary>Whether a worker's rows, so many more with them, can still be sorted in memory while the others sort theirs.</summary>
    private bool HasRoomToSort(long rows) =>
        budget.Limit == long.MaxValue || budget.Used + rows * PrefixOrder.BytesPerRow * task.Team.Size < budget.Limit / 8 * 7;

    private void WriteRun(RowStore store)
    {
        if (store.Count == 0)
            return;
        var count = store.Count;
        using var sorted = new SortedRows(shape, store.Finish(), count, budget, task.Cancellation);
        var file = task.Spill.Create(metrics);
        for (var start = 0; start < count; start += RecordBatch.TargetRows)
        {
            var batch = sorted.Read(start, Math.Min(RecordBatch.TargetRows, count - start), shape.Types.Length, budget);
            try
            {
                file.Write(batch, budget);
            }
            finally
            {
                batch.Release();
            }
        }

        file.Finish();
        lock (runs)
            runs.Add(file);
    }

    // Each run that is merged has a batch in memory: past a quarter of the budget the first ones are merged into one, which takes their place.
    private void MergeMany()
    {
        if (budget.Limit == long.MaxValue || runs.Count == 0)
            return;
        var batchBytes = Math.Max(1, runs.Sum(r => r.PlainBytes) / Math.Max(1, runs.Sum(r => r.Rows)) * RecordBatch.TargetRows * 2 + (128 << 10));
        var most = (int)Math.Clamp(budget.SpillLimit / 4 / batchBytes, 4, 1024);
        while (runs.Count > most)
        {
            var first = runs.Take(most).ToList();
            var whole = task.Spill.Create(metrics);
            using (var merge = new RunMerge(shape, first, shape.Types.Length, budget))
                while (merge.Read(RecordBatch.TargetRows) is { } batch)
                {
                    try
                    {
                        task.Cancellation.ThrowIfCancellationRequested();
                        whole.Write(batch, budget);
                    }
                    finally
                    {
                        batch.Release();
                    }
                }

            whole.Finish();
            foreach (var run in first)
                run.Delete();
            runs.RemoveRange(0, most);
            // Of equal rows the earlier run's come first.
            runs.Insert(0, whole);
        }
    }

    private sealed class SortStage : SinkStage
    {
        private const int WorthAFile = 4096;

        private readonly SortSink sink;
        private readonly ProjectionEvaluator computed;
        private readonly RowStore store;
        private long batches;

        public SortStage(WorkerContext worker, SortSink sink, NodeMetrics metrics) : base(worker, metrics)
        {
            this.sink = sink;
            computed = ProjectionEvaluator.Compile(sink.Shape.Computed, worker.EvaluationOf(metrics));
            store = worker.Task.Own(new RowStore(sink.Shape.Types, Budget));
        }

        public override bool Spill()
        {
            if (store.Count < WorthAFile)
                return false;
            sink.WriteRun(store);
            return true;
        }

        public override void Finish()
        {
            lock (sink.stores)
                sink.stores.Add(store);
        }

        public override void Dispose()
        {
            computed.Dispose();
            base.Dispose();
        }

        protected override unsafe void Process(RecordBatch batch)
        {
            batches++;
            var forced = Worker.Task.Settings.SpillEverything && batches > 1 && (batches - 1 & batches - 2) == 0;
            if (forced || !sink.HasRoomToSort(store.Count + batch.Rows) || !store.TryReserve(batch.Rows))
                sink.WriteRun(store);
            var lanes = batch.Selection is { } selection ? selection.Lanes : null;
            var extra = computed.Evaluate(batch);
            try
            {
                Vector[] columns = [.. batch.Columns, .. extra];
                store.Append(columns, lanes, batch.Rows);
            }
            finally
            {
                foreach (var vector in extra)
                    vector.Release();
            }
        }
    }
}
