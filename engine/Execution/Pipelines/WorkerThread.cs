namespace Spindle.Execution.Pipelines;

/// <summary>A thread that waits for work. Threads outlive queries, so that the memory that each keeps pooled stays warm.</summary>
internal sealed class WorkerThread
{
    private static readonly Stack<WorkerThread> Idle = new();

    private readonly SemaphoreSlim signal = new(0);
    private Action? work;

    private WorkerThread()
    {
        var thread = new Thread(Loop, 4 << 20) { IsBackground = true, Name = "spindle worker" };
        thread.Start();
    }

    public static WorkerThread Rent()
    {
        lock (Idle)
            if (Idle.TryPop(out var idle))
                return idle;
        return new WorkerThread();
    }

    /// <summary>Gives the thread back; the work it was started on must be done, or be its last.</summary>
    public static void Return(WorkerThread thread)
    {
        lock (Idle)
            Idle.Push(thread);
    }

    /// <summary>Runs the action, which does not throw, on the thread.</summary>
    public void Start(Action action)
    {
        work = action;
        signal.Release();
    }

    private void Loop()
    {
        while (true)
        {
            signal.Wait();
            var action = work!;
            work = null;
            action();
        }
    }
}
