using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;
using Spindle.Sources;
using Spindle.Storage.Tables;

namespace Spindle.Storage.Tests.Tables;

public class PartitionTests
{
    private static readonly StructType Schema = new([new Field("v", DataType.Long), new Field("p", DataType.Int), new Field("q", DataType.String)]);

    private static readonly string?[] Texts = ["plain", "with space", "a/b=c", "100%", "å", "colon:star*", null, "2020"];

    private static List<object?[]> Rows(int count) =>
        [.. Enumerable.Range(0, count).Select(i => new object?[] { (long)i, i % 4 == 3 ? null : i % 4, Texts[i % 8] is { } text ? ByteString.Of(text) : null })];

    [Fact]
    public void Partition_columns_survive_their_folders()
    {
        using var folder = new TemporaryFolder();
        var rows = Rows(400);
        Writing.Write(Writing.Sink(folder["t"], Schema, partitionBy: ["p", "q"]), rows, batchRows: 50, partitions: 2);
        Assert.True(Directory.Exists(folder["t/p=__HIVE_DEFAULT_PARTITION__"]));
        Assert.True(Directory.Exists(folder["t/p=2/q=a%2Fb%3Dc"]) || Directory.Exists(folder["t/p=2/q=__HIVE_DEFAULT_PARTITION__"]));
        Assert.DoesNotContain(Directory.GetFileSystemEntries(folder["t"]), e => e.Contains("_temporary"));
        var table = Reading.Open(folder["t"]);
        Assert.Equal("struct<v:bigint,p:int,q:string>", table.Schema.Name);
        var read = Reading.Rows(table).OrderBy(r => (long)r[0]!).ToList();
        Assert.Equal(rows.Count, read.Count);
        for (var i = 0; i < rows.Count; i++)
            Assert.Equal(rows[i], read[i]);
    }

    [Fact]
    public void Partitions_that_cannot_pass_are_left_out()
    {
        using var folder = new TemporaryFolder();
        Writing.Write(Writing.Sink(folder["t"], Schema, partitionBy: ["p"]), Rows(100));
        var table = Reading.Open(folder["t"]);
        var p = new BoundReference(1, DataType.Int, true, "p");
        Assert.Equal(4, table.PlanSplits(new ScanRequest([0, 2], [])).Count);
        Assert.Single(table.PlanSplits(new ScanRequest([0, 2], [new Comparison(ComparisonOperator.Equal, p, Literal.Of(2))])));
        Assert.Equal(2, table.PlanSplits(new ScanRequest([0, 2], [new InList(p, [Literal.Of(0), Literal.Of(1), Literal.Of(9)])])).Count);
        Assert.Single(table.PlanSplits(new ScanRequest([0, 2], [new IsNull(p)])));
        Assert.Equal(3, table.PlanSplits(new ScanRequest([0, 2], [new IsNotNull(p)])).Count);
    }

    [Theory]
    [InlineData("int", "1", "2", "-7")]
    [InlineData("bigint", "1", "20000000000")]
    [InlineData("double", "1", "2.5", "1e3")]
    [InlineData("date", "2024-01-01", "1999-12-31")]
    [InlineData("timestamp", "2024-01-01 10:00:00", "2024-01-01")]
    [InlineData("string", "1", "x")]
    [InlineData("string", "2024-01-01", "5")]
    [InlineData("decimal(20,0)", "1", "12345678901234567890")]
    [InlineData("string", "__HIVE_DEFAULT_PARTITION__")]
    public void Types_are_inferred_from_values(string type, params string[] values)
    {
        using var folder = new TemporaryFolder();
        var schema = new StructType([new Field("v", DataType.Long)]);
        foreach (var value in values)
            Writing.Write(Writing.Sink(folder["t/c=" + PartitionDiscovery.Escape(value)], schema), [[1L]]);
        Assert.Equal(type, Reading.Open(folder["t"]).Schema.Fields[1].Type.Name);
        Assert.Equal("string", Reading.Open(folder["t"], ("partitionColumnTypeInference", "false")).Schema.Fields[1].Type.Name);
    }

    [Fact]
    public void Different_partition_columns_do_not_make_a_table()
    {
        using var folder = new TemporaryFolder();
        var schema = new StructType([new Field("v", DataType.Long)]);
        Writing.Write(Writing.Sink(folder["t/a=1"], schema), [[1L]]);
        Writing.Write(Writing.Sink(folder["t/b=1"], schema), [[1L]]);
        Assert.Equal("CONFLICTING_PARTITION_COLUMN_NAMES", Assert.Throws<SpindleException>(() => Reading.Open(folder["t"])).ErrorClass.Name);
    }

    [Fact]
    public void Schemas_are_merged_where_that_is_asked_for()
    {
        using var folder = new TemporaryFolder();
        Writing.Write(Writing.Sink(folder["t"], new StructType([new Field("a", DataType.Long), new Field("b", DataType.String)])), [[1L, ByteString.Of("x")]], jobId: "a");
        Writing.Write(Writing.Sink(folder["t"], new StructType([new Field("c", DataType.Int), new Field("A", DataType.Long)]), SaveMode.Append), [[7, 2L]], jobId: "b");
        Assert.Equal("struct<a:bigint,b:string>", Reading.Open(folder["t"]).Schema.Name);
        var plain = Reading.Rows(Reading.Open(folder["t"]));
        Assert.Equal([1L, ByteString.Of("x")], plain[0]);
        Assert.Equal([2L, null], plain[1]);
        var merged = Reading.Open(folder["t"], ("mergeSchema", "true"));
        Assert.Equal("struct<a:bigint,b:string,c:int>", merged.Schema.Name);
        Assert.Equal([2L, null, 7], Reading.Rows(merged)[1]);
        Writing.Write(Writing.Sink(folder["t"], new StructType([new Field("b", DataType.Int)]), SaveMode.Append), [[7]], jobId: "c");
        Assert.Equal("CANNOT_MERGE_SCHEMAS", Assert.Throws<SpindleException>(() => Reading.Open(folder["t"], ("mergeSchema", "true"))).ErrorClass.Name);
    }

    [Fact]
    public void Globs_and_hidden_files()
    {
        using var folder = new TemporaryFolder();
        var schema = new StructType([new Field("v", DataType.Long)]);
        for (var i = 0; i < 4; i++)
            Writing.Write(Writing.Sink(folder[$"day{i}"], schema), [[(long)i]]);
        File.WriteAllText(folder["day0/_hidden"], "no table");
        File.WriteAllText(folder["day0/.hidden"], "no table");
        List<long> Read(string glob) => [.. Reading.Rows(Reading.Open(folder[glob])).Select(r => (long)r[0]!)];
        Assert.Equal([0, 1, 2, 3], Read("day*"));
        Assert.Equal([1, 2], Read("day[1-2]"));
        Assert.Equal([0, 3], Read("day{0,3}/*.parquet"));
        Assert.Equal([3], Read("*/part-*-job1.c000.snappy.parquet").Skip(3));
        Assert.Equal([0, 2, 3], Read("day[^1]"));
        Assert.Equal("PATH_NOT_FOUND", Assert.Throws<SpindleException>(() => Read("night*")).ErrorClass.Name);
        Assert.Equal("PATH_NOT_FOUND", Assert.Throws<SpindleException>(() => Read("night")).ErrorClass.Name);
    }
}
