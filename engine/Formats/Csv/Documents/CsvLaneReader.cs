using System.Buffers;
using Spindle.Columnar.Errors;
using Spindle.Columnar.Kernels;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Formats.Csv.Reading;
using Spindle.Formats.Records;
using TimeZone = Spindle.Columnar.Time.TimeZone;

namespace Spindle.Formats.Csv.Documents;

/// <summary>Reads a column of CSV texts, one record a lane, into structs. One thread's.</summary>
public sealed unsafe class CsvLaneReader
{
    private readonly StructType type;
    private readonly CsvOptions options;
    private readonly Origin origin;
    private readonly int corrupt;
    private readonly int width;
    private readonly CsvColumn?[] columns;
    private readonly CsvTokenizer tokenizer;

    /// <param name="type">The fields in their order; besides them perhaps the corrupt-record column anywhere.</param>
    public CsvLaneReader(StructType type, CsvOptions options, TimeZone zone, Origin origin)
    {
        (this.type, this.options, this.origin) = (type, options, origin);
        corrupt = CorruptRecords.Position(type, options.CorruptRecordColumn);
        width = type.Fields.Count - (corrupt < 0 ? 0 : 1);
        columns = [.. type.Fields.Select((f, i) => i == corrupt ? null : CsvColumn.Create(f, i - (corrupt >= 0 && corrupt < i ? 1 : 0), options, zone))];
        tokenizer = new CsvTokenizer(options, [.. Enumerable.Range(0, width)]);
    }

    /// <param name="texts">Flat or constant strings.</param>
    /// <returns>A vector of as many lanes that the caller owns; null where the text is.</returns>
    /// <exception cref="SpindleException">A record that does not fit, under FAILFAST.</exception>
    public Vector Read(Vector texts, LaneSet lanes, MemoryBudget budget)
    {
        var views = new Operand<BytesView>(texts);
        var (starts, ends) = (new int[lanes.Length], new int[lanes.Length]);
        var absent = new bool[lanes.Length];
        absent.AsSpan().Fill(true);
        var window = new ArrayBufferWriter<byte>(1024);
        for (var i = 0; i < lanes.Count; i++)
        {
            var lane = lanes[i];
            absent[lane] = texts.IsNull(lane);
            starts[lane] = window.WrittenCount;
            if (!absent[lane])
                window.Write(BytesView.Span(views.At(lane)));
            ends[lane] = window.WrittenCount;
        }

        // A byte behind the texts, so that none of them is empty memory.
        window.Write("\n"u8);
        var records = new CsvRecords(Math.Max(width, 1), lanes.Length);
        var bad = new bool[lanes.Length];
        for (var lane = 0; lane < lanes.Length; lane++)
        {
            if (absent[lane])
                records.AddMissing(0);
            else
                tokenizer.TokenizeFirst(window.WrittenSpan, starts[lane], ends[lane], records);
            bad[lane] = !absent[lane] && records.Widths[lane] != width;
            (records.Starts[lane], records.Lengths[lane]) = (starts[lane], ends[lane] - starts[lane]);
        }

        return Structs(window.WrittenSpan, records, bad, absent, budget);
    }

    private StructVector Structs(ReadOnlySpan<byte> window, CsvRecords records, bool[] bad, bool[] absent, MemoryBudget budget)
    {
        using var fields = new ColumnSet();
        foreach (var column in columns)
            if (column is not null)
                fields.Add(column.Read(window, records, bad, budget));
        var validity = new LaneValidity(bad.Length, budget);
        using var all = new ColumnSet();
        try
        {
            for (var lane = 0; lane < bad.Length; lane++)
            {
                if (absent[lane])
                    validity.SetNull(lane);
                else if (bad[lane] && options.Mode == ParseMode.FailFast)
                    throw RecordErrors.FailFast(RecordErrors.Malformed, "from_csv", "the text does not fit the schema.", window.Slice(records.Starts[lane], records.Lengths[lane])).At(origin);
            }

            var from = 0;
            for (var i = 0; i < columns.Length; i++)
                all.Add(i == corrupt ? CorruptRecords.Column(DataType.String, window, records.Starts, records.Lengths, bad, budget) : fields.Columns[from++].Retain());
            return new StructVector(type, bad.Length, all.Take(), validity.Take());
        }
        catch
        {
            validity.Take()?.Release();
            throw;
        }
    }
}
