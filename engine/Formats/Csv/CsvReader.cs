using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Formats.Csv.Reading;
using Spindle.Formats.Records;
using TimeZone = Spindle.Columnar.Time.TimeZone;

namespace Spindle.Formats.Csv;

/// <summary>Batches of rows out of a text that is handed over window by window. Fields become vectors without a string in between. One thread's.</summary>
public sealed class CsvReader
{
    /// <summary>Cells of a batch: a wide schema gets fewer rows.</summary>
    private const int MostCells = 1 << 20;

    private readonly CsvOptions options;
    private readonly IRecordPlaces places;
    private readonly MemoryBudget budget;
    private readonly CsvTokenizer tokenizer;
    private readonly CsvRecords records;
    private readonly CsvColumn?[] columns;
    private readonly StructType schema;
    private readonly int expectedWidth;
    private readonly bool checksWidth;
    private readonly bool[] bad;

    /// <param name="schema">The file's columns, besides them perhaps the corrupt-record column (a string) anywhere.</param>
    /// <param name="wanted">Positions in the schema; the batches have these columns in this order.</param>
    /// <param name="zone">The zone of timestamps without one.</param>
    /// <param name="batchRows">Rows a batch at most.</param>
    public CsvReader(StructType schema, IReadOnlyList<int> wanted, CsvOptions options, TimeZone zone, int batchRows, MemoryBudget budget, IRecordPlaces places)
    {
        FileTypes.Check("CSV", schema);
        (this.schema, this.options, this.budget, this.places) = (Selected(schema, wanted), options, budget, places);
        var corrupt = CorruptRecords.Position(schema, options.CorruptRecordColumn);
        CorruptRecords.RequireOthers(wanted, corrupt, options.CorruptRecordColumn);
        expectedWidth = schema.Fields.Count - (corrupt < 0 ? 0 : 1);
        var slots = new int[expectedWidth];
        Array.Fill(slots, -1);
        columns = new CsvColumn?[wanted.Count];
        var used = 0;
        for (var i = 0; i < wanted.Count; i++)
        {
            if (wanted[i] == corrupt)
                continue;
            var field = wanted[i] - (corrupt >= 0 && corrupt < wanted[i] ? 1 : 0);
            if (slots[field] < 0)
                slots[field] = used++;
            columns[i] = CsvColumn.Create(schema.Fields[wanted[i]], slots[field], options, zone);
        }

        // As in Spark, a pruned row is not checked for fields that nobody reads.
        checksWidth = used == expectedWidth || wanted.Contains(corrupt);
        tokenizer = new CsvTokenizer(options, slots);
        var capacity = Math.Clamp(MostCells / Math.Max(used, 1), 1, batchRows);
        records = new CsvRecords(used, capacity);
        bad = new bool[capacity];
    }

    /// <summary>The next rows of the window.</summary>
    /// <param name="window">Text that begins at the start of a record.</param>
    /// <param name="isLast">True where nothing follows the window.</param>
    /// <param name="consumed">Bytes to leave out of the next window. Where it is 0, a longer window is needed.</param>
    /// <returns>A batch that the caller owns; null where all records so far were left out, or none is whole.</returns>
    /// <exception cref="Columnar.Errors.SpindleException">A malformed record under FAILFAST.</exception>
    public RecordBatch? Read(ReadOnlySpan<byte> window, bool isLast, out int consumed)
    {
        records.Clear();
        consumed = tokenizer.Tokenize(window, isLast, records);
        if (records.Count == 0)
            return null;
        var marks = bad.AsSpan(0, records.Count);
        marks.Clear();
        if (checksWidth)
            for (var row = 0; row < marks.Length; row++)
                marks[row] = records.Widths[row] != expectedWidth;
        var vectors = new Vector[columns.Length];
        try
        {
            for (var i = 0; i < columns.Length; i++)
                if (columns[i] is { } column)
                    vectors[i] = column.Read(window, records, marks, budget);
            var first = marks.IndexOf(true);
            if (first >= 0 && options.Mode == ParseMode.FailFast)
                throw Malformed(window, first);
            for (var i = 0; i < columns.Length; i++)
                vectors[i] ??= CorruptRecords.Column(schema.Fields[i].Type, window, records.Starts, records.Lengths, marks, budget);
            return CorruptRecords.Batch(vectors, marks, options.Mode, budget);
        }
        catch
        {
            foreach (var vector in vectors)
                vector?.Release();
            throw;
        }
    }

    private Columnar.Errors.SpindleException Malformed(ReadOnlySpan<byte> window, int row)
    {
        var place = places.Describe(records.Starts[row]);
        var record = window.Slice(records.Starts[row], records.Lengths[row]);
        if (checksWidth && records.Widths[row] != expectedWidth)
            return RecordErrors.FailFast(RecordErrors.MalformedCsv, place, $"the record has {records.Widths[row]} fields where the schema has {expectedWidth}.", record);
        var alone = new bool[records.Count];
        foreach (var column in columns)
        {
            if (column is null)
                continue;
            column.Read(window, records, alone, budget).Release();
            if (alone[row])
            {
                var text = records.Text(records.Cells[column.Slot * records.Capacity + row], window);
                return RecordErrors.FailFast(RecordErrors.Malformed, place, $"the field {column.Field.Name} is {RecordErrors.Shown(text)}, which is no {column.Field.Type.Sql}.", record);
            }
        }

        return RecordErrors.FailFast(RecordErrors.Malformed, place, "the record is malformed.", record);
    }

    private static StructType Selected(StructType schema, IReadOnlyList<int> wanted) => new(wanted.Select(i => schema.Fields[i]).ToValueList());
}
