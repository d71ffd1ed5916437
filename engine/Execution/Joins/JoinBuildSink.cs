using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Execution.Pipelines;
using Spindle.Functions.Evaluation;

namespace Spindle.Execution.Joins;

/// <summary>
/// The end of a build side's pipeline: every worker keeps its rows, and the table is made of all of them at the end. Once memory is short, all rows go to disk instead, cut by their keys.
/// </summary>
/// <param name="filters">Where the keys are published.</param>
/// <param name="isShared">The table is for other tasks too: whoever takes it disposes of it.</param>
internal sealed class JoinBuildSink(JoinShape shape, ValueList<int> filterIds, RuntimeFilterRegistry filters, TaskContext task, NodeMetrics metrics, bool isShared = false) : Sink
{
    private readonly JoinBuild build = new(shape, filterIds, filters, metrics.Account(task.Budget), task.Settings.EqualHashes);
    // Tables this small are no burden to those who come after.
    private const long SmallTable = 1 << 20;

    private readonly List<JoinBuild.Part> parts = [];
    private readonly long before = task.Budget.Used;
    private readonly long keep = task.Budget.LimitOfKept();
    private SpilledJoin? spilled;

    /// <summary>Made when the pipeline has run, unless the rows are on disk.</summary>
    public JoinTable? Table { get; private set; }

    /// <summary>The build side on disk.</summary>
    public SpilledJoin? Spilled => Volatile.Read(ref spilled);

    public override NodeMetrics Metrics => metrics;

    public override SinkStage Open(WorkerContext worker)
    {
        var part = new JoinBuild.Part();
        lock (parts)
            parts.Add(task.Own(part));
        return new BuildStage(worker, metrics, this, shape, build, part);
    }

    public override void Complete(TaskContext context)
    {
        if (Spilled is null && (task.Settings.SpillEverything || !HasRoomForTable()))
            StartSpilling();
        if (Spilled is null && !TryFinish())
            StartSpilling();
        if (Spilled is not { } files)
            return;
        foreach (var part in parts)
            files.WriteBuild(part);
        files.FinishBuild();
    }

    private bool TryFinish()
    {
        try
        {
            var table = build.Finish(parts);
            Table = isShared ? table : task.Own(table);
            return true;
        }
        catch (SpindleException exception) when (exception.ErrorClass == ErrorClasses.UnableToAcquireMemory)
        {
            // The rows are still where they were.
            return false;
        }
    }

    // While the table is made the rows are there twice, and each has a key, a place and an entry to find it by. The table stays while the probes run, and those behind them need room too.
    private bool HasRoomForTable()
    {
        var rows = parts.Sum(p => p.Rows);
        var width = JoinBuild.EntryBytes + shape.RightColumns.Sum(c => (long)shape.Right.Fields[c].Type.Physical.Width());
        metrics.Held(rows * width);
        return task.Budget.Limit == long.MaxValue || (task.Budget.Used + rows * width <= task.Budget.Limit && task.Budget.Used + rows * JoinBuild.EntryBytes <= Math.Max(keep, before + SmallTable));
    }

    private SpilledJoin StartSpilling()
    {
        lock (parts)
            return spilled ??= new SpilledJoin(shape, task, metrics);
    }

    private sealed class BuildStage(WorkerContext worker, NodeMetrics metrics, JoinBuildSink sink, JoinShape shape, JoinBuild build, JoinBuild.Part part) : SinkStage(worker, metrics)
    {
        private readonly ProjectionEvaluator keys = ProjectionEvaluator.Compile(shape.RightKeys, worker.EvaluationOf(metrics));

        public override bool Spill()
        {
            if (part.Rows == 0)
                return false;
            sink.StartSpilling().WriteBuild(part);
            return true;
        }

        public override void Finish()
        {
        }

        public override void Dispose()
        {
            keys.Dispose();
            base.Dispose();
        }

        protected override void Process(RecordBatch batch)
        {
            var vectors = keys.Evaluate(batch);
            try
            {
                build.Append(part, batch, vectors);
                if (sink.Spilled is { } already)
                    already.WriteBuild(part);
                else if (Budget.Used > Budget.SpillLimit)
                    sink.StartSpilling().WriteBuild(part);
            }
            finally
            {
                foreach (var vector in vectors)
                    vector.Release();
            }
        }
    }
}
