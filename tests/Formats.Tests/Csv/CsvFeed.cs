using System.Text;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Formats.Csv;
using Spindle.Formats.Records;
using TimeZone = Spindle.Columnar.Time.TimeZone;

namespace Spindle.Formats.Tests.Csv;

/// <summary>Hands a text to a reader window by window, as a file would.</summary>
internal static class CsvFeed
{
    public static readonly TimeZone Zone = TimeZone.Find("America/Los_Angeles")!;

    public static CsvOptions Reading(params (string Name, string Value)[] options) => CsvOptions.ForReading(Pairs(options));

    public static CsvOptions Writing(params (string Name, string Value)[] options) => CsvOptions.ForWriting(Pairs(options));

    public static IEnumerable<KeyValuePair<string, string>> Pairs(params (string Name, string Value)[] options) => options.Select(o => KeyValuePair.Create(o.Name, o.Value));

    public static StructType Schema(params (string Name, DataType Type)[] fields) => new(fields.Select(f => new Field(f.Name, f.Type)).ToValueList());

    public static StructType Strings(int count) => new(Enumerable.Range(0, count).Select(i => new Field($"_c{i}", DataType.String)).ToValueList());

    /// <summary>All rows as boxed values.</summary>
    public static List<object?[]> Read(byte[] text, StructType schema, CsvOptions options, int[]? columns = null, int window = int.MaxValue, int batchRows = 7, MemoryBudget? budget = null)
    {
        budget ??= new MemoryBudget();
        var reader = new CsvReader(schema, columns ?? [.. Enumerable.Range(0, schema.Fields.Count)], options, Zone, batchRows, budget, UnnamedPlaces.Instance);
        var rows = new List<object?[]>();
        var start = 0;
        var size = window;
        while (start < text.Length)
        {
            var length = Math.Min(size, text.Length - start);
            var batch = reader.Read(text.AsSpan(start, length), start + length == text.Length, out var consumed);
            if (batch is not null)
            {
                for (var row = 0; row < batch.Rows; row++)
                    rows.Add(batch.Columns.ToArray().Select(c => c.Read(batch.Lane(row))).ToArray());
                batch.Release();
            }

            // A record longer than the window needs a longer one.
            size = consumed == 0 ? length + window : window;
            Assert.False(consumed == 0 && start + length == text.Length, "the last window is consumed whole");
            start += consumed;
        }

        return rows;
    }

    public static List<string?[]> Texts(string text, CsvOptions options, int columns, int window = int.MaxValue) =>
        [.. Read(Encoding.UTF8.GetBytes(text), Strings(columns), options, window: window).Select(r => r.Select(v => v?.ToString()).ToArray())];

    public static StructType Infer(byte[] text, CsvOptions options)
    {
        var reader = new CsvSchemaReader(options, Zone);
        var first = CsvSchemaReader.ReadRecord(text, true, options, out var at);
        if (first is null)
            return StructType.Empty;
        reader.SetNames(first);
        if (!options.Header)
            at = 0;
        while (at < text.Length && !reader.IsComplete)
            at += reader.Add(text.AsSpan(at), true);
        return reader.Schema()!;
    }
}
