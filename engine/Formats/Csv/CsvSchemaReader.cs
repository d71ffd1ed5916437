using System.Globalization;
using System.Text;
using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Formats.Csv.Reading;
using Spindle.Formats.Records;
using TimeZone = Spindle.Columnar.Time.TimeZone;

namespace Spindle.Formats.Csv;

/// <summary>The columns of a CSV text: names from its first record, types from all, where the options ask for them. One thread's.</summary>
public sealed class CsvSchemaReader(CsvOptions options, TimeZone zone)
{
    private const int SampleRows = 256;
    private const int MostCells = 1 << 20;

    private readonly CsvTypeInference inference = new(options, zone);
    private string[]? names;
    private DataType[] types = [];
    private CsvTokenizer? tokenizer;
    private CsvRecords? records;
    private double share;

    /// <summary>False before the first record was seen.</summary>
    public bool HasNames => names is not null;

    /// <summary>True where reading on changes nothing.</summary>
    public bool IsComplete => HasNames && !options.InferSchema;

    /// <summary>Reads a record by itself: the first of a file.</summary>
    /// <param name="window">Text that begins at the start of a record.</param>
    /// <param name="isLast">True where nothing follows.</param>
    /// <param name="consumed">Bytes consumed; 0 where a longer window is needed.</param>
    /// <returns>The fields, null where empty; null where the window holds no record (it may still have blank lines, which are consumed).</returns>
    public static string?[]? ReadRecord(ReadOnlySpan<byte> window, bool isLast, CsvOptions options, out int consumed)
    {
        var slots = new int[Math.Min(options.MaxColumns, Math.Max(window.Length + 1, 1))];
        for (var i = 0; i < slots.Length; i++)
            slots[i] = i;
        var first = new CsvRecords(slots.Length, 1);
        consumed = new CsvTokenizer(options, slots).Tokenize(window, isLast, first);
        if (first.Count == 0)
            return null;
        if (first.Widths[0] > options.MaxColumns)
            throw new SpindleException(RecordErrors.MalformedCsv,
                string.Create(CultureInfo.InvariantCulture, $"the first record has {first.Widths[0]:N0} fields where the option maxColumns allows {options.MaxColumns:N0}"));
        var fields = new string?[Math.Min(first.Widths[0], slots.Length)];
        for (var i = 0; i < fields.Length; i++)
            fields[i] = first.Cells[i].Length < 0 ? null : Encoding.UTF8.GetString(first.Text(first.Cells[i], window));
        return fields;
    }

    /// <summary>Takes the names from the first file's first record (with <c>header</c>), or just their number.</summary>
    public void SetNames(IReadOnlyList<string?> first)
    {
        names = options.Header ? CsvHeader.SafeNames(first, options) : [.. first.Select((_, i) => string.Create(CultureInfo.InvariantCulture, $"_c{i}"))];
        types = new DataType[names.Length];
        Array.Fill(types, options.InferSchema ? DataType.Null : DataType.String);
        tokenizer = new CsvTokenizer(options, [.. Enumerable.Range(0, names.Length)]);
        records = new CsvRecords(names.Length, Math.Clamp(MostCells / names.Length, 1, SampleRows));
    }

    /// <summary>Widens the types by the records of a window; call after <see cref="SetNames"/>.</summary>
    /// <returns>Bytes consumed; 0 where a longer window is needed.</returns>
    public int Add(ReadOnlySpan<byte> window, bool isLast)
    {
        records!.Clear();
        var consumed = tokenizer!.Tokenize(window, isLast, records);
        for (var row = 0; row < records.Count; row++)
        {
            share += options.SamplingRatio;
            if (share < 1)
                continue;
            share -= 1;
            var width = Math.Min(records.Widths[row], types.Length);
            for (var i = 0; i < width; i++)
            {
                var cell = records.Cells[i * records.Capacity + row];
                if (cell.Length <= 0 || types[i] is StringType)
                    continue;
                var text = records.Text(cell, window);
                if (!text.SequenceEqual(options.NullValue))
                    types[i] = inference.Widen(types[i], text);
            }
        }

        return consumed;
    }

    /// <summary>The columns found; null where there was no record. A column without a value is a string.</summary>
    public StructType? Schema() => names is null ? null
        : new StructType(names.Select((name, i) => new Field(name, types[i] is NullType ? DataType.String : types[i])).ToValueList());
}
