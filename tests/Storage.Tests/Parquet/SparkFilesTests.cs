using Spindle.Columnar.Types;
using Spindle.Testing;
using TimeZone = Spindle.Columnar.Time.TimeZone;

namespace Spindle.Storage.Tests.Parquet;

/// <summary>Files that Spark wrote, read as Spark reads them.</summary>
public class SparkFilesTests
{
    [Theory]
    [InlineData("types-none", "types")]
    [InlineData("types-snappy", "types")]
    [InlineData("types-gzip", "types")]
    [InlineData("types-zstd", "types")]
    [InlineData("types-lz4_raw", "types")]
    [InlineData("types-bloom", "types")]
    [InlineData("types-small-row-groups", "types")]
    [InlineData("types-v2-pages", "types")]
    [InlineData("types-v2-no-dictionary", "types")]
    [InlineData("empty", "empty.parquet")]
    [InlineData("legacy-int96", "legacy-int96.parquet")]
    [InlineData("timestamp-millis", "timestamp-millis.parquet")]
    [InlineData("partitioned", "partitioned.parquet")]
    [InlineData("partitioned-two", "partitioned-two.parquet")]
    public void Reads_as_Spark_does(string file, string expectation)
    {
        if (!SharedData.TryFind($"spark/files/{file}.parquet", out var path) || !SharedData.TryFind($"spark/files/{expectation}.expected", out var expected))
            return;
        var lines = File.ReadAllText(expected).TrimEnd('\n').Split('\n');
        var table = Reading.Open(path);
        Assert.Equal(lines[0], table.Schema.Name);
        foreach (var batchRows in new[] { 2048, 7 })
        {
            var rows = Reading.Rows(table, batchRows: batchRows);
            Assert.Equal(lines[1..].Where(l => l.Length > 0), Reading.Lines(table.Schema, rows.OrderBy(r => (long)r[0]!), TimeZone.Find("America/Los_Angeles")!));
        }
    }
}
