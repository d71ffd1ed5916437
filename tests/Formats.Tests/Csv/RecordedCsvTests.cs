using Spindle.Columnar.Types;
using Spindle.Formats.Csv;
using Spindle.Formats.Rows;
using Spindle.Testing;

namespace Spindle.Formats.Tests.Csv;

public class RecordedCsvTests
{
    [Theory]
    [InlineData("flat.csv", "header=true")]
    [InlineData("flat-infer.csv", "header=true inferSchema=true")]
    [InlineData("flat-semicolon-quoted.csv", "header=true sep=;")]
    public void Files_read_as_Spark_reads_them(string name, string options)
    {
        if (!SharedData.TryFind($"spark/files/{name}", out var path))
            return;
        var text = File.ReadAllBytes(path);
        var expected = File.ReadAllText(path + ".expected").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var csv = CsvOptions.ForReading(options.Split(' ').Select(o => KeyValuePair.Create(o.Split('=')[0], o.Split('=')[1])));
        var schema = CsvFeed.Infer(text, csv);
        Assert.Equal(expected[0], schema.Name);
        CsvSchemaReader.ReadRecord(text, true, csv, out var header);
        var rows = CsvFeed.Read(text[header..], schema, csv, window: 4096, batchRows: 100);
        var shown = rows.Select(r => string.Join('\t', r.Select((v, i) => CellText.Format(v, schema.Fields[i].Type, CsvFeed.Zone, CellStyle.Hive))));
        Assert.Equal(expected.Skip(1).Order(StringComparer.Ordinal), shown.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("1\n2147483648\n", "bigint")]
    [InlineData("1\n9223372036854775808\n", "decimal(19,0)")]
    [InlineData("1.5\n1\n", "double")]
    [InlineData("1\ntrue\n", "string")]
    [InlineData("true\nFALSE\n", "boolean")]
    [InlineData("2024-01-01\n\n", "date")]
    [InlineData("2024-01-01\n2024-01-01T10:00:00\n", "timestamp")]
    [InlineData("2024-01\n", "timestamp")]
    [InlineData("2024-01-01\n12\n", "string")]
    [InlineData("\"\"\n", "string")]
    [InlineData("12345678901234567890123456789012345678\n0.5\n", "double")]
    [InlineData("NaN\n1\n", "double")]
    public void Types_are_inferred_in_Sparks_order(string text, string type) =>
        Assert.Equal($"struct<_c0:{type}>", CsvFeed.Infer(System.Text.Encoding.UTF8.GetBytes(text), CsvFeed.Reading(("inferSchema", "true"))).Name);

    [Fact]
    public void Headers_become_names_that_are_all_there_and_all_different() =>
        Assert.Equal("struct<a0:string,_c1:string,A2:string,b:string>", CsvFeed.Infer("a,,A,b\n"u8.ToArray(), CsvFeed.Reading(("header", "true"))).Name);
}
