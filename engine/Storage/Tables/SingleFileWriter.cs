using Spindle.Columnar.Memory;
using Spindle.Columnar.Vectors;
using Spindle.Sources;

namespace Spindle.Storage.Tables;

/// <summary>An attempt that writes one file; the first partition writes one even without rows, so that the table has a schema.</summary>
internal sealed class SingleFileWriter(AttemptTarget target, int partition, int attempt, MemoryBudget budget) : IBatchWriter
{
    private IFileWriter? writer;

    public void Write(RecordBatch batch)
    {
        if (batch.Rows > 0)
            (writer ??= target.Create("", partition, 0, budget)).Write(batch);
    }

    public WrittenFiles Finish()
    {
        if (writer is null && partition == 0)
            writer = target.Create("", partition, 0, budget);
        if (writer is null)
            return new WrittenFiles(partition, attempt, [], 0, 0);
        var receipt = writer.Finish();
        var files = new WrittenFiles(partition, attempt, [receipt], writer.Rows, writer.Bytes);
        Dispose();
        return files;
    }

    public void Dispose()
    {
        writer?.Dispose();
        writer = null;
    }
}
