using Spindle.Columnar.Types;
using Spindle.Driver.Jobs;

namespace Spindle.Driver.Events;

/// <summary>An executor connected and can run tasks.</summary>
/// <param name="Memory">Bytes it may use, for messages.</param>
public sealed record ExecutorRegistered(ExecutorKey Executor, string Node, int Slots, long Memory) : DriverEvent;

public sealed record ExecutorHeartbeat(ExecutorKey Executor) : DriverEvent;

public sealed record ExecutorLost(ExecutorKey Executor, LossReason Reason, string Message) : DriverEvent;

/// <summary>The executor will stop soon: it gets no more tasks.</summary>
/// <param name="Reason">Who asked for it, as the executor says.</param>
public sealed record ExecutorDraining(ExecutorKey Executor, string Reason = "") : DriverEvent;

/// <summary>Another executor holds these map outputs now.</summary>
public sealed record OutputsMoved(ExecutorKey From, ExecutorKey To, JobId Job, int Stage, ValueList<int> Maps) : DriverEvent;

/// <summary>Another executor holds these partitions of a dataset now.</summary>
public sealed record CachedMoved(ExecutorKey From, ExecutorKey To, long Dataset, ValueList<int> Partitions) : DriverEvent;

/// <summary>Blocks are gone although the executor lives: a disk that failed, memory given up.</summary>
public sealed record OutputsDropped(ExecutorKey Executor, JobId Job, int Stage, ValueList<int> Maps) : DriverEvent;

/// <summary>Partitions of a cached dataset are gone although the executor lives: memory was wanted.</summary>
public sealed record CachedDropped(ExecutorKey Executor, long Dataset, ValueList<int> Partitions) : DriverEvent;

/// <summary>Why an executor is no more.</summary>
public enum LossReason
{
    /// <summary>The process ended by itself or by a signal.</summary>
    Crashed,

    /// <summary>It was killed for using too much memory.</summary>
    OutOfMemory,

    /// <summary>It was silent for longer than the time-out.</summary>
    Silent,

    /// <summary>The connection broke.</summary>
    Disconnected,

    /// <summary>The platform took it away, for no fault of a task's.</summary>
    Evicted,

    /// <summary>It handed over and left as asked.</summary>
    Drained,

    /// <summary>The same executor connected anew: its former blocks and tasks are gone.</summary>
    Replaced,

    /// <summary>It left because the application ended.</summary>
    ApplicationEnded,
}

public static class LossReasons
{
    /// <summary>A task that ran there may have caused it, so the loss counts among the task's failures.</summary>
    public static bool Counts(this LossReason reason) => reason is LossReason.Crashed or LossReason.OutOfMemory or LossReason.Silent;
}
