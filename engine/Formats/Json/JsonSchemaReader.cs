using Spindle.Columnar.Errors;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Formats.Json.Reading;
using Spindle.Formats.Records;
using TimeZone = Spindle.Columnar.Time.TimeZone;

namespace Spindle.Formats.Json;

/// <summary>The columns of JSON records: all fields of all records, in the order of their names, each with the tightest type that holds its values. One thread's.</summary>
public sealed class JsonSchemaReader : IDisposable
{
    private const int RowsAtOnce = 256;

    private readonly JsonOptions options;
    private readonly IRecordPlaces places;
    private readonly JsonTape tape;
    private readonly JsonRecords records;
    private readonly JsonInference rules;
    private readonly JsonShape shape = new();
    private double share;
    private bool isCorrupt;

    public JsonSchemaReader(JsonOptions options, TimeZone zone, MemoryBudget budget, IRecordPlaces places)
    {
        (this.options, this.places) = (options, places);
        tape = new JsonTape(budget);
        records = new JsonRecords(options, tape);
        rules = new JsonInference(options, zone);
    }

    /// <summary>Widens the columns by the records of a window, which begins at the start of a record.</summary>
    /// <returns>Bytes consumed; 0 where a longer window is needed.</returns>
    /// <exception cref="SpindleException">A malformed record under FAILFAST.</exception>
    public int Add(ReadOnlySpan<byte> window, bool isLast)
    {
        var consumed = records.Read(window, isLast, RowsAtOnce);
        var source = new JsonSource(window, tape);
        for (var row = 0; row < records.Rows; row++)
        {
            share += options.SamplingRatio;
            if (share < 1)
                continue;
            share -= 1;
            var node = records.Nodes[row];
            var kind = node < 0 ? JsonKind.String : tape[node].Kind;
            if (kind == JsonKind.Object)
                shape.Widen(source, node, rules);
            else if (options.Mode == ParseMode.FailFast && node < 0)
                throw RecordErrors.FailFast(RecordErrors.Malformed, places.Describe(records.Starts[row]), records.ReasonOf(row) + ".", window.Slice(records.Starts[row], records.Lengths[row]));
            else if (kind != JsonKind.Null)
                isCorrupt |= options.Mode == ParseMode.Permissive;
        }

        return consumed;
    }

    /// <summary>The columns found; none where no record has a field.</summary>
    public StructType Schema()
    {
        if (isCorrupt)
            shape.AddField(options.CorruptRecordColumn, DataType.String);
        return shape.IsStruct && shape.Type(options.DropFieldIfAllNull) is StructType found ? found : StructType.Empty;
    }

    public void Dispose() => tape.Dispose();
}
