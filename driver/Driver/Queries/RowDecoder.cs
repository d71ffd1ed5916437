using Spindle.Columnar.Ipc;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Driver.Cluster;

namespace Spindle.Driver.Queries;

/// <summary>Rows that came from executors, as batches.</summary>
internal sealed class RowDecoder(MemoryBudget budget)
{
    public MemoryBudget Budget => budget;

    /// <summary>Batches, each the caller's, in their order.</summary>
    public IEnumerable<RecordBatch> Batches(ResultRows rows, StructType schema)
    {
        if (rows.Bytes.Length == 0)
            yield break;
        using var reader = new ArrowStreamReader(new PayloadStream(rows.Bytes), budget);
        while (reader.Read() is { } batch)
            yield return batch;
    }

    private static object?[] ReadRow(RecordBatch batch, int row)
    {
        var values = new object?[batch.Columns.Length];
        for (var c = 0; c < values.Length; c++)
            values[c] = batch.Columns[c].Read(row);
        return values;
    }

    /// <summary>Rows as boxed values: for the few that the driver looks at itself.</summary>
    public IEnumerable<object?[]> Values(ResultRows rows, StructType schema)
    {
        foreach (var batch in Batches(rows, schema))
        {
            try
            {
                for (var row = 0; row < batch.Rows; row++)
                    yield return ReadRow(batch, row);
            }
            finally
            {
                batch.Release();
            }
        }
    }
}
