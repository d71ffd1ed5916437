using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Plans;

namespace Spindle.Sources;

/// <summary>Where rows are written. A job's output appears whole, at <see cref="IWriteJob.Commit"/>, or not at all.</summary>
public interface ITableSink : ITableHandle
{
    /// <summary>Prepares a place for attempts' files; checks the save mode.</summary>
    IWriteJob Begin(string jobId);
}

public interface IWriteJob
{
    /// <summary>A writer for one attempt at one partition; nothing it writes is seen before the job commits.</summary>
    IBatchWriter Open(int partition, int attempt, Columnar.Memory.MemoryBudget budget);

    /// <summary>What another process opens this job's writers with; null where the sink cannot be written from there.</summary>
    TableSinkDescriptor? Describe() => null;

    /// <summary>Publishes what the given attempts (one a partition) wrote.</summary>
    void Commit(IReadOnlyList<WrittenFiles> attempts);

    /// <summary>Removes everything that any attempt wrote.</summary>
    void Abort();
}

/// <summary>Writes one attempt's batches. One thread's.</summary>
public interface IBatchWriter : IDisposable
{
    /// <summary>Writes a batch, which is lent.</summary>
    void Write(RecordBatch batch);

    /// <summary>Finishes the files; what is disposed without it is removed.</summary>
    WrittenFiles Finish();
}

/// <summary>What one attempt wrote; data that travels to whoever commits.</summary>
public sealed record WrittenFiles(int Partition, int Attempt, ValueList<string> Paths, long Rows, long Bytes);
