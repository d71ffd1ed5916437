using Spindle.Columnar.Vectors;

namespace Spindle.Execution.Pipelines;

/// <summary>Where a pipeline's rows come from: a queue of morsels that workers take one after the other.</summary>
internal abstract class Source(NodeMetrics metrics)
{
    public NodeMetrics Metrics { get; } = metrics;

    /// <summary>Called once, when everything that the source depends on is done, and before the first morsel is taken.</summary>
    public virtual void Prepare(TaskContext task)
    {
    }

    /// <summary>Called before the first morsel is taken where the pipeline's sink puts morsels into their order again: a source whose rows have an order may then be read by several workers.</summary>
    public virtual void AllowPieces()
    {
    }

    /// <summary>The next morsel, or null at the end. Called under the pipeline's lock, so it does no work.</summary>
    public abstract Morsel? Take();
}

/// <summary>A piece of a source that one worker reads.</summary>
internal abstract class Morsel : IDisposable
{
    /// <summary>The next batch, which the caller owns; null at the end.</summary>
    public abstract RecordBatch? Read(WorkerContext worker);

    public virtual void Dispose() => GC.SuppressFinalize(this);
}
