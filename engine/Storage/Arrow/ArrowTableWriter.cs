using Spindle.Columnar.Errors;
using Spindle.Columnar.Ipc;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Storage.Files;
using Spindle.Storage.Tables;
using Spindle.Storage.Text;

namespace Spindle.Storage.Arrow;

/// <summary>Writes an Arrow file, joining the batches of a pipeline to larger ones.</summary>
internal sealed class ArrowTableWriter(OutputFile output, StructType schema, ArrowWriteOptions options, MemoryBudget budget) : IFileWriter
{
    private const int BatchRows = 1 << 16;

    private readonly ArrowFileWriter writer = new(new OutputStream(output), schema, budget, options);
    private readonly List<RecordBatch> pending = [];
    private int pendingRows;

    public long Rows { get; private set; }

    public long Bytes => output.Position;

    public void Write(RecordBatch batch)
    {
        pending.Add(batch.Compact(budget));
        pendingRows += batch.Rows;
        Rows += batch.Rows;
        if (pendingRows >= BatchRows)
            Flush();
    }

    public string Finish()
    {
        Flush();
        writer.Complete();
        return output.Finish();
    }

    public void Dispose()
    {
        Drop();
        output.Dispose();
    }

    private void Flush()
    {
        if (pending.Count == 0)
            return;
        var columns = new Vector[schema.Fields.Count];
        try
        {
            for (var i = 0; i < columns.Length; i++)
                columns[i] = Concatenation.Of([.. pending.Select(b => b[i])], schema.Fields[i].Type, 0, budget);
            var joined = new RecordBatch([.. columns.Select(c => c.Retain())], pendingRows);
            try
            {
                writer.Write(joined);
            }
            catch (ArrowFormatException e)
            {
                throw new SpindleException(StorageErrors.TaskWriteFailed, $"a batch cannot be written as Arrow: {e.Message}", inner: e);
            }
            finally
            {
                joined.Release();
            }
        }
        finally
        {
            foreach (var column in columns)
                column?.Release();
            Drop();
        }
    }

    private void Drop()
    {
        foreach (var batch in pending)
            batch.Release();
        pending.Clear();
        pendingRows = 0;
    }
}
