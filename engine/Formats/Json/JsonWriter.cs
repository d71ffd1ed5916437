using System.Buffers;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Formats.Json.Writing;
using Spindle.Formats.Records;
using TimeZone = Spindle.Columnar.Time.TimeZone;

namespace Spindle.Formats.Json;

/// <summary>Rows as JSON, one object a line. One thread's.</summary>
public sealed class JsonWriter
{
    private static readonly byte[] LineFeed = [(byte)'\n'];

    private readonly MemoryBudget budget;
    private readonly JsonStructText root;
    private readonly byte[] lineEnd;

    /// <exception cref="Columnar.Errors.SpindleException">UNSUPPORTED_DATA_TYPE_FOR_DATASOURCE for types without a text.</exception>
    public JsonWriter(StructType schema, JsonOptions options, TimeZone zone, MemoryBudget budget)
    {
        FileTypes.Check("JSON", schema);
        this.budget = budget;
        var formats = new ValueFormats(options.DateFormat!, options.TimestampFormat!, options.TimestampNtzFormat!, zone);
        root = new JsonStructText(schema, formats, options.IgnoreNullFields);
        lineEnd = options.LineSeparator ?? LineFeed;
    }

    /// <summary>Fails where a column's type has no text.</summary>
    public static void CheckWritable(StructType schema) => _ = new JsonWriter(schema, JsonOptions.ForWriting([]), TimeZone.Utc, new MemoryBudget());

    /// <summary>Appends a batch, which is lent.</summary>
    public void Write(RecordBatch batch, ArrayBufferWriter<byte> output)
    {
        try
        {
            root.BindFields(batch.Columns, budget);
            for (var row = 0; row < batch.Rows; row++)
            {
                root.WriteValue(batch.Lane(row), output);
                output.Write(lineEnd);
            }
        }
        finally
        {
            root.Unbind();
        }
    }
}
