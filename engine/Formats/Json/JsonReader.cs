using Spindle.Columnar.Errors;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Formats.Json.Reading;
using Spindle.Formats.Records;
using TimeZone = Spindle.Columnar.Time.TimeZone;

namespace Spindle.Formats.Json;

/// <summary>Batches of rows out of a text that is handed over window by window. One thread's.</summary>
public sealed class JsonReader : IDisposable
{
    /// <summary>Values of a batch: a wide schema gets fewer rows.</summary>
    private const int MostValues = 1 << 20;

    private readonly JsonOptions options;
    private readonly IRecordPlaces places;
    private readonly MemoryBudget budget;
    private readonly StructType wanted;
    private readonly int[] fieldOf;
    private readonly JsonStructColumn root;
    private readonly JsonTape tape;
    private readonly JsonRecords records;
    private readonly int batchRows;
    private int nextRow;
    private int consumedByRows;

    /// <param name="schema">The columns; besides those of the records perhaps the corrupt-record column (a string) anywhere.</param>
    /// <param name="columns">Positions in the schema; the batches have these columns in this order.</param>
    /// <param name="zone">The zone of timestamps without one.</param>
    /// <param name="batchRows">Rows a batch at most.</param>
    public JsonReader(StructType schema, IReadOnlyList<int> columns, JsonOptions options, TimeZone zone, int batchRows, MemoryBudget budget, IRecordPlaces places)
    {
        FileTypes.Check("JSON", schema);
        (this.options, this.budget, this.places) = (options, budget, places);
        this.batchRows = Math.Clamp(MostValues / Math.Max(columns.Count, 1), 1, batchRows);
        wanted = new StructType(columns.Select(i => schema.Fields[i]).ToValueList());
        var corrupt = CorruptRecords.Position(schema, options.CorruptRecordColumn);
        CorruptRecords.RequireOthers(columns, corrupt, options.CorruptRecordColumn);
        var read = columns.Where(i => i != corrupt).Distinct().ToList();
        fieldOf = [.. columns.Select(i => read.IndexOf(i))];
        root = new JsonStructColumn(new StructType(read.Select(i => schema.Fields[i]).ToValueList()), options, zone);
        tape = new JsonTape(budget);
        records = new JsonRecords(options, tape);
    }

    /// <summary>The next rows of the window.</summary>
    /// <param name="window">Text that begins at the start of a record. Until bytes of it are consumed, the next call's window begins with the same text.</param>
    /// <param name="isLast">True where nothing follows the window.</param>
    /// <param name="consumed">Bytes to leave out of the next window. Where it is 0 and no batch is returned, a longer window is needed.</param>
    /// <returns>A batch that the caller owns; null where all records so far were left out, or none is whole.</returns>
    /// <exception cref="SpindleException">A malformed record under FAILFAST.</exception>
    public RecordBatch? Read(ReadOnlySpan<byte> window, bool isLast, out int consumed)
    {
        if (nextRow == records.Rows)
        {
            nextRow = 0;
            consumedByRows = records.Read(window, isLast, batchRows);
        }

        var count = Math.Min(batchRows, records.Rows - nextRow);
        var batch = count == 0 ? null : Build(window, nextRow, count);
        nextRow += count;
        consumed = nextRow == records.Rows ? consumedByRows : 0;

        // Dropped rows leave nothing to hand out, but more may be waiting in the same window.
        return batch is null && consumed == 0 && nextRow < records.Rows ? Read(window, isLast, out consumed) : batch;
    }

    public void Dispose() => tape.Dispose();

    private RecordBatch? Build(ReadOnlySpan<byte> window, int start, int count)
    {
        var source = new JsonSource(window, tape);
        var nodes = records.Nodes.Slice(start, count);
        var bad = new bool[count];
        var outcomes = new JsonOutcome[count];
        for (var row = 0; row < count; row++)
            bad[row] = nodes[row] < 0 || tape[nodes[row]].Kind != JsonKind.Object;
        var fields = root.ReadFields(source, nodes, outcomes, budget);
        var vectors = new Vector[fieldOf.Length];
        try
        {
            for (var row = 0; row < count; row++)
                bad[row] |= outcomes[row] != JsonOutcome.Fits;
            var first = bad.AsSpan().IndexOf(true);
            if (first >= 0 && options.Mode == ParseMode.FailFast)
                throw Malformed(source, start + first);
            for (var i = 0; i < vectors.Length; i++)
                vectors[i] = fieldOf[i] >= 0 ? fields[fieldOf[i]].Retain()
                    : CorruptRecords.Column(wanted.Fields[i].Type, window, records.Starts.Slice(start, count), records.Lengths.Slice(start, count), bad, budget);
            return CorruptRecords.Batch(vectors, bad, options.Mode, budget);
        }
        catch
        {
            foreach (var vector in vectors)
                vector?.Release();
            throw;
        }
        finally
        {
            foreach (var field in fields)
                field.Release();
        }
    }

    private SpindleException Malformed(JsonSource source, int row)
    {
        var record = source.Window.Slice(records.Starts[row], records.Lengths[row]);
        var node = records.Nodes[row];
        var reason = node < 0 ? $"{records.ReasonOf(row)}." : tape[node].Kind != JsonKind.Object ? "the record is not an object."
            : root.FindMisfit(source, node, budget) is >= 0 and var field ? $"the field {Root.Fields[field].Name} is not of its type, {Root.Fields[field].Type.Sql}." : "the record is malformed.";
        return RecordErrors.FailFast(RecordErrors.Malformed, places.Describe(records.Starts[row]), reason, record);
    }

    private StructType Root => (StructType)root.Type;
}
