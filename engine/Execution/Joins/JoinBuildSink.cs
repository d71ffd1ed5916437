using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Execution.Pipelines;
using Spindle.Functions.Evaluation;

namespace Spindle.Execution.Joins;

/// <summary>The end of a build side's pipeline: every worker keeps its rows, and the table is made of all of them at the end.</summary>
internal sealed class JoinBuildSink(JoinShape shape, ValueList<int> filterIds, TaskContext task, NodeMetrics metrics) : Sink
{
    private readonly JoinBuild build = new(shape, filterIds, task.RuntimeFilters, task.Budget, task.Settings.EqualHashes);
    private readonly List<JoinBuild.Part> parts = [];

    /// <summary>Made when the pipeline has run.</summary>
    public JoinTable? Table { get; private set; }

    public override SinkStage Open(WorkerContext worker)
    {
        var part = new JoinBuild.Part();
        lock (parts)
            parts.Add(task.Own(part));
        return new BuildStage(worker, metrics, shape, build, part);
    }

    public override void Complete(TaskContext context) => Table = build.Finish(parts);

    private sealed class BuildStage(WorkerContext worker, NodeMetrics metrics, JoinShape shape, JoinBuild build, JoinBuild.Part part) : SinkStage(worker, metrics)
    {
        private readonly ProjectionEvaluator keys = ProjectionEvaluator.Compile(shape.RightKeys, worker.Evaluation);

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
            }
            finally
            {
                foreach (var vector in vectors)
                    vector.Release();
            }
        }
    }
}
