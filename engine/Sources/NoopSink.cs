using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Plans;

namespace Spindle.Sources;

/// <summary>Takes rows and drops them: a query runs to its end for what it costs, not for what it gives. Spark's format <c>noop</c>.</summary>
public sealed class NoopSink(StructType schema) : ITableSink
{
    public const string Format = "noop";

    public string DisplayName => Format;

    public StructType Schema => schema;

    public IWriteJob Begin(string jobId) => new Job(schema);

    private sealed class Job(StructType schema) : IWriteJob
    {
        public IBatchWriter Open(int partition, int attempt, MemoryBudget budget) => new NoopWriter(partition, attempt);

        public TableSinkDescriptor Describe() => new NoopDescriptor(schema);

        public void Commit(IReadOnlyList<WrittenFiles> attempts)
        {
        }

        public void Abort()
        {
        }
    }
}

/// <summary>A <see cref="NoopSink"/> on its way to executors.</summary>
public sealed record NoopDescriptor(StructType Schema) : TableSinkDescriptor(NoopSink.Format, Schema)
{
    public override bool IsArbitrated => false;
}

/// <summary>Counts rows and keeps none.</summary>
internal sealed class NoopWriter(int partition, int attempt) : IBatchWriter
{
    private long rows;

    public void Write(RecordBatch batch) => rows += batch.Rows;

    public WrittenFiles Finish() => new(partition, attempt, [], rows, 0);

    public void Dispose()
    {
    }
}
