using Spindle.Columnar.Vectors;
using Spindle.Execution.Pipelines;
using Spindle.Execution.Spilling;

namespace Spindle.Execution.Streaming;

/// <summary>
/// Gathers the first rows, in the order of the morsels, and stops the pipeline as soon as it has them. A morsel whose turn may not come keeps no more rows than the limit needs. Rows that come when
/// memory is short go to disk.
/// </summary>
internal sealed class LimitSink : Sink, IDisposable
{
    private readonly TaskContext task;
    private readonly NodeMetrics metrics;
    private readonly Lock gate = new();
    private readonly Dictionary<long, LimitedRows> morsels = [];
    private readonly List<SpillFile> files = [];
    private readonly long count;
    private readonly long offset;
    private readonly long needed;
    // The rows stay until they have been read: what runs after them needs room too.
    private readonly long limit;
    private long ended;
    private long prefixRows;
    private volatile bool full;

    public LimitSink(long count, long offset, TaskContext task, NodeMetrics metrics)
    {
        this.task = task;
        this.metrics = metrics;
        (this.count, this.offset) = (count, offset);
        needed = count > long.MaxValue - offset ? long.MaxValue : count + offset;
        limit = task.Budget.LimitOfKept();
        full = count == 0;
    }

    /// <summary>The rows in order, complete when the pipeline is.</summary>
    public Queue<LimitedRows> Rows { get; } = new();

    public override bool KeepsOrder => true;

    public override SinkStage Open(WorkerContext worker) => new LimitStage(worker, this);

    public override void Complete(TaskContext context)
    {
        foreach (var file in files)
            file.Finish();
        var skip = offset;
        var left = count;
        foreach (var (_, rows) in morsels.OrderBy(m => m.Key))
        {
            var skipped = Math.Min(skip, rows.Rows);
            skip -= skipped;
            rows.Cut(skipped, Math.Min(rows.Rows - skipped, left));
            left -= rows.Left;
            if (rows.Left > 0)
                Rows.Enqueue(rows);
            else
                rows.Dispose();
        }
    }

    /// <summary>Gives back what has not been read.</summary>
    public void Dispose()
    {
        foreach (var rows in morsels.Values)
            rows.Dispose();
        morsels.Clear();
        foreach (var file in files)
            file.Delete();
        files.Clear();
    }

    private LimitedRows? Claim(long sequence)
    {
        lock (gate)
        {
            if (!morsels.TryGetValue(sequence, out var rows))
                morsels.Add(sequence, rows = new LimitedRows());
            return full || rows.Rows >= needed ? null : rows;
        }
    }

    private void Took(long sequence, LimitedRows rows, int more)
    {
        lock (gate)
        {
            rows.Rows += more;
            if (sequence == ended && prefixRows + rows.Rows >= needed)
                full = true;
        }
    }

    private void End(long sequence)
    {
        lock (gate)
        {
            if (!morsels.TryGetValue(sequence, out var rows))
                morsels.Add(sequence, rows = new LimitedRows());
            rows.Ended = true;
            while (morsels.TryGetValue(ended, out var first) && first.Ended)
            {
                prefixRows += first.Rows;
                ended++;
            }

            var next = morsels.TryGetValue(ended, out var open) ? open.Rows : 0;
            if (prefixRows + next >= needed)
                full = true;
        }
    }

    private SpillFile NewFile()
    {
        var file = task.Spill.Create(metrics);
        lock (gate)
            files.Add(file);
        return file;
    }

    private sealed class LimitStage(WorkerContext worker, LimitSink sink) : SinkStage(worker, sink.metrics)
    {
        private SpillFile? file;

        public override bool WantsMore => !sink.full;

        public override void Finish()
        {
        }

        protected override void Process(RecordBatch batch)
        {
            // A morsel is one worker's, so that nobody else adds to its rows.
            if (sink.Claim(Worker.Sequence) is not { } rows)
                return;
            if (rows.IsOnDisk || Worker.Task.Settings.SpillEverything || Budget.Used >= sink.limit)
                rows.Write(batch, file ??= sink.NewFile(), Budget);
            else
                rows.Add(batch.Rows * 2 < batch.Length ? batch.Compact(Budget) : batch.Retain());
            sink.Took(Worker.Sequence, rows, batch.Rows);
        }

        protected override void Flush() => sink.End(Worker.Sequence);
    }
}
