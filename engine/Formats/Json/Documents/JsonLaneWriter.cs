using System.Buffers;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Formats.Json.Writing;
using Spindle.Formats.Records;
using TimeZone = Spindle.Columnar.Time.TimeZone;

namespace Spindle.Formats.Json.Documents;

/// <summary>Values of one type as JSON, lane by lane. One thread's.</summary>
public sealed class JsonLaneWriter
{
    private readonly JsonValueText root;
    private readonly bool pretty;
    private readonly ArrayBufferWriter<byte> plain = new(256);

    /// <exception cref="Columnar.Errors.SpindleException">UNSUPPORTED_DATA_TYPE_FOR_DATASOURCE for types without a text.</exception>
    public JsonLaneWriter(DataType type, JsonOptions options, TimeZone zone)
    {
        var formats = new ValueFormats(options.DateFormat!, options.TimestampFormat!, options.TimestampNtzFormat!, zone) { SortsFields = options.SortKeys };
        root = JsonValueText.Create("value", type, formats, options.IgnoreNullFields);
        pretty = options.Pretty;
    }

    /// <summary>Takes a vector, which is lent until <see cref="Unbind"/>.</summary>
    public void Bind(Vector vector, MemoryBudget budget) => root.Bind(vector, budget);

    public void Unbind() => root.Unbind();

    /// <summary>Appends a lane's JSON; <c>null</c> for null.</summary>
    public void Write(int lane, ArrayBufferWriter<byte> output)
    {
        if (!pretty)
        {
            root.Write(lane, output);
            return;
        }

        plain.ResetWrittenCount();
        root.Write(lane, plain);
        JsonPretty.Write(plain.WrittenSpan, output);
    }
}
