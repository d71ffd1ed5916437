using System.Diagnostics;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Vectors;
using Spindle.Execution.Pipelines;
using Spindle.Execution.Sorting;
using Spindle.Execution.Storing;
using Spindle.Plans.Expressions;
using Spindle.Plans.Physical;

namespace Spindle.Execution.Windows;

/// <summary>Reads sorted rows partition by partition and adds a column for each call.</summary>
internal sealed class WindowSource(WindowExec plan, SortSink sorted, NodeMetrics metrics) : Source(metrics)
{
    private bool taken;

    public override Morsel? Take()
    {
        if (taken)
            return null;
        taken = true;
        return new Windows(plan, sorted, Metrics);
    }

    private sealed unsafe class Windows(WindowExec plan, SortSink sorted, NodeMetrics metrics) : Morsel
    {
        /// <summary>Rows after which the whole partitions among them are worked off.</summary>
        private const int BlockRows = 32_768;

        /// <summary>Rows of a partition that are always held.</summary>
        private const int WorthAFile = 2048;

        /// <summary>What working off a row takes besides its columns: where its partition, its peers and each call's frame begin and end, states, results.</summary>
        private const int BytesPerRow = 64;

        private const int BytesPerCall = 64;

        private SortedReader? reader;
        private RowStore? store;
        private int boundary;
        private bool ended;
        private PagedWindow? paged;
        private RecordBatch? output;
        private int next;

        public override RecordBatch? Read(WorkerContext worker)
        {
            while (true)
            {
                if (output is not null)
                {
                    if (next < output.Length)
                        return Slice(worker);
                    output.Release();
                    output = null;
                }

                if (paged is not null)
                {
                    (output, next) = (paged.Read(), 0);
                    if (output is not null)
                        continue;
                    paged.Dispose();
                    paged = null;
                }

                if (ended && store is null)
                    return null;
                NextBlock(worker);
            }
        }

        public override void Dispose()
        {
            output?.Release();
            paged?.Dispose();
            store?.Dispose();
            reader?.Dispose();
            base.Dispose();
        }

        private RecordBatch Slice(WorkerContext worker)
        {
            var count = Math.Min(worker.Task.Settings.BatchRows, output!.Length - next);
            using var lanes = new NativeArray<int>(worker.Budget);
            using var columns = new ColumnSet();
            lanes.Ensure(count);
            for (var i = 0; i < count; i++)
                lanes.Pointer[i] = next + i;
            foreach (var column in output.Columns)
                columns.Add(Gather.Lanes(column, lanes.Pointer, count, worker.Budget));
            next += count;
            return new RecordBatch(columns.Take(), count);
        }

        private void NextBlock(WorkerContext worker)
        {
            reader ??= new SortedReader(sorted, worker.Budget);
            store ??= new RowStore(sorted.Shape.Types, worker.Budget);
            while (!ended && (boundary == 0 || (store.Count < BlockRows && !IsTooLarge(store.Count, worker))))
            {
                worker.CheckCancelled();
                if (boundary == 0 && IsTooLarge(store.Count, worker))
                {
                    Page(worker);
                    return;
                }

                if (reader.Read() is not { } batch)
                {
                    ended = true;
                    break;
                }

                try
                {
                    var before = store.Count;
                    if (reader.LastPartitionStart(plan.PartitionBy.Count) is var start and >= 0 && before + start > 0)
                        boundary = before + start;
                    store.Append(batch);
                }
                finally
                {
                    batch.Release();
                }
            }

            var rows = store.Count;
            var whole = ended ? rows : boundary;
            var all = new RecordBatch(store.Finish(), rows);
            store.Dispose();
            store = null;
            boundary = 0;
            try
            {
                if (whole < rows)
                    Keep(all, whole, rows, worker);
                Evaluate(all, whole, worker);
            }
            finally
            {
                all.Release();
            }
        }

        private bool IsTooLarge(int rows, WorkerContext worker)
        {
            if (worker.Task.Settings.SpillEverything)
                return rows > 0;
            var budget = worker.Budget;
            if (budget.Limit == long.MaxValue || rows < WorthAFile)
                return false;
            var needed = rows * (BytesPerRow + (long)plan.Calls.Count * BytesPerCall);
            return needed > budget.Limit / 4 || (budget.Used + needed > budget.SpillLimit && !(worker.MakeRoom() && budget.Used + needed <= budget.SpillLimit));
        }

        /// <summary>Takes the partition whose first rows are held to disk. Rows behind it, which came with its last ones, are held.</summary>
        private void Page(WorkerContext worker)
        {
            var partition = new PagedPartition(sorted.Shape, plan.PartitionBy.Count, worker.Task, metrics, worker.Budget);
            try
            {
                var count = store!.Count;
                var batch = new RecordBatch(store.Finish(), count);
                store.Dispose();
                store = null;
                while (true)
                {
                    try
                    {
                        partition.Append(batch, count);
                        if (count < batch.Length)
                            Keep(batch, count, batch.Length, worker);
                    }
                    finally
                    {
                        batch.Release();
                    }

                    if (store is not null || reader!.Read() is not { } following)
                        break;
                    worker.CheckCancelled();
                    batch = following;
                    var end = reader.FirstPartitionStart(plan.PartitionBy.Count);
                    count = end < 0 ? batch.Length : end;
                    boundary = end < 0 ? 0 : reader.LastPartitionStart(plan.PartitionBy.Count) - end;
                }

                ended = store is null;
                partition.Finish();
            }
            catch
            {
                partition.Dispose();
                throw;
            }

            paged = new PagedWindow(plan, partition, worker);
        }

        private void Keep(RecordBatch all, int from, int to, WorkerContext worker)
        {
            store = new RowStore(sorted.Shape.Types, worker.Budget);
            using var lanes = new NativeArray<int>(worker.Budget);
            lanes.Ensure(to - from);
            for (var i = from; i < to; i++)
                lanes.Pointer[i - from] = i;
            store.Append(all.Columns, lanes.Pointer, to - from);
        }

        private void Evaluate(RecordBatch all, int rows, WorkerContext worker)
        {
            if (rows == 0)
                return;
            // A block begins at lane 0, so that it is a slice.
            using var block = new WindowBlock(new RecordBatch([.. all.Columns.ToArray().Select(c => c.Slice(0, rows))], rows), sorted.Shape, plan.PartitionBy.Count, worker.Budget);
            var columns = new List<Vector>();
            try
            {
                foreach (var column in block.Batch.Columns[..sorted.Shape.Width])
                    columns.Add(column.Retain());
                foreach (var call in plan.Calls)
                    columns.Add(Evaluate((WindowCall)call.Expression, block, worker));
                output = new RecordBatch([.. columns], rows);
                next = 0;
            }
            catch
            {
                foreach (var column in columns)
                    column.Release();
                throw;
            }
        }

        private static Vector Evaluate(WindowCall call, WindowBlock block, WorkerContext worker)
        {
            switch (call.Function)
            {
                case WindowFunctionCall ranking when Ranking.Knows(ranking.Function):
                    return Ranking.Evaluate(ranking, block, worker.Budget);
                case WindowFunctionCall offset:
                    return OffsetFunctions.Evaluate(call, offset, block, worker.Evaluation);
                case AggregateCall aggregate:
                    using (var frames = new FrameAggregate(call, aggregate, block, worker.Evaluation, worker.Task.Settings.EqualHashes))
                        return frames.Evaluate();
                default:
                    throw new UnreachableException(call.Function.GetType().Name);
            }
        }
    }
}
