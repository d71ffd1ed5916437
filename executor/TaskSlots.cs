using Spindle.Execution.Blocks;
using Spindle.Execution.Exchange;
using Spindle.Plans.Stages;
using Spindle.Protos;
using Spindle.Wire.Grpc;

namespace Spindle.Executor;

/// <summary>The executor's slots, a thread each: they run tasks in the order in which they came.</summary>
internal sealed class TaskSlots : IDisposable
{
    // Plans are trees that operators walk down recursively.
    private const int StackBytes = 16 << 20;

    private readonly ExecutorContext executor;
    private readonly StageTable stages;
    private readonly Action<WithPayload<ExecutorMessage>> tell;
    private readonly Action<TaskId, CancellationToken> authorize;
    private readonly Action<TaskId, MapOutput, CancellationToken>? send;
    private readonly object gate = new();
    private readonly Queue<Pending> queue = new();
    private readonly Dictionary<TaskId, Pending> known = [];
    private readonly Thread[] threads;
    private bool closed;

    /// <param name="tell">Sends news to the driver; does not wait.</param>
    /// <param name="authorize">Asks the driver whether an attempt may commit; throws where it may not.</param>
    /// <param name="send">Hands a result over that does not come inline; null where the driver fetches it.</param>
    public TaskSlots(ExecutorContext executor, StageTable stages, Action<WithPayload<ExecutorMessage>> tell, Action<TaskId, CancellationToken> authorize, Action<TaskId, MapOutput, CancellationToken>? send = null)
    {
        this.send = send;
        this.executor = executor;
        this.stages = stages;
        this.tell = tell;
        this.authorize = authorize;
        threads = new Thread[Math.Max(1, executor.Launch.Cores)];
        for (var i = 0; i < threads.Length; i++)
        {
            threads[i] = new Thread(Loop, StackBytes) { IsBackground = true, Name = $"task slot {i}" };
            threads[i].Start();
        }
    }

    /// <summary>The tasks that run or wait.</summary>
    public IReadOnlyList<TaskId> Running
    {
        get
        {
            lock (gate)
                return [.. known.Keys];
        }
    }

    /// <summary>Runs the tasks as slots become free.</summary>
    public void Launch(LaunchTasks launch)
    {
        lock (gate)
        {
            foreach (var task in launch.Tasks)
            {
                var id = new TaskId { Query = launch.Stage.Query, Stage = launch.Stage.Stage, StageAttempt = launch.Stage.Attempt, Partition = task.Partition, Attempt = task.Attempt };
                if (closed)
                {
                    // No failure of the task's: it was on its way when the executor was told to end.
                    tell(Failed(id, new OperationCanceledException("the executor is about to leave"), launch.Stage.Attempt));
                    continue;
                }

                var pending = new Pending(id, launch.Stage, task.Inputs.Memory);
                known[id] = pending;
                queue.Enqueue(pending);
            }

            Monitor.PulseAll(gate);
        }
    }

    /// <summary>Stops a task; it ends as killed at its next check.</summary>
    public void Cancel(TaskId id)
    {
        lock (gate)
            if (known.TryGetValue(id, out var task))
                task.Stop.Cancel();
    }

    /// <summary>Stops every task of a query.</summary>
    public void CancelQuery(long query)
    {
        lock (gate)
            foreach (var (id, task) in known)
                if (id.Query == query)
                    task.Stop.Cancel();
    }

    /// <summary>Takes no further tasks and waits for those it has; false when some still run after that time.</summary>
    public bool Drain(TimeSpan patience)
    {
        var until = executor.Time.GetTimestamp();
        lock (gate)
        {
            closed = true;
            while (known.Count > 0 && executor.Time.GetElapsedTime(until) < patience)
                Monitor.Wait(gate, 50);
            return known.Count == 0;
        }
    }

    /// <summary>Stops all tasks and ends the threads.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            closed = true;
            foreach (var task in known.Values)
                task.Stop.Cancel();
            Monitor.PulseAll(gate);
        }

        foreach (var thread in threads)
            thread.Join(TimeSpan.FromSeconds(2));
    }

    private void Send(TaskId id, Action<TaskId, MapOutput, CancellationToken> send, CancellationToken cancellation)
    {
        var key = new ResultBlockKey(new TaskIdentity(id.Query, id.Stage, id.Partition, id.Attempt));
        if (executor.Store.Find(key) is not { } result)
            throw new IOException($"the result of {key.Task} is gone");
        try
        {
            send(id, result, cancellation);
        }
        finally
        {
            executor.Store.Remove(key);
        }
    }

    private void Loop()
    {
        while (Take() is { } task)
        {
            tell(new(new ExecutorMessage { TaskStarted = new TaskStarted { Task = task.Id } }));
            WithPayload<ExecutorMessage> news;
            try
            {
                task.Stop.Token.ThrowIfCancellationRequested();
                var stage = stages.Find(task.Stage) ?? throw new IOException($"stage {task.Stage.Stage} has not been sent");
                news = new TaskAttempt(executor, stage, task.Id, task.Inputs, authorize, task.Stop.Token).Run();
                if (news.Header.CalculateSize() + (long)news.Payload.Length is var bytes && bytes > executor.Options.MaxMessageLength)
                {
                    news.Dispose();
                    news = Failed(task.Id, TaskFailures.TooLong(bytes, executor.Options.MaxMessageLength), task.Stage.Attempt);
                }
                if (send is not null && news.Header.TaskFinished?.ResultBlock is not null)
                    Send(task.Id, send, task.Stop.Token);
            }
            catch (Exception exception)
            {
                news = Failed(task.Id, exception, task.Stage.Attempt);
            }

            // A task of a query that has ended may have fetched what its tasks share once more.
            if (task.Stop.IsCancellationRequested && executor.HasEnded(task.Id.Query))
                executor.RemoveShared(task.Id.Query);
            lock (gate)
            {
                known.Remove(task.Id);
                Monitor.PulseAll(gate);
            }

            tell(news);
            task.Stop.Dispose();
        }
    }

    private Pending? Take()
    {
        lock (gate)
        {
            while (queue.Count == 0)
            {
                if (closed)
                    return null;
                Monitor.Wait(gate);
            }

            return queue.Dequeue();
        }
    }

    private static WithPayload<ExecutorMessage> Failed(TaskId id, Exception exception, int stageAttempt) =>
        new(new ExecutorMessage { TaskFailed = TaskFailures.Of(id, exception, stageAttempt) });

    private sealed record Pending(TaskId Id, StageId Stage, ReadOnlyMemory<byte> Inputs)
    {
        public CancellationTokenSource Stop { get; } = new();
    }
}
