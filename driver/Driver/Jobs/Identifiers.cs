namespace Spindle.Driver.Jobs;

/// <summary>One query that runs.</summary>
public readonly record struct JobId(long Value) : IComparable<JobId>
{
    public int CompareTo(JobId other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>One attempt at one partition of a stage. Numbers are never used twice within a job, so late news of an old attempt cannot be taken for a new one.</summary>
public readonly record struct AttemptId(JobId Job, int Stage, int Partition, int Attempt)
{
    public override string ToString() => $"{Job}.{Stage}.{Partition}#{Attempt}";
}

/// <summary>One connection of one executor. The epoch grows with each connection, so that what a dead process said last is told from what its successor says.</summary>
public readonly record struct ExecutorKey(string Id, int Epoch)
{
    /// <summary>Stands for the storage where executors that leave put blocks that no peer takes.</summary>
    public static ExecutorKey Fallback { get; } = new(Launch.FallbackStorage.Holder, 0);

    public override string ToString() => $"{Id}@{Epoch}";
}
