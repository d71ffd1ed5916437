using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;

namespace Spindle.Sql.Objects;

/// <summary>Batches as rows of .NET values.</summary>
internal static class RowReader
{
    /// <summary>The batch's rows; the batch is given back.</summary>
    public static List<Row> Rows(RecordBatch batch, StructType schema)
    {
        try
        {
            var rows = new List<Row>(batch.Rows);
            for (var row = 0; row < batch.Rows; row++)
                rows.Add(Row(batch, row, schema));
            return rows;
        }
        finally
        {
            batch.Release();
        }
    }

    public static Row Row(RecordBatch batch, int row, StructType schema)
    {
        var lane = batch.Lane(row);
        var values = new object?[schema.Fields.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = ClrValues.ToClr(batch[i].Read(lane), schema.Fields[i].Type);
        return new Row(schema, values);
    }
}
