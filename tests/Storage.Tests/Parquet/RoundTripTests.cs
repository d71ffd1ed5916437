using Spindle.Columnar.Types;

namespace Spindle.Storage.Tests.Parquet;

/// <summary>What is written is read back, whatever the types, codecs, encodings and sizes of pages and row groups.</summary>
public class RoundTripTests
{
    private static readonly DataType[] Atoms =
    [
        DataType.Boolean, DataType.Byte, DataType.Short, DataType.Int, DataType.Long, DataType.Float, DataType.Double, new DecimalType(7, 2), new DecimalType(18, 3), new DecimalType(38, 10),
        new DecimalType(20, 0), DataType.String, DataType.Binary, DataType.Date, DataType.Timestamp, DataType.TimestampNtz, new TimeType(), new YearMonthIntervalType(),
        new DayTimeIntervalType(DayTimeField.Hour, DayTimeField.Second),
    ];

    private static readonly StructType All = new(
    [
        .. Atoms.Select((t, i) => new Field($"n{i}", t)),
        .. Atoms.Select((t, i) => new Field($"r{i}", t, false)),
        new Field("list", new ArrayType(DataType.Int)),
        new Field("lists", new ArrayType(new ArrayType(DataType.String), false), false),
        new Field("map", new MapType(DataType.String, new ArrayType(DataType.Long))),
        new Field("struct", new StructType([new Field("a", DataType.Int), new Field("b", new StructType([new Field("c", DataType.String, false), new Field("d", new ArrayType(DataType.Double))]))])),
        new Field("required", new StructType([new Field("x", DataType.Long, false)]), false),
    ]);

    public static TheoryData<string, string, string> Ways()
    {
        var ways = new TheoryData<string, string, string>();
        foreach (var codec in new[] { "none", "snappy", "gzip", "zstd", "lz4", "lz4_raw", "brotli" })
            ways.Add(codec, "v1", "");
        ways.Add("snappy", "v2", "");
        ways.Add("none", "v2", "");
        foreach (var encoding in new[] { "PLAIN", "DELTA_BINARY_PACKED", "DELTA_LENGTH_BYTE_ARRAY", "DELTA_BYTE_ARRAY", "BYTE_STREAM_SPLIT", "RLE" })
            ways.Add("zstd", "v2", encoding);
        return ways;
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void Gives_back_what_was_written(string codec, string version, string encoding)
    {
        foreach (var (count, nulls, distinct) in new[] { (0, 5, 0), (1, 5, 0), (700, 4, 0), (700, 0, 12), (700, 3, 5), (300, 1, 0) })
        {
            using var folder = new TemporaryFolder();
            (string, string)[] options = [("compression", codec), ("parquet.writer.version", version), ("parquet.block.row.count.limit", "270"), ("parquet.page.row.count.limit", "64")];
            if (encoding.Length > 0)
                options = [.. options, ("parquet.encoding", encoding), .. All.Fields.Select(f => ($"parquet.encoding#{f.Name}", encoding)), ("parquet.enable.dictionary", "false")];
            var rows = new RandomBatches(count + nulls).Rows(All, count, nulls, distinct);
            Writing.Write(Writing.Sink(folder["t"], All, options: options), rows, 100);
            var table = Reading.Open(folder["t"]);
            Assert.Equal(All.Name, table.Schema.Name);
            foreach (var batchRows in new[] { 2048, 50 })
            {
                var read = Reading.Rows(table, batchRows: batchRows);
                Assert.Equal(rows.Count, read.Count);
                for (var i = 0; i < rows.Count; i++)
                    for (var c = 0; c < All.Fields.Count; c++)
                        if (!Equals(rows[i][c], read[i][c]))
                            Assert.Fail($"row {i}, column {All.Fields[c].Name}: {rows[i][c]} was read as {read[i][c]}");
            }
        }
    }
}
