using Spindle.Columnar.Vectors;
using Spindle.Execution.Pipelines;
using Spindle.Execution.Sharing;

namespace Spindle.Execution.Streaming;

/// <summary>
/// Gathers the first rows, in the order of the morsels, and stops the pipeline as soon as it has them. A morsel whose turn may not come keeps no more rows than the limit needs.
/// </summary>
internal sealed class LimitSink : Sink
{
    private readonly NodeMetrics metrics;
    private readonly Lock gate = new();
    private readonly long count;
    private readonly long offset;
    private readonly long needed;
    private long ended;
    private long prefixRows;
    private volatile bool full;

    public LimitSink(long count, long offset, NodeMetrics metrics)
    {
        this.metrics = metrics;
        (this.count, this.offset) = (count, offset);
        needed = count > long.MaxValue - offset ? long.MaxValue : count + offset;
        full = count == 0;
    }

    /// <summary>The rows, complete when the pipeline is.</summary>
    public RowList Rows { get; } = new();

    private Dictionary<long, Gathered> Morsels { get; } = [];

    public override SinkStage Open(WorkerContext worker) => new LimitStage(worker, this);

    public override void Complete(TaskContext task)
    {
        try
        {
            Cut(task);
        }
        finally
        {
            Drop();
        }
    }

    private void Cut(TaskContext task)
    {
        var skip = offset;
        var left = count;
        foreach (var (_, morsel) in Morsels.OrderBy(m => m.Key))
        {
            while (morsel.Batches.TryDequeue(out var batch))
            {
                try
                {
                    var first = Math.Min(skip, batch.Rows);
                    var rows = Math.Min(batch.Rows - first, left);
                    skip -= first;
                    left -= rows;
                    if (rows > 0)
                        Rows.Add(RowRange.Of(batch, (int)first, (int)rows, task.Budget));
                }
                finally
                {
                    batch.Release();
                }
            }
        }
    }

    private void Take(long sequence, RecordBatch batch)
    {
        lock (gate)
        {
            if (!Morsels.TryGetValue(sequence, out var morsel))
                Morsels.Add(sequence, morsel = new Gathered());
            if (full || morsel.Rows >= needed)
                return;
            morsel.Batches.Enqueue(batch.Retain());
            morsel.Rows += batch.Rows;
            if (sequence == ended && prefixRows + morsel.Rows >= needed)
                full = true;
        }
    }

    private void End(long sequence)
    {
        lock (gate)
        {
            if (!Morsels.TryGetValue(sequence, out var morsel))
                Morsels.Add(sequence, morsel = new Gathered());
            morsel.Ended = true;
            while (Morsels.TryGetValue(ended, out var first) && first.Ended)
            {
                prefixRows += first.Rows;
                ended++;
            }

            var next = Morsels.TryGetValue(ended, out var open) ? open.Rows : 0;
            if (prefixRows + next >= needed)
                full = true;
        }
    }

    private void Drop()
    {
        lock (gate)
            foreach (var morsel in Morsels.Values)
                while (morsel.Batches.TryDequeue(out var batch))
                    batch.Release();
    }

    private sealed class Gathered
    {
        public Queue<RecordBatch> Batches { get; } = new();

        public long Rows { get; set; }

        public bool Ended { get; set; }
    }

    private sealed class LimitStage(WorkerContext worker, LimitSink sink) : SinkStage(worker, sink.metrics)
    {
        private bool finished;

        public override bool WantsMore => !sink.full;

        public override void Finish() => finished = true;

        // Without a finish the query failed, and nobody will read what was gathered.
        public override void Dispose()
        {
            if (!finished)
                sink.Drop();
            base.Dispose();
        }

        protected override void Process(RecordBatch batch) => sink.Take(Worker.Sequence, batch);

        protected override void Flush() => sink.End(Worker.Sequence);
    }
}
