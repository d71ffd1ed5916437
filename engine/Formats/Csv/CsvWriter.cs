using System.Buffers;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Formats.Csv.Writing;
using Spindle.Formats.Records;
using TimeZone = Spindle.Columnar.Time.TimeZone;

namespace Spindle.Formats.Csv;

/// <summary>Rows as CSV. One thread's.</summary>
public sealed class CsvWriter
{
    private static readonly byte[] LineFeed = [(byte)'\n'];

    private readonly StructType schema;
    private readonly CsvOptions options;
    private readonly MemoryBudget budget;
    private readonly ColumnText[] columns;
    private readonly CsvQuoting quoting;
    private readonly byte[] lineEnd;

    /// <exception cref="Columnar.Errors.SpindleException">UNSUPPORTED_DATA_TYPE_FOR_DATASOURCE for types without a text.</exception>
    public CsvWriter(StructType schema, CsvOptions options, TimeZone zone, MemoryBudget budget)
    {
        FileTypes.Check("CSV", schema);
        (this.schema, this.options, this.budget) = (schema, options, budget);
        var formats = new ValueFormats(options.DateFormat!, options.TimestampFormat!, options.TimestampNtzFormat!, zone);
        columns = [.. schema.Fields.Select(f => ColumnText.Create(f.Type, formats) ?? throw RecordErrors.Unsupported("CSV", f))];
        quoting = new CsvQuoting(options);
        lineEnd = options.LineSeparator ?? LineFeed;
    }

    /// <summary>Fails where a column's type has no text.</summary>
    public static void CheckWritable(StructType schema) => _ = new CsvWriter(schema, CsvOptions.ForWriting([]), TimeZone.Utc, new MemoryBudget());

    /// <summary>The names of the columns.</summary>
    public void WriteHeader(ArrayBufferWriter<byte> output)
    {
        for (var i = 0; i < schema.Fields.Count; i++)
        {
            if (i > 0)
                output.Write(options.Delimiter);
            quoting.Write(ByteString.Of(schema.Fields[i].Name).Span, output);
        }

        output.Write(lineEnd);
    }

    /// <summary>Appends a batch, which is lent.</summary>
    public void Write(RecordBatch batch, ArrayBufferWriter<byte> output)
    {
        var plain = new FlatVector[columns.Length];
        try
        {
            for (var i = 0; i < plain.Length; i++)
            {
                plain[i] = (FlatVector)Gather.Flatten(batch[i], budget);
                columns[i].Bind(plain[i]);
            }

            for (var row = 0; row < batch.Rows; row++)
                WriteRow(plain, batch.Lane(row), output);
        }
        finally
        {
            foreach (var vector in plain)
                vector?.Release();
        }
    }

    private void WriteRow(FlatVector[] plain, int lane, ArrayBufferWriter<byte> output)
    {
        var start = output.WrittenCount;
        for (var i = 0; i < plain.Length; i++)
        {
            if (i > 0)
                output.Write(options.Delimiter);
            if (plain[i].IsNull(lane))
            {
                quoting.WriteNull(output);
                continue;
            }

            var from = output.WrittenCount;
            columns[i].Write(lane, output);
            quoting.Finish(from, columns[i].IsFree, output);
        }

        // An empty line would not be read as a row.
        if (output.WrittenCount == start)
            output.Write("\"\""u8);
        output.Write(lineEnd);
    }
}
