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
        return new Windows(plan, sorted);
    }

    private sealed unsafe class Windows(WindowExec plan, SortSink sorted) : Morsel
    {
        /// <summary>Rows after which the whole partitions among them are worked off.</summary>
        private const int BlockRows = 32_768;

        private SortedReader? reader;
        private RowStore? store;
        private int boundary;
        private bool ended;
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

                if (ended && store is null)
                    return null;
                NextBlock(worker);
            }
        }

        public override void Dispose()
        {
            output?.Release();
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
            while (!ended && (store.Count < BlockRows || boundary == 0))
            {
                worker.CheckCancelled();
                // A partition is held whole.
                if (worker.Budget.Used > worker.Budget.SpillLimit)
                    worker.MakeRoom();
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
