using System.Runtime.ExceptionServices;

namespace Spindle.Execution.Pipelines;

/// <summary>A task's workers. The thread that runs the task is the first of them.</summary>
internal sealed class WorkerTeam : IDisposable
{
    private readonly WorkerThread[] threads;
    private readonly WorkerContext[] workers;
    private readonly Action stop;
    private readonly Lock gate = new();
    private readonly SemaphoreSlim done = new(0);
    private ExceptionDispatchInfo? failure;

    /// <param name="stop">Makes the other workers stop at their next check, once one has failed.</param>
    public WorkerTeam(TaskContext task, int size, Action stop)
    {
        this.stop = stop;
        workers = new WorkerContext[size];
        for (var i = 0; i < size; i++)
            workers[i] = new WorkerContext(task, i);
        threads = new WorkerThread[size - 1];
        for (var i = 0; i < threads.Length; i++)
            threads[i] = WorkerThread.Rent();
    }

    public int Size => workers.Length;

    public WorkerContext First => workers[0];

    /// <summary>Runs the action once on every worker and waits for all of them.</summary>
    /// <exception cref="Exception">The first failure of any worker.</exception>
    public void Run(Action<WorkerContext> action)
    {
        foreach (var (thread, index) in threads.Select((t, i) => (t, i + 1)))
            thread.Start(() =>
            {
                Guarded(action, workers[index]);
                done.Release();
            });
        Guarded(action, workers[0]);
        for (var i = 0; i < threads.Length; i++)
            done.Wait();
        failure?.Throw();
    }

    /// <summary>Runs the action for 0 to count - 1, each index on whichever worker is free.</summary>
    public void RunEach(int count, Action<WorkerContext, int> action)
    {
        if (count <= 1 || Size == 1)
        {
            for (var i = 0; i < count; i++)
                action(workers[0], i);
            return;
        }

        var next = -1;
        var node = workers[0].Charged;
        Run(worker =>
        {
            var before = worker.Charge(node);
            for (var i = Interlocked.Increment(ref next); i < count; i = Interlocked.Increment(ref next))
            {
                worker.CheckCancelled();
                action(worker, i);
            }

            worker.Charge(before);
        });
    }

    /// <summary>Runs the action for as many ranges of [0, count) as there are workers, with the range's number, its start and its end; where there is no team, for one on this thread.</summary>
    public static void RunRanges(WorkerTeam? team, int count, Action<int, int, int> action)
    {
        if (team is null)
            action(0, 0, count);
        else
            team.RunEach(team.Size, (_, range) => action(range, (int)((long)count * range / team.Size), (int)((long)count * (range + 1) / team.Size)));
    }

    public void Dispose()
    {
        foreach (var thread in threads)
            WorkerThread.Return(thread);
        done.Dispose();
    }

    private void Guarded(Action<WorkerContext> action, WorkerContext worker)
    {
        try
        {
            action(worker);
        }
        catch (Exception exception)
        {
            // What follows a failure elsewhere is most often the cancellation that it caused: the first one is the cause.
            lock (gate)
                failure ??= ExceptionDispatchInfo.Capture(exception);
            stop();
        }
    }
}
