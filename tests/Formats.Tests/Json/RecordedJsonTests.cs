using Spindle.Formats.Rows;
using Spindle.Testing;

namespace Spindle.Formats.Tests.Json;

public class RecordedJsonTests
{
    [Fact]
    public void A_file_reads_as_Spark_reads_it()
    {
        if (!SharedData.TryFind("spark/files/types.json", out var path))
            return;
        var text = File.ReadAllBytes(path);
        var expected = File.ReadAllText(path + ".expected").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var schema = JsonFeed.Infer(text, JsonFeed.Reading());
        Assert.Equal(expected[0], schema.Name);
        var rows = JsonFeed.Read(text, schema, JsonFeed.Reading(), window: 4096, batchRows: 100);
        var shown = rows.Select(r => string.Join('\t', r.Select((v, i) => CellText.Format(v, schema.Fields[i].Type, JsonFeed.Zone, CellStyle.Hive))));
        Assert.Equal(expected.Skip(1).Order(StringComparer.Ordinal), shown.Order(StringComparer.Ordinal));
    }
}
