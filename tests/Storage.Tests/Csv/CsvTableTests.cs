using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Sources;
using Spindle.Storage.Tables;
using Spindle.Storage.Tests.Text;
using Spindle.Testing;

namespace Spindle.Storage.Tests.Csv;

public class CsvTableTests
{
    [Theory]
    [InlineData("flat.csv", "header=true")]
    [InlineData("flat-infer.csv", "header=true inferSchema=true")]
    [InlineData("flat-semicolon-quoted.csv", "header=true sep=;")]
    public void Files_read_as_Spark_reads_them(string name, string options)
    {
        if (!SharedData.TryFind($"spark/files/{name}", out var path))
            return;
        var table = TextTables.Open("csv", path, null, [.. options.Split(' ').Select(o => (o.Split('=')[0], o.Split('=')[1]))]);
        var expected = File.ReadAllText(path + ".expected").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(expected[0], table.Schema.Name);
        Assert.Equal(expected.Skip(1).Order(StringComparer.Ordinal), Reading.Lines(table.Schema, Reading.Rows(table), TextTables.Zone).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Wherever_a_file_is_cut_every_record_is_read_once()
    {
        using var folder = new TemporaryFolder();
        TextTables.Write(folder["x.csv"], "a,b\r\n1,\"x, y\"\r\n\r\n2,\"open\r\n3,z");
        var table = TextTables.Open("csv", folder["x.csv"], null, ("header", "true"));
        var length = new FileInfo(folder["x.csv"]).Length;
        for (long cut = 1; cut < length; cut++)
            Assert.Equal(["1|x, y", "2|open", "3|z"], TextTables.RowsOfCuts(table, [cut]));
    }

    [Fact]
    public void Headers_names_and_types_span_files_and_folders_give_columns()
    {
        using var folder = new TemporaryFolder();
        foreach (var (part, text) in new[] { ("k=1", "a,b\n1,x\n"), ("k=2", "a,b\n2.5,y\n"), ("k=3", "") })
        {
            Directory.CreateDirectory(folder[part]);
            TextTables.Write(Path.Combine(folder[part], "x.csv"), text);
        }

        var table = TextTables.Open("csv", folder.Path, null, ("header", "true"), ("inferSchema", "true"));
        Assert.Equal("struct<a:double,b:string,k:int>", table.Schema.Name);
        Assert.Equal([[1.0, ByteString.Of("x"), 1], [2.5, ByteString.Of("y"), 2]], Reading.Rows(table));
        Assert.Equal([[2, ByteString.Of("y")]], Reading.Rows(table, [new Above(2, 1)], columns: [2, 1]).Where(r => (int)r[0]! > 1).ToList());
    }

    [Fact]
    public void Filters_of_the_scan_narrow_batches()
    {
        using var folder = new TemporaryFolder();
        TextTables.Write(folder["x.csv"], "1,a\n5,b\nbad,c\n7,d\n");
        var table = TextTables.Open("csv", folder["x.csv"], TextTables.Schema(("i", DataType.Int), ("s", DataType.String)), ("mode", "DROPMALFORMED"));
        Assert.Equal(["b", "d"], Reading.Rows(table, [new Above(0, 3)]).Select(r => r[1]!.ToString()));
    }

    [Fact]
    public void Rows_are_counted_without_columns()
    {
        using var folder = new TemporaryFolder();
        TextTables.Write(folder["x.csv"], "h\n1,2\n\n3\n\"4\n");
        var table = TextTables.Open("csv", folder["x.csv"], TextTables.Schema(("i", DataType.Int), ("_corrupt_record", DataType.String)), ("header", "true"));
        Assert.Equal(3, Counting.Rows(table));
        var error = Assert.Throws<SpindleException>(() => Reading.Rows(table, columns: 1));
        Assert.Equal("UNSUPPORTED_FEATURE.QUERY_ONLY_CORRUPT_RECORD_COLUMN", error.ErrorClass.Name);
    }

    [Fact]
    public void A_malformed_record_is_named_by_file_and_line_also_in_a_later_split()
    {
        using var folder = new TemporaryFolder();
        TextTables.Write(folder["x.csv"], string.Concat(Enumerable.Range(1, 50).Select(i => i == 40 ? "x\n" : $"{i}\n")));
        var table = TextTables.Open("csv", folder["x.csv"], TextTables.Schema(("i", DataType.Int)), ("mode", "FAILFAST"));
        foreach (var cuts in new long[][] { [], [60], [20, 90] })
        {
            var error = Assert.Throws<SpindleException>(() => TextTables.RowsOfCuts(table, cuts));
            Assert.Equal("MALFORMED_RECORD_IN_PARSING.WITHOUT_SUGGESTION", error.ErrorClass.Name);
            Assert.Contains("x.csv, line 40", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Headers_are_checked_where_the_schema_is_not_enforced()
    {
        using var folder = new TemporaryFolder();
        TextTables.Write(folder["x.csv"], "a,c\n1,2\n");
        var schema = TextTables.Schema(("a", DataType.Int), ("b", DataType.Int));
        Assert.Equal([[1, 2]], Reading.Rows(TextTables.Open("csv", folder["x.csv"], schema, ("header", "true"))));
        Assert.Contains("'c'", Assert.Throws<SpindleException>(() => Reading.Rows(TextTables.Open("csv", folder["x.csv"], schema, ("header", "true"), ("enforceSchema", "false")))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("none", ".csv")]
    [InlineData("gzip", ".csv.gz")]
    [InlineData("zstd", ".csv.zst")]
    public void Tables_are_written_through_jobs_and_read_back(string compression, string ending)
    {
        using var folder = new TemporaryFolder();
        var schema = TextTables.Schema(("i", DataType.Int), ("s", DataType.String), ("d", new DecimalType(20, 2)), ("day", DataType.Date), ("k", DataType.String));
        var rows = Enumerable.Range(0, 5_000).Select(i => new object?[] { i, ByteString.Of($"v\"{i},\n"), (Int128)i * 100, i, ByteString.Of($"p{i % 3}") }).ToList();
        (string, string)[] options = [("header", "true"), ("compression", compression), ("multiLine", "true")];
        Writing.Write(TextTables.Sink("csv", folder["out"], schema, partitionBy: ["k"], options: [.. options, ("ignoreTrailingWhiteSpace", "false")]), rows, partitions: 2);
        Assert.All(Directory.EnumerateFiles(folder["out"], "part-*", SearchOption.AllDirectories), f => Assert.EndsWith(ending, f, StringComparison.Ordinal));
        var back = Reading.Rows(TextTables.Open("csv", folder["out"], schema, options)).OrderBy(r => (int)r[0]!).ToList();
        Assert.Equal(rows, back);
    }

    [Fact]
    public void Types_that_csv_cannot_hold_are_refused_before_anything_is_written()
    {
        using var folder = new TemporaryFolder();
        var error = Assert.Throws<SpindleException>(() => TextTables.Sink("csv", folder["out"], TextTables.Schema(("a", new ArrayType(DataType.Int)))));
        Assert.Equal("UNSUPPORTED_DATA_TYPE_FOR_DATASOURCE", error.ErrorClass.Name);
        Assert.False(Directory.Exists(folder["out"]));
    }

    /// <summary>Rows whose integer column is above a bound.</summary>
    private sealed class Above(int column, int bound) : IScanFilter
    {
        public ValueList<int> Columns { get; } = [column > 1 ? 0 : column];

        public RangeVerdict Test(IColumnRanges ranges) => RangeVerdict.Some;

        public unsafe Selection? Narrow(ReadOnlySpan<Vector> columns, int length, Selection? selection)
        {
            var lanes = selection is null ? [.. Enumerable.Range(0, length)] : selection.Span.ToArray();
            var vector = columns[0];
            var kept = lanes.Where(l => vector.Read(l) is int value && value > bound).ToArray();
            var buffer = new Columnar.Memory.MemoryBudget().Allocate(Math.Max(kept.Length, 1) * sizeof(int));
            kept.CopyTo(new Span<int>(buffer.Pointer, kept.Length));
            return new Selection(buffer, kept.Length);
        }
    }
}
