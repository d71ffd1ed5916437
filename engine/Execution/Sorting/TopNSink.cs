using Spindle.Columnar.Vectors;
using Spindle.Execution.Pipelines;
using Spindle.Execution.Storing;
using Spindle.Functions.Evaluation;

namespace Spindle.Execution.Sorting;

/// <summary>
/// The first rows in an order. Each worker gathers candidates, cuts them back to what is needed whenever they have doubled, and from then on drops rows whose first key is past the last
/// one kept before they are copied.
/// </summary>
internal sealed class TopNSink(SortShape shape, int needed, TaskContext task, NodeMetrics metrics) : Sink
{
    private readonly List<RowStore> stores = [];

    public SortedRows? Rows { get; private set; }

    public SortShape Shape => shape;

    public override NodeMetrics Metrics => metrics;

    public override SinkStage Open(WorkerContext worker) => new TopNStage(worker, this, metrics);

    public override void Complete(TaskContext context)
    {
        if (stores.Count == 0)
            return;
        var count = checked(stores.Sum(s => s.Count));
        Rows = task.Own(new SortedRows(shape, RowStore.FinishAll(stores, metrics.Account(task.Budget), task.Team), count, metrics.Account(task.Budget), task.Cancellation));
    }

    private sealed unsafe class TopNStage : SinkStage
    {
        private const int Slack = 8192;

        private readonly TopNSink sink;
        private readonly SortShape shape;
        private readonly int needed;
        private readonly ProjectionEvaluator computed;
        private readonly RowStore store;
        private readonly RowMaps maps;
        private ulong worst = ulong.MaxValue;

        public TopNStage(WorkerContext worker, TopNSink sink, NodeMetrics metrics) : base(worker, metrics)
        {
            this.sink = sink;
            shape = sink.Shape;
            needed = sink.Needed;
            computed = ProjectionEvaluator.Compile(shape.Computed, worker.EvaluationOf(metrics));
            store = worker.Task.Own(new RowStore(shape.Types, Budget));
            maps = new RowMaps(Budget);
        }

        public override void Finish()
        {
            lock (sink.stores)
                sink.stores.Add(store);
        }

        public override void Dispose()
        {
            computed.Dispose();
            maps.Dispose();
            base.Dispose();
        }

        protected override void Process(RecordBatch batch)
        {
            if (needed == 0)
                return;
            var extra = computed.Evaluate(batch);
            try
            {
                Vector[] columns = [.. batch.Columns, .. extra];
                Append(columns, batch);
            }
            finally
            {
                foreach (var vector in extra)
                    vector.Release();
            }

            if (store.Count >= needed + (long)Math.Max(needed, Slack))
                Cut();
        }

        private void Append(Vector[] columns, RecordBatch batch)
        {
            var rows = batch.Rows;
            var lanes = batch.Selection is { } selection ? selection.Lanes : null;
            if (worst == ulong.MaxValue)
            {
                store.Append(columns, lanes, rows);
                return;
            }

            maps.Reset();
            var key = maps.View(columns[shape.KeyColumns[0]], lanes, rows);
            var words = (ulong*)maps.Rent(2 * rows);
            var kept = maps.Rent(rows);
            SortPrefix.Encode(key, 0, rows, shape.Orders[0].Descending, shape.Orders[0].NullsFirst, words);
            var count = 0;
            for (var i = 0; i < rows; i++)
            {
                kept[count] = lanes == null ? i : lanes[i];
                count += words[i] <= worst ? 1 : 0;
            }

            if (count > 0)
                store.Append(columns, kept, count);
        }

        private void Cut()
        {
            var count = store.Count;
            using var sorted = new SortedRows(shape, store.Finish(), count, Budget, Worker.Task.Cancellation);
            worst = sorted.Prefix(needed - 1);
            var best = sorted.Read(0, needed, shape.Types.Length, Budget);
            try
            {
                store.Append(best);
            }
            finally
            {
                best.Release();
            }
        }
    }

    private int Needed => needed;
}
