using Spindle.Columnar.Memory;
using Spindle.Columnar.Vectors;

namespace Spindle.Execution.Pipelines;

/// <summary>
/// One worker's instance of an operator in a pipeline. Batches are pushed in and lent for the call; what a stage emits goes to the next one at once. A stage holds no rows back past the
/// end of a morsel, so that the order of morsels is the order of rows.
/// </summary>
internal abstract class Stage(WorkerContext worker, NodeMetrics metrics, Stage? next) : IDisposable
{
    protected WorkerContext Worker { get; } = worker;

    protected NodeMetrics Metrics { get; } = metrics;

    protected MemoryBudget Budget => Metrics.Account(Worker.Task.Budget);

    protected int BatchRows => Worker.Task.Settings.BatchRows;

    /// <summary>False once no further row can change the result.</summary>
    public virtual bool WantsMore => next!.WantsMore;

    public void Push(RecordBatch batch)
    {
        var before = Worker.Charge(Metrics);
        Process(batch);
        Worker.Charge(before);
    }

    /// <summary>The rows of the morsel in work have all been pushed.</summary>
    public void EndMorsel()
    {
        var before = Worker.Charge(Metrics);
        Flush();
        Worker.Charge(before);
        next?.EndMorsel();
    }

    public virtual void Dispose()
    {
        next?.Dispose();
        GC.SuppressFinalize(this);
    }

    protected abstract void Process(RecordBatch batch);

    /// <summary>Emits what is held back.</summary>
    protected virtual void Flush()
    {
    }

    /// <summary>Lends a batch to the next stage.</summary>
    protected void Emit(RecordBatch batch)
    {
        if (batch.Rows == 0)
            return;
        Metrics.Output(batch.Rows);
        next!.Push(batch);
    }

    /// <summary>Hands a batch to the next stage and releases it.</summary>
    protected void EmitOwned(RecordBatch batch)
    {
        try
        {
            Emit(batch);
        }
        finally
        {
            batch.Release();
        }
    }
}

/// <summary>The last stage of a worker's chain.</summary>
internal abstract class SinkStage(WorkerContext worker, NodeMetrics metrics) : Stage(worker, metrics, null)
{
    public override bool WantsMore => true;

    /// <summary>Takes to disk what the worker holds, where there is enough of it to be worth a file; called between batches, on the worker's thread. False where nothing was given back.</summary>
    public virtual bool Spill() => false;

    /// <summary>Hands what the worker gathered to the sink; called once, after all of the pipeline's rows.</summary>
    public abstract void Finish();
}

/// <summary>The end of a pipeline: a result, a table to join with, sorted runs. Shared by the workers.</summary>
internal abstract class Sink
{
    /// <summary>The node that pays for <see cref="Complete"/>; null where that does no work.</summary>
    public virtual NodeMetrics? Metrics => null;

    /// <summary>Whether rows leave in the order of their morsels, whoever brings them.</summary>
    public virtual bool KeepsOrder => false;

    public abstract SinkStage Open(WorkerContext worker);

    /// <summary>Called once after every worker has finished.</summary>
    public virtual void Complete(TaskContext task)
    {
    }
}

/// <summary>An operator that passes rows on as they come; makes each worker's stage.</summary>
internal abstract class StreamingOperator
{
    public abstract Stage Open(WorkerContext worker, Stage next);
}
