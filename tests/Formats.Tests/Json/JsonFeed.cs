using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Formats.Json;
using Spindle.Formats.Records;
using TimeZone = Spindle.Columnar.Time.TimeZone;

namespace Spindle.Formats.Tests.Json;

/// <summary>Hands a text to a reader window by window, as a file would.</summary>
internal static class JsonFeed
{
    public static readonly TimeZone Zone = TimeZone.Find("America/Los_Angeles")!;

    public static JsonOptions Reading(params (string Name, string Value)[] options) => JsonOptions.ForReading(options.Select(o => KeyValuePair.Create(o.Name, o.Value)));

    public static StructType Schema(params (string Name, DataType Type)[] fields) => new(fields.Select(f => new Field(f.Name, f.Type)).ToValueList());

    public static StructType Infer(byte[] text, JsonOptions options)
    {
        using var reader = new JsonSchemaReader(options, Zone, new MemoryBudget(), UnnamedPlaces.Instance);
        for (var at = 0; at < text.Length;)
            at += reader.Add(text.AsSpan(at), true);
        return reader.Schema();
    }

    /// <summary>All rows as boxed values.</summary>
    public static List<object?[]> Read(byte[] text, StructType schema, JsonOptions options, int[]? columns = null, int window = int.MaxValue, int batchRows = 7, MemoryBudget? budget = null)
    {
        budget ??= new MemoryBudget();
        using var reader = new JsonReader(schema, columns ?? [.. Enumerable.Range(0, schema.Fields.Count)], options, Zone, batchRows, budget, UnnamedPlaces.Instance);
        var rows = new List<object?[]>();
        var start = 0;
        var size = window;
        while (start < text.Length)
        {
            var length = Math.Min(size, text.Length - start);
            var batch = reader.Read(text.AsSpan(start, length), start + length == text.Length, out var consumed);
            if (batch is not null)
            {
                Assert.True(batch.Rows is > 0 && batch.Rows <= batchRows);
                for (var row = 0; row < batch.Rows; row++)
                    rows.Add([.. batch.Columns.ToArray().Select(c => c.Read(batch.Lane(row)))]);
                batch.Release();
                size = consumed == 0 ? length : window;
            }
            else
            {
                Assert.False(consumed == 0 && start + length == text.Length, "the last window is consumed whole");
                size = consumed == 0 ? length + window : window;
            }

            start += consumed;
        }

        return rows;
    }
}
