using Spindle.Columnar.Memory;
using Spindle.Columnar.Vectors;
using Spindle.Execution.Pipelines;
using Spindle.Plans.Physical;
using Spindle.Plans.Running;
using Spindle.Plans.UserCode;

namespace Spindle.Execution.Running;

/// <summary>One query that runs in this process: a thread of its own runs the pipelines and is the first worker.</summary>
internal sealed class LocalExecution : IQueryExecution
{
    private readonly CancellationToken requested;
    private readonly CancellationTokenSource stop;
    private readonly TaskContext task;
    private readonly ResultQueue queue;
    private readonly ManualResetEventSlim finished = new();
    private readonly WorkerThread thread;
    private bool disposed;

    /// <param name="output">Where the rows go in place of the consumer's queue; null for the queue.</param>
    public LocalExecution(PhysicalPlan plan, QuerySettings settings, MemoryBudget budget, Sink? output, CancellationToken cancellation, IUserFunctions? userFunctions = null)
    {
        requested = cancellation;
        stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        task = new TaskContext(budget, settings, stop, userFunctions);
        queue = new ResultQueue(budget, stop.Token);
        thread = WorkerThread.Rent();
        thread.Start(() => Run(plan, output));
    }

    public IReadOnlyDictionary<PhysicalPlan, OperatorMetrics> Metrics => task.Snapshot();

    public RecordBatch? Next() => queue.Take();

    public void Dispose()
    {
        if (disposed)
            return;
        disposed = true;
        stop.Cancel();
        queue.Close();
        finished.Wait();
        finished.Dispose();
        stop.Dispose();
    }

    private void Run(PhysicalPlan plan, Sink? output)
    {
        Exception? failure = null;
        try
        {
            try
            {
                new PlanCompiler(task).Run(plan, output ?? new ResultSink(queue, new NodeMetrics()));
                // A consumer that went away is no failure, but a worker that stopped for a cancelled token left rows out.
                requested.ThrowIfCancellationRequested();
            }
            finally
            {
                task.Dispose();
            }
        }
        catch (Exception exception)
        {
            failure = exception is OperationCanceledException && requested.IsCancellationRequested ? new OperationCanceledException(requested) : exception;
        }

        WorkerThread.Return(thread);
        queue.Complete(failure);
        finished.Set();
    }
}
