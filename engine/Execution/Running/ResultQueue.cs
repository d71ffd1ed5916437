using System.Runtime.ExceptionServices;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Vectors;

namespace Spindle.Execution.Running;

/// <summary>
/// Batches on their way to the consumer, in the order of their morsels. Bounded: a worker waits when its morsel has batches enough queued; the morsel that the consumer reads is never
/// held up by later ones. Where memory is short, the worker and the consumer take turns: what waits here, or is in the consumer's hands, is memory that operators at work cannot have.
/// </summary>
internal sealed class ResultQueue(MemoryBudget budget, CancellationToken cancellation)
{
    /// <summary>So many of a morsel wait at most.</summary>
    public const int BatchesPerMorsel = 16;

    /// <summary>The part of the budget that may be in use before memory counts as short.</summary>
    private const int PartInUse = 4;

    private readonly object gate = new();
    private readonly Dictionary<long, Lane> lanes = [];
    private long current;
    private bool completed;
    private bool closed;
    private bool isIdle;
    private ExceptionDispatchInfo? failure;

    /// <summary>Queues a batch; takes over the caller's reference. False when nobody wants it any more.</summary>
    public bool Put(long sequence, RecordBatch batch)
    {
        lock (gate)
        {
            var lane = LaneOf(sequence);
            while (!closed && IsFull(lane) && !cancellation.IsCancellationRequested)
                Monitor.Wait(gate, 100);
            if (closed || cancellation.IsCancellationRequested)
            {
                batch.Release();
                return false;
            }

            lane.Batches.Enqueue(batch);
            Monitor.PulseAll(gate);
            while (!closed && IsShort && sequence == current && !(isIdle && lane.Batches.Count == 0) && !cancellation.IsCancellationRequested)
                Monitor.Wait(gate, 100);
            return true;
        }
    }

    /// <summary>No further batch of that morsel follows.</summary>
    public void End(long sequence)
    {
        lock (gate)
        {
            LaneOf(sequence).Ended = true;
            Monitor.PulseAll(gate);
        }
    }

    /// <summary>The query is over; every morsel has ended, or there is a failure to report.</summary>
    public void Complete(Exception? exception)
    {
        lock (gate)
        {
            failure = exception is null ? null : ExceptionDispatchInfo.Capture(exception);
            completed = true;
            Monitor.PulseAll(gate);
        }
    }

    /// <summary>The next batch, which the caller owns; null at the end.</summary>
    public RecordBatch? Take()
    {
        lock (gate)
        {
            while (true)
            {
                failure?.Throw();
                if (lanes.TryGetValue(current, out var lane))
                {
                    if (lane.Batches.TryDequeue(out var batch))
                    {
                        Monitor.PulseAll(gate);
                        return batch;
                    }

                    if (lane.Ended)
                    {
                        lanes.Remove(current++);
                        continue;
                    }
                }

                if (completed || closed)
                    return null;
                isIdle = true;
                Monitor.PulseAll(gate);
                Monitor.Wait(gate);
                isIdle = false;
            }
        }
    }

    /// <summary>Nobody takes further batches; those queued are released.</summary>
    public void Close()
    {
        lock (gate)
        {
            closed = true;
            foreach (var lane in lanes.Values)
                while (lane.Batches.TryDequeue(out var batch))
                    batch.Release();
            lanes.Clear();
            Monitor.PulseAll(gate);
        }
    }

    private bool IsShort => budget.Used > budget.Limit / PartInUse;

    private bool IsFull(Lane lane) => lane.Batches.Count >= BatchesPerMorsel || (lane.Batches.Count > 0 && IsShort);

    private Lane LaneOf(long sequence)
    {
        if (!lanes.TryGetValue(sequence, out var lane))
            lanes.Add(sequence, lane = new Lane());
        return lane;
    }

    private sealed class Lane
    {
        public Queue<RecordBatch> Batches { get; } = new();

        public bool Ended { get; set; }
    }
}
