using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Spindle.Columnar.Types;
using Spindle.Testing;

namespace Spindle.Storage.Tests.Parquet;

/// <summary>
/// Parquet against other implementations, both ways, through the scripts under <c>tests/interop/parquet</c>. In the ci tier, and where their packages are installed; else each test prints
/// that it is skipped.
/// </summary>
public sealed class InteropTests : IDisposable
{
    private static readonly string Scripts = Path.Combine(Repository.Root, "tests", "interop", "parquet");

    private static readonly StructType Schema = new(
    [
        new Field("b", DataType.Boolean), new Field("i8", DataType.Byte), new Field("i16", DataType.Short), new Field("i32", DataType.Int), new Field("i64", DataType.Long, false),
        new Field("f", DataType.Float), new Field("d", DataType.Double), new Field("d9", new DecimalType(9, 2)), new Field("d18", new DecimalType(18, 3)), new Field("d38", new DecimalType(38, 10)),
        new Field("s", DataType.String), new Field("r", DataType.String, false), new Field("bin", DataType.Binary), new Field("date", DataType.Date), new Field("ts", DataType.Timestamp),
        new Field("ntz", DataType.TimestampNtz), new Field("time", new TimeType()), new Field("list", new ArrayType(DataType.Int)), new Field("lists", new ArrayType(new ArrayType(DataType.String), false), false),
        new Field("st", new StructType([new Field("a", DataType.Int), new Field("b", new StructType([new Field("c", DataType.String), new Field("d", new ArrayType(DataType.Double))]))])),
        new Field("m", new MapType(DataType.Int, new ArrayType(DataType.Long))),
    ]);

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void DuckDB_reads_what_is_written()
    {
        if (!TryFindModules("@duckdb", out var modules))
            return;
        var expected = new Dictionary<string, JsonArray>();
        foreach (var (codec, i) in new[] { "none", "snappy", "gzip", "zstd", "brotli", "lz4_raw" }.Select((c, i) => (c, i)))
            foreach (var version in new[] { "v1", "v2" })
                foreach (var encoding in version == "v1" ? ["PLAIN"] : new[] { "DELTA_BINARY_PACKED", "DELTA_LENGTH_BYTE_ARRAY", "DELTA_BYTE_ARRAY", "BYTE_STREAM_SPLIT", "" })
                {
                    var path = folder[$"{codec}-{version}-{encoding}"];
                    (string, string)[] options = [("compression", codec), ("parquet.writer.version", version), ("parquet.block.row.count.limit", "400"), ("parquet.page.row.count.limit", "100"),
                        ("parquet.bloom.filter.enabled", "true"), .. encoding.Length == 0 ? Array.Empty<(string, string)>() : [("parquet.encoding", encoding), ("parquet.enable.dictionary", "false")]];

                    // Maps with a key twice are no maps to DuckDB.
                    var rows = new RandomBatches(i, modest: true).Rows(Schema, 900, distinct: i % 2 * 9);
                    foreach (var row in rows)
                        row[^1] = row[^1] is ValueList<KeyValuePair<object, object?>> map ? map.DistinctBy(e => e.Key).ToValueList() : null;
                    Writing.Write(Writing.Sink(path, Schema, options: options), rows, 128);
                    expected.Add(Directory.GetFiles(path, "*.parquet").Single(), Rows(Schema, rows));
                }

        Run(modules, ["duckdb.cjs", "read", .. expected.Keys]);
        foreach (var (file, rows) in expected)
            AssertSame(file, rows, JsonNode.Parse(File.ReadAllText(file + ".json"))!.AsArray());
    }

    [Fact]
    public void What_DuckDB_writes_is_read()
    {
        if (!TryFindModules("@duckdb", out var modules))
            return;
        Run(modules, ["duckdb.cjs", "write", folder.Path]);
        var expected = JsonNode.Parse(File.ReadAllText(folder["rows.json"]))!.AsArray();
        var files = Directory.GetFiles(folder.Path, "*.parquet");
        Assert.Equal(28, files.Length);
        foreach (var file in files)
        {
            var table = Reading.Open(file);
            foreach (var batchRows in new[] { 2048, 333 })
                AssertSame(file, expected, Rows(table.Schema, Reading.Rows(table, batchRows: batchRows)));
        }
    }

    [Fact]
    public void Hyparquet_reads_what_is_written()
    {
        if (!TryFindModules("hyparquet", out var modules))
            return;
        var schema = new StructType(
        [
            new Field("b", DataType.Boolean), new Field("i", DataType.Int), new Field("l", DataType.Long), new Field("s", DataType.String), new Field("a", new ArrayType(DataType.Int)),
            new Field("z", new StructType([new Field("x", DataType.String, false), new Field("y", DataType.Long)]), false),
        ]);
        var rows = new RandomBatches(11).Rows(schema, 500);
        foreach (var (codec, version) in new[] { ("none", "v1"), ("snappy", "v1"), ("snappy", "v2"), ("none", "v2") })
        {
            var path = folder[$"{codec}-{version}"];
            Writing.Write(Writing.Sink(path, schema, options: [("compression", codec), ("parquet.writer.version", version), ("parquet.page.row.count.limit", "64")]), rows, 100);
            var file = Directory.GetFiles(path, "*.parquet").Single();
            Run(modules, ["hyparquet.cjs", file]);
            AssertSame(file, Rows(schema, rows), JsonNode.Parse(File.ReadAllText(file + ".json"))!.AsArray());
        }
    }

    private static void AssertSame(string file, JsonArray expected, JsonArray actual)
    {
        Assert.True(expected.Count == actual.Count, $"{Path.GetFileName(file)}: {actual.Count} rows where {expected.Count} are expected");
        for (var i = 0; i < expected.Count; i++)
            if (!JsonNode.DeepEquals(expected[i], actual[i]))
                Assert.Fail($"{Path.GetFileName(file)} row {i}\n{expected[i]!.ToJsonString()}\n{actual[i]!.ToJsonString()}");
    }

    private static JsonArray Rows(StructType schema, IEnumerable<object?[]> rows) =>
        new([.. rows.Select(row => new JsonArray([.. row.Select((value, i) => Canonical(value, schema.Fields[i].Type))]))]);

    private static JsonNode? Canonical(object? value, DataType type) => (value, type) switch
    {
        (null, _) => null,
        (bool b, _) => b ? "true" : "false",
        (float f, _) => Bits(f),
        (double d, _) => Bits(d),
        (Int128 unscaled, DecimalType d) => Decimal(unscaled, d.Scale),
        (ByteString bytes, _) => Convert.ToHexStringLower(bytes.Span),
        (ValueList<object?> items, ArrayType array) => new JsonArray([.. items.Select(i => Canonical(i, array.Element))]),
        (ValueList<object?> items, StructType fields) => new JsonArray([.. items.Select((item, i) => Canonical(item, fields.Fields[i].Type))]),
        (ValueList<KeyValuePair<object, object?>> entries, MapType map) => new JsonArray([.. entries.Select(e => new JsonArray(Canonical(e.Key, map.Key), Canonical(e.Value, map.Value)))]),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };

    private static string Bits(double value) => "#" + (double.IsNaN(value) ? 0x7ff8000000000000 : BitConverter.DoubleToUInt64Bits(value)).ToString("x", CultureInfo.InvariantCulture);

    private static string Decimal(Int128 unscaled, int scale)
    {
        var digits = Int128.Abs(unscaled).ToString(CultureInfo.InvariantCulture).PadLeft(scale + 1, '0');
        return (unscaled < 0 ? "-" : "") + (scale == 0 ? digits : $"{digits[..^scale]}.{digits[^scale..]}");
    }

    private static bool TryFindModules(string package, out string modules)
    {
        modules = Environment.GetEnvironmentVariable("SPINDLE_INTEROP_MODULES") ?? Path.Combine(Scripts, "node_modules");
        if (TestTiers.Current != TestTier.Default && Directory.Exists(Path.Combine(modules, package)))
            return true;
        Skipped.Say($"{package} is checked in the ci tier, with its package in {modules}");
        return false;
    }

    private static void Run(string modules, params string[] arguments)
    {
        var start = new ProcessStartInfo("node") { RedirectStandardError = true, WorkingDirectory = Scripts };
        start.Environment["NODE_PATH"] = modules;
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, errors);
    }
}
