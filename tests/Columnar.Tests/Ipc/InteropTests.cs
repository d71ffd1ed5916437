using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Spindle.Columnar.Compression;
using Spindle.Columnar.Ipc;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Testing;

namespace Spindle.Columnar.Tests.Ipc;

/// <summary>
/// Arrow IPC against other implementations, both ways, through the scripts under <c>tests/interop/arrow</c>. In the ci
/// tier, and where their packages are installed; else each test prints that it is skipped.
/// </summary>
public sealed class InteropTests : IDisposable
{
    private static readonly string Scripts = Path.Combine(Repository.Root, "tests", "interop", "arrow");
    private readonly string _folder = Directory.CreateTempSubdirectory("spindle-arrow-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Another_implementation_reads_what_is_written()
    {
        if (!TryFindModules("apache-arrow", out string modules))
            return;

        CompressionCodec[] codecs = [CompressionCodec.Uncompressed, CompressionCodec.Lz4Frame, CompressionCodec.Zstd];
        var files = new List<string>();
        var expected = new List<JsonArray>();
        for (int seed = 0; seed < 24; seed++)
        {
            var budget = new MemoryBudget();
            var random = new Random(seed);
            var source = new RandomBatches(random, budget);
            StructType schema = seed == 0 ? RandomBatches.EveryAtom : source.Schema(1 + random.Next(4));
            RecordBatch[] batches = [.. Enumerable.Range(0, 1 + random.Next(3)).Select(_ => source.Batch(schema, 1 + random.Next(60)))];
            var options = new ArrowWriteOptions { Compression = codecs[seed % 3], DictionaryColumns = new HashSet<string> { "c0" } };
            string file = Path.Combine(_folder, $"ours{seed}.{(seed % 2 == 0 ? "arrows" : "arrow")}");
            File.WriteAllBytes(file, seed % 2 == 0
                ? RoundTripTests.WriteStream(schema, batches, budget, options)
                : RoundTripTests.WriteFile(schema, batches, budget, options));
            files.Add(file);
            expected.Add(Rows(schema, batches));
        }

        Run(modules, ["arrow.cjs", "read", .. files]);
        for (int i = 0; i < files.Count; i++)
        {
            JsonNode read = JsonNode.Parse(File.ReadAllText(files[i] + ".json"))!;
            Assert.True(JsonNode.DeepEquals(expected[i], read["rows"]),
                $"{Path.GetFileName(files[i])} {read["schema"]!.ToJsonString()}\n{expected[i].ToJsonString()}\n{read["rows"]!.ToJsonString()}");
        }
    }

    [Fact]
    public void What_another_implementation_writes_is_read()
    {
        if (!TryFindModules("apache-arrow", out string modules))
            return;

        Run(modules, ["arrow.cjs", "write", _folder]);
        string[] files = [.. Directory.GetFiles(_folder).Where(file => !file.EndsWith(".json", StringComparison.Ordinal))];
        Assert.True(files.Length == 10, $"{files.Length} files were written");
        foreach (string file in files)
        {
            JsonNode expected = JsonNode.Parse(File.ReadAllText(file + ".json"))!["rows"]!;
            JsonArray actual = Read(file);
            Assert.True(JsonNode.DeepEquals(expected, actual),
                $"{Path.GetFileName(file)}\n{expected.ToJsonString()}\n{actual.ToJsonString()}");
        }
    }

    /// <summary>Polars reads what is written here and writes it in its own layouts: views, large offsets, either codec.</summary>
    [Theory]
    [InlineData("uncompressed")]
    [InlineData("lz4")]
    [InlineData("zstd")]
    public void Rows_survive_a_pass_through_polars(string codec)
    {
        if (!TryFindModules("nodejs-polars", out string modules))
            return;

        var budget = new MemoryBudget();
        var source = new RandomBatches(new Random(5), budget);
        var inner = new StructType([new Field("x", DataType.Int), new Field("y", DataType.String)]);
        DataType[] types =
        [
            DataType.Boolean, DataType.Byte, DataType.Short, DataType.Int, DataType.Long, DataType.Float, DataType.Double, DataType.String,
            DataType.Binary, DataType.Date, DataType.Timestamp, DataType.TimestampNtz, new DayTimeIntervalType(), new DecimalType(20, 3),
            new ArrayType(DataType.Long), new ArrayType(new ArrayType(DataType.String)), inner,
        ];
        var schema = new StructType([.. types.Select((type, i) => new Field($"p{i}", type))]);
        RecordBatch[] batches = [source.Batch(schema, 40), source.Batch(schema, 300)];
        string input = Path.Combine(_folder, "in.ipc"), output = Path.Combine(_folder, "out.arrow");
        File.WriteAllBytes(input, RoundTripTests.WriteFile(schema, batches, budget, new() { Compression = CompressionCodec.Lz4Frame }));
        Run(modules, ["polars.cjs", input, output, codec]);

        JsonArray expected = Rows(schema, batches);
        JsonArray actual = Read(output);
        Assert.True(JsonNode.DeepEquals(expected, actual), $"{expected.ToJsonString()}\n{actual.ToJsonString()}");
    }

    private static JsonArray Read(string file)
    {
        var budget = new MemoryBudget();
        var rows = new JsonArray();
        if (file.EndsWith(".arrow", StringComparison.Ordinal))
        {
            using var reader = new ArrowFileReader(File.OpenRead(file), budget);
            for (int i = 0; i < reader.BatchCount; i++)
                AddRows(rows, reader.Schema, reader.Read(i));
        }
        else
        {
            using var reader = new ArrowStreamReader(File.OpenRead(file), budget);
            while (reader.Read() is { } batch)
                AddRows(rows, reader.Schema, batch);
        }

        return rows;
    }

    private static JsonArray Rows(StructType schema, IEnumerable<RecordBatch> batches)
    {
        var rows = new JsonArray();
        foreach (RecordBatch batch in batches)
            AddRows(rows, schema, batch);
        return rows;
    }

    /// <summary>Releases the batch.</summary>
    private static void AddRows(JsonArray rows, StructType schema, RecordBatch batch)
    {
        foreach (object?[] row in RandomBatches.Rows(batch))
            rows.Add(new JsonArray([.. row.Select((value, i) => Canonical(value, schema.Fields[i].Type))]));
        batch.Release();
    }

    /// <summary>The form that <c>canonical.cjs</c> makes of the same value.</summary>
    private static JsonNode? Canonical(object? value, DataType type) => value switch
    {
        null => null,
        bool flag => JsonValue.Create(flag),
        float single => Text(BitConverter.DoubleToInt64Bits(single)),
        double number => Text(BitConverter.DoubleToInt64Bits(number)),
        ByteString bytes => JsonValue.Create(Convert.ToHexStringLower(bytes.Span)),
        CalendarInterval interval => new JsonArray(Text(interval.Months), Text(interval.Days), Text(interval.Microseconds)),
        ValueList<KeyValuePair<object, object?>> entries => new JsonArray([.. entries.Select(entry =>
            (JsonNode)new JsonArray(Canonical(entry.Key, ((MapType)type).Key), Canonical(entry.Value, ((MapType)type).Value)))]),
        ValueList<object?> items when type is StructType fields =>
            new JsonArray([.. items.Select((item, i) => Canonical(item, fields.Fields[i].Type))]),
        ValueList<object?> items => new JsonArray([.. items.Select(item => Canonical(item, ((ArrayType)type).Element))]),
        IFormattable whole => Text(whole),
        _ => throw new UnreachableException(value.GetType().Name),
    };

    private static JsonValue Text(IFormattable value) => JsonValue.Create(value.ToString(null, CultureInfo.InvariantCulture));

    private static bool TryFindModules(string package, out string modules)
    {
        modules = Environment.GetEnvironmentVariable("SPINDLE_INTEROP_MODULES") ?? Path.Combine(Scripts, "node_modules");
        if (TestTiers.Current == TestTier.Default)
            Skipped.Say("interoperability runs in the ci tier (SPINDLE_TEST_TIER=ci)");
        else if (!Directory.Exists(Path.Combine(modules, package)))
            Skipped.Say($"{package} is not installed under tests/interop/arrow");
        else
            return true;
        return false;
    }

    private static void Run(string modules, string[] arguments)
    {
        var start = new ProcessStartInfo("node", arguments)
        {
            WorkingDirectory = Scripts,
            RedirectStandardError = true,
        };
        start.Environment["NODE_PATH"] = Path.GetFullPath(modules);
        using Process node = Process.Start(start)!;
        string errors = node.StandardError.ReadToEnd();
        node.WaitForExit();
        Assert.True(node.ExitCode == 0, errors);
    }
}
