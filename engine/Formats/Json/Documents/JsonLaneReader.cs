using System.Buffers;
using Spindle.Columnar.Errors;
using Spindle.Columnar.Kernels;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Formats.Json.Reading;
using Spindle.Formats.Records;
using TimeZone = Spindle.Columnar.Time.TimeZone;

namespace Spindle.Formats.Json.Documents;

/// <summary>Reads a column of JSON texts, one value a lane, into a vector of a type. One thread's.</summary>
public sealed unsafe class JsonLaneReader : IDisposable
{
    private static readonly ErrorClass ArrayAsStruct = new("MALFORMED_RECORD_IN_PARSING.CANNOT_PARSE_JSON_ARRAYS_AS_STRUCTS", "22023");

    private readonly DataType type;
    private readonly JsonOptions options;
    private readonly Origin origin;
    private readonly JsonTape tape;
    private readonly JsonTokenizer tokenizer;
    private readonly JsonColumn? column;
    private readonly JsonStructColumn? root;
    private readonly int corrupt = -1;

    /// <param name="type">What the values become: a struct (perhaps with the corrupt-record column), an array, a map or a variant.</param>
    public JsonLaneReader(DataType type, JsonOptions options, TimeZone zone, MemoryBudget budget, Origin origin)
    {
        (this.type, this.options, this.origin) = (type, options, origin);
        tape = new JsonTape(budget);
        tokenizer = new JsonTokenizer(options, tape);
        if (type is StructType fields)
        {
            corrupt = CorruptRecords.Position(fields, options.CorruptRecordColumn);
            root = new JsonStructColumn(corrupt < 0 ? fields : new StructType(fields.Fields.Where((_, i) => i != corrupt).ToValueList()), options, zone);
        }
        else
        {
            column = JsonColumn.Create("value", type, options, zone);
        }
    }

    /// <param name="texts">Flat or constant strings.</param>
    /// <returns>A vector of as many lanes that the caller owns; null where the text is null or blank.</returns>
    /// <exception cref="SpindleException">A text that does not fit, under FAILFAST.</exception>
    public Vector Read(Vector texts, LaneSet lanes, MemoryBudget budget)
    {
        var views = new Operand<BytesView>(texts);
        var (nodes, starts, lengths) = (new int[lanes.Length], new int[lanes.Length], new int[lanes.Length]);
        var (bad, absent) = (new bool[lanes.Length], new bool[lanes.Length]);
        nodes.AsSpan().Fill(-1);
        absent.AsSpan().Fill(true);
        var window = new ArrayBufferWriter<byte>(1024);
        for (var i = 0; i < lanes.Count; i++)
        {
            var lane = lanes[i];
            if (texts.IsNull(lane))
                continue;
            (starts[lane], lengths[lane]) = (window.WrittenCount, BytesView.Span(views.At(lane)).Length);
            window.Write(BytesView.Span(views.At(lane)));
            absent[lane] = false;
        }

        tape.Truncate(0);
        for (var i = 0; i < lanes.Count; i++)
            if (!absent[lanes[i]])
                Tokenize(window.WrittenSpan, lanes[i], starts, lengths, nodes, bad, absent);
        var source = new JsonSource(window.WrittenSpan, tape);
        return root is null ? Values(source, nodes, bad, starts, lengths, budget) : Structs(source, nodes, bad, absent, starts, lengths, budget);
    }

    public void Dispose() => tape.Dispose();

    private void Tokenize(ReadOnlySpan<byte> window, int lane, int[] starts, int[] lengths, int[] nodes, bool[] bad, bool[] absent)
    {
        var (at, end) = (starts[lane], starts[lane] + lengths[lane]);
        // An object where an array of structs is wanted is an array of one.
        var wraps = type is ArrayType { Element: StructType } && window[at..end].TrimStart(" \t\r\n"u8).StartsWith("{"u8);
        var wrapper = wraps ? tape.Add(default) : -1;
        if (!tokenizer.TryRead(window, ref at, end, out var node))
        {
            bad[lane] = true;
            if (wraps)
                tape.Truncate(wrapper);
        }
        else if (node < 0)
        {
            absent[lane] = true;
        }
        else
        {
            nodes[lane] = wraps ? wrapper : node;
            if (wraps)
                tape[wrapper] = new JsonToken(JsonKind.Array, starts[lane], end, tape.Count);
        }
    }

    private Vector Values(JsonSource source, int[] nodes, bool[] bad, int[] starts, int[] lengths, MemoryBudget budget)
    {
        var outcomes = new JsonOutcome[nodes.Length];
        var vector = column!.Read(source, nodes, outcomes, budget);
        if (options.Mode != ParseMode.FailFast)
            return vector;
        for (var lane = 0; lane < nodes.Length; lane++)
        {
            if (!bad[lane] && outcomes[lane] == JsonOutcome.Fits && (nodes[lane] < 0 || type is VariantType || tape[nodes[lane]].Kind != JsonKind.Null))
                continue;
            vector.Release();
            throw Malformed(RecordErrors.Malformed, source, starts[lane], lengths[lane]);
        }

        return vector;
    }

    private StructVector Structs(JsonSource source, int[] nodes, bool[] bad, bool[] absent, int[] starts, int[] lengths, MemoryBudget budget)
    {
        for (var lane = 0; lane < nodes.Length; lane++)
        {
            if (nodes[lane] < 0 || tape[nodes[lane]].Kind == JsonKind.Object)
                continue;
            bad[lane] = true;
            if (options.Mode == ParseMode.FailFast && tape[nodes[lane]].Kind == JsonKind.Array)
                throw Malformed(ArrayAsStruct, source, starts[lane], lengths[lane]);
        }

        var outcomes = new JsonOutcome[nodes.Length];
        using var fields = new ColumnSet();
        foreach (var field in root!.ReadFields(source, nodes, outcomes, budget))
            fields.Add(field);
        using var all = new ColumnSet();
        var validity = new LaneValidity(nodes.Length, budget);
        try
        {
            for (var lane = 0; lane < nodes.Length; lane++)
            {
                bad[lane] |= outcomes[lane] != JsonOutcome.Fits;
                if (absent[lane])
                    validity.SetNull(lane);
                else if (bad[lane] && options.Mode == ParseMode.FailFast)
                    throw Malformed(RecordErrors.Malformed, source, starts[lane], lengths[lane]);
            }

            var from = 0;
            for (var i = 0; i < ((StructType)type).Fields.Count; i++)
                all.Add(i == corrupt ? CorruptRecords.Column(DataType.String, source.Window, starts, lengths, bad, budget) : fields.Columns[from++].Retain());
            return new StructVector(type, nodes.Length, all.Take(), validity.Take());
        }
        catch
        {
            validity.Take()?.Release();
            throw;
        }
    }

    private SpindleException Malformed(ErrorClass errorClass, JsonSource source, int start, int length) =>
        RecordErrors.FailFast(errorClass, "from_json", "the text does not fit the schema.", source.Window.Slice(start, length)).At(origin);
}
