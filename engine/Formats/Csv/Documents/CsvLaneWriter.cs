using System.Buffers;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Formats.Csv.Writing;
using Spindle.Formats.Records;
using TimeZone = Spindle.Columnar.Time.TimeZone;

namespace Spindle.Formats.Csv.Documents;

/// <summary>Structs as CSV records, lane by lane. One thread's.</summary>
public sealed class CsvLaneWriter
{
    private readonly CsvOptions options;
    private readonly CsvValueText[] fields;
    private readonly CsvQuoting quoting;

    /// <exception cref="Columnar.Errors.SpindleException">UNSUPPORTED_DATA_TYPE_FOR_DATASOURCE for types without a text.</exception>
    public CsvLaneWriter(StructType type, CsvOptions options, TimeZone zone)
    {
        this.options = options;
        var formats = new ValueFormats(options.DateFormat!, options.TimestampFormat!, options.TimestampNtzFormat!, zone);
        fields = [.. type.Fields.Select(f => CsvValueText.Create(f, formats, options))];
        quoting = new CsvQuoting(options);
    }

    /// <summary>Takes the fields of a flat struct vector, which is lent until <see cref="Unbind"/>.</summary>
    public void Bind(StructVector vector, MemoryBudget budget)
    {
        for (var i = 0; i < fields.Length; i++)
            fields[i].Bind(vector.Children[i], budget);
    }

    public void Unbind()
    {
        foreach (var field in fields)
            field.Unbind();
    }

    /// <summary>Appends a lane's record, without a line end.</summary>
    public void Write(int lane, ArrayBufferWriter<byte> output)
    {
        for (var i = 0; i < fields.Length; i++)
        {
            if (i > 0)
                output.Write(options.Delimiter);
            if (fields[i].IsNull(lane))
            {
                quoting.WriteNull(output);
                continue;
            }

            var from = output.WrittenCount;
            fields[i].Write(lane, output);
            quoting.Finish(from, isFree: true, output);
        }
    }
}
