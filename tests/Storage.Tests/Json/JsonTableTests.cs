using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Storage.Tests.Text;
using Spindle.Testing;

namespace Spindle.Storage.Tests.Json;

public class JsonTableTests
{
    [Fact]
    public void A_file_reads_as_Spark_reads_it()
    {
        if (!SharedData.TryFind("spark/files/types.json", out var path))
            return;
        var table = TextTables.Open("json", path);
        var expected = File.ReadAllText(path + ".expected").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(expected[0], table.Schema.Name);
        Assert.Equal(expected.Skip(1).Order(StringComparer.Ordinal), Reading.Lines(table.Schema, Reading.Rows(table), TextTables.Zone).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Wherever_a_file_is_cut_every_record_is_read_once()
    {
        using var folder = new TemporaryFolder();
        TextTables.Write(folder["x.json"], "{\"a\":1}\n\n{\"a\":2,\"b\":\"x\"}\r\n[{\"a\":3},{\"a\":4}]\nnonsense\n{\"a\":5}");
        var table = TextTables.Open("json", folder["x.json"]);
        Assert.Equal("struct<_corrupt_record:string,a:bigint,b:string>", table.Schema.Name);
        var length = new FileInfo(folder["x.json"]).Length;
        for (long cut = 1; cut < length; cut++)
            Assert.Equal(["-|1|-", "-|2|x", "-|3|-", "-|4|-", "nonsense|-|-", "-|5|-"], TextTables.RowsOfCuts(table, [cut]));
    }

    [Fact]
    public void A_malformed_record_is_named_by_file_and_line()
    {
        using var folder = new TemporaryFolder();
        TextTables.Write(folder["x.json"], "{\"a\":1}\n{\"a\":2}\n{\"a\":\n");
        var table = TextTables.Open("json", folder["x.json"], TextTables.Schema(("a", DataType.Long)), ("mode", "FAILFAST"));
        var error = Assert.Throws<SpindleException>(() => Reading.Rows(table));
        Assert.Equal("MALFORMED_RECORD_IN_PARSING.WITHOUT_SUGGESTION", error.ErrorClass.Name);
        Assert.Contains("x.json, line 3", error.Message, StringComparison.Ordinal);
        Assert.Throws<SpindleException>(() => TextTables.Open("json", folder["x.json"], null, ("mode", "FAILFAST")));
    }

    [Fact]
    public void Rows_are_counted_without_columns_and_structs_may_be_empty()
    {
        using var folder = new TemporaryFolder();
        TextTables.Write(folder["x.json"], "{\"a\":1}\n{\"a\":{}}\n[{},{}]\n");
        var schema = TextTables.Schema(("a", StructType.Empty), ("_corrupt_record", DataType.String));
        var table = TextTables.Open("json", folder["x.json"], schema);
        Assert.Equal(4, Counting.Rows(table));
        Assert.Equal(["{\"a\":1}", null, null, null], Reading.Rows(table).Select(r => r[1]?.ToString()));
        var error = Assert.Throws<SpindleException>(() => Reading.Rows(table, columns: 1));
        Assert.Equal("UNSUPPORTED_FEATURE.QUERY_ONLY_CORRUPT_RECORD_COLUMN", error.ErrorClass.Name);
    }

    [Fact]
    public void Documents_are_rows_with_multiLine()
    {
        using var folder = new TemporaryFolder();
        TextTables.Write(folder["x.json"], "[\n" + string.Join(",\n", Enumerable.Range(0, 100_000).Select(i => $"{{\"a\":{i},\n\"s\":\"{new string('x', 20)}\"}}")) + "\n]\n");
        var table = TextTables.Open("json", folder["x.json"], null, ("multiLine", "true"));
        Assert.Equal(Enumerable.Range(0, 100_000).Select(i => (long)i), Reading.Rows(table, columns: 0).Select(r => (long)r[0]!));
    }

    [Theory]
    [InlineData("none")]
    [InlineData("gzip")]
    [InlineData("zstd")]
    public void Tables_are_written_through_jobs_and_read_back(string compression)
    {
        using var folder = new TemporaryFolder();
        var schema = TextTables.Schema(("i", DataType.Int), ("a", new ArrayType(DataType.String)), ("m", new MapType(DataType.String, DataType.Double)), ("st", TextTables.Schema(("x", DataType.Date))), ("k", DataType.Int));
        var rows = Enumerable.Range(0, 3_000).Select(i => new object?[]
        {
            i, i % 5 == 0 ? null : ValueList.Create<object?>([ByteString.Of($"é\n{i}"), null]), ValueList.Create([KeyValuePair.Create((object)ByteString.Of("k"), (object?)(i / 4.0))]),
            ValueList.Create<object?>([i % 2 == 0 ? i : null]), i % 3,
        }).ToList();
        Writing.Write(TextTables.Sink("json", folder["out"], schema, partitionBy: ["k"], options: [("compression", compression)]), rows, partitions: 2);
        Assert.Equal(rows, Reading.Rows(TextTables.Open("json", folder["out"], schema)).OrderBy(r => (int)r[0]!).ToList());
    }
}
