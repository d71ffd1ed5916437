using Spindle.Columnar.Vectors;
using Spindle.Execution.Pipelines;
using Spindle.Functions.Aggregates;
using Spindle.Functions.Evaluation;
using Spindle.Plans.Expressions;
using Spindle.Plans.Physical;

namespace Spindle.Execution.Aggregation;

/// <summary>Groups rows: each worker in a table of its own; the tables are merged at the end, or, once one was too large for the memory, partition by partition from disk.</summary>
internal sealed class AggregateSink(AggregateShape shape, TaskContext task, NodeMetrics metrics) : Sink, IDisposable
{
    private readonly List<GroupSet> sets = [];
    private readonly List<GroupPartitions> spilled = [];

    /// <summary>The finished tables, of different groups each.</summary>
    public IReadOnlyList<GroupSet> Results => sets;

    /// <summary>What is on disk in place of <see cref="Results"/>; empty when nothing is.</summary>
    public IReadOnlyList<GroupPartitions> Spilled => spilled;

    public override SinkStage Open(WorkerContext worker) => new AggregateStage(worker, this);

    public override void Complete(TaskContext context)
    {
        if (spilled.Count > 0 || (sets.Count > 1 && !GroupMerge.TryMerge(sets, shape, task)))
        {
            // One table on disk sends all of them there: a group may be in each.
            foreach (var set in sets)
            {
                var partitions = new GroupPartitions(shape, task, 0, metrics);
                partitions.Write(set);
                spilled.Add(partitions);
                set.Dispose();
            }

            sets.Clear();
            foreach (var partitions in spilled)
                partitions.Finish();
        }
    }

    /// <summary>Gives the tables back, once they have been read.</summary>
    public void Dispose()
    {
        foreach (var set in sets)
            set.Dispose();
        sets.Clear();
    }

    private void Add(GroupSet set, GroupPartitions? partitions)
    {
        lock (sets)
        {
            sets.Add(task.Own(set));
            if (partitions is not null)
                spilled.Add(partitions);
        }
    }

    private sealed class AggregateStage : SinkStage
    {
        private const int WorthAFile = 4096;

        private readonly AggregateSink sink;
        private readonly AggregateShape shape;
        private readonly ProjectionEvaluator? columns;
        private readonly (int Start, int Count)[] inputs;
        private readonly PredicateEvaluator?[] filters;
        private readonly ProjectionEvaluator?[] filtered;
        private readonly RowMaps maps;
        private GroupSet? groups;
        private GroupPartitions? partitions;
        private long batches;

        public AggregateStage(WorkerContext worker, AggregateSink sink) : base(worker, sink.Metrics)
        {
            this.sink = sink;
            shape = sink.Shape;
            maps = new RowMaps(Budget);
            inputs = new (int, int)[shape.Calls.Count];
            filters = new PredicateEvaluator?[shape.Calls.Count];
            filtered = new ProjectionEvaluator?[shape.Calls.Count];
            try
            {
                columns = Compile(worker);
                groups = new GroupSet(shape, Budget);
            }
            catch
            {
                Release();
                throw;
            }
        }

        public override bool Spill() => groups!.Count >= WorthAFile && Write();

        public override void Finish()
        {
            sink.Add(groups!, partitions);
            groups = null;
        }

        public override void Dispose()
        {
            Release();
            base.Dispose();
        }

        protected override unsafe void Process(RecordBatch batch)
        {
            MakeRoom(batch.Rows);
            var vectors = columns!.Evaluate(batch);
            try
            {
                var rows = batch.Rows;
                var lanes = batch.Selection is { } selection ? selection.Lanes : null;
                var keys = vectors.AsSpan(0, shape.KeyTypes.Length);
                // Keys that take another form need room at once. Those that were added before it was refused come again.
                var ids = groups!.TryGroups(keys, lanes, rows);
                if (ids == null)
                {
                    Write();
                    ids = groups.Groups(keys, lanes, rows);
                }

                maps.Reset();
                for (var i = 0; i < shape.Calls.Count; i++)
                {
                    if (filters[i] is not null)
                    {
                        UpdateFiltered(batch, i, ids);
                        continue;
                    }

                    var (start, count) = inputs[i];
                    var views = new ColumnView[count];
                    for (var k = 0; k < count; k++)
                        views[k] = maps.View(vectors[start + k], lanes, rows);
                    if (shape.StateInputs[i] >= 0)
                        groups.Accumulators[i].Merge(ids, views, rows);
                    else
                        groups.Accumulators[i].Update(ids, views, rows);
                }
            }
            finally
            {
                foreach (var vector in vectors)
                    vector.Release();
            }
        }

        private ProjectionEvaluator Compile(WorkerContext worker)
        {
            var calls = shape.Calls;
            var expressions = shape.Plan.Keys.Select(k => k.Expression).ToList();
            for (var i = 0; i < calls.Count; i++)
            {
                if (shape.StateInputs[i] is var state and >= 0)
                {
                    inputs[i] = (expressions.Count, shape.StateCounts[i]);
                    for (var k = 0; k < shape.StateCounts[i]; k++)
                        expressions.Add(new BoundReference(state + k, shape.StateTypes[shape.StateOffsets[i] + k], true, ""));
                    continue;
                }

                var arguments = AggregateFunctions.Inputs(calls[i]);
                if (calls[i].Filter is { } condition)
                {
                    filters[i] = PredicateEvaluator.Compile(condition, worker.EvaluationOf(Metrics));
                    filtered[i] = ProjectionEvaluator.Compile(arguments, worker.EvaluationOf(Metrics));
                }
                else
                {
                    inputs[i] = (expressions.Count, arguments.Count);
                    expressions.AddRange(arguments);
                }
            }

            return ProjectionEvaluator.Compile(expressions, worker.EvaluationOf(Metrics));
        }

        private void Release()
        {
            columns?.Dispose();
            maps.Dispose();
            groups?.Dispose();
            foreach (var filter in filters)
                filter?.Dispose();
            foreach (var evaluator in filtered)
                evaluator?.Dispose();
        }

        // Arguments of a filtered call are evaluated where its condition holds and nowhere else: it may guard them.
        private unsafe void UpdateFiltered(RecordBatch batch, int call, int* ids)
        {
            var passing = filters[call]!.Filter(batch);
            var narrowed = passing is null ? batch.Retain() : batch.With(passing);
            Vector[] vectors = [];
            try
            {
                var rows = narrowed.Rows;
                vectors = filtered[call]!.Evaluate(narrowed);
                var own = maps.Rent(rows);
                for (int i = 0, k = 0; k < rows; i++)
                    if (batch.Lane(i) == narrowed.Lane(k))
                        own[k++] = ids[i];
                var views = new ColumnView[vectors.Length];
                for (var k = 0; k < views.Length; k++)
                    views[k] = maps.View(vectors[k], narrowed.Selection);
                groups!.Accumulators[call].Update(own, views, rows);
            }
            finally
            {
                foreach (var vector in vectors)
                    vector.Release();
                narrowed.Release();
            }
        }

        private void MakeRoom(int rows)
        {
            batches++;
            // Under test: after batches 1, 2, 4, 8 … so that files stay few.
            var forced = Worker.Task.Settings.SpillEverything && batches > 1 && (batches - 1 & batches - 2) == 0;
            if (forced || !groups!.TryReserve(rows))
                Write();
        }

        private bool Write()
        {
            if (shape.KeyTypes.Length == 0 || groups!.Count == 0)
                return false;
            partitions ??= new GroupPartitions(shape, Worker.Task, 0, Metrics);
            partitions.Write(groups);
            groups.Dispose();
            groups = null;
            groups = new GroupSet(shape, Budget);
            return true;
        }
    }

    public override NodeMetrics Metrics => metrics;

    private AggregateShape Shape => shape;
}
