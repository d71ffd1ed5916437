using System.Buffers;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Formats.Csv;
using Spindle.Formats.Tests.Rows;

namespace Spindle.Formats.Tests.Csv;

public class CsvRoundTripTests
{
    private static readonly StructType Schema = CsvFeed.Schema(
        ("b", DataType.Boolean), ("i1", DataType.Byte), ("i2", DataType.Short), ("i4", DataType.Int), ("i8", DataType.Long), ("f4", DataType.Float), ("f8", DataType.Double),
        ("d1", new DecimalType(9, 3)), ("d2", new DecimalType(38, 10)), ("s", DataType.String), ("day", DataType.Date), ("t", DataType.Timestamp), ("n", DataType.TimestampNtz),
        ("ym", new YearMonthIntervalType()), ("dt", new DayTimeIntervalType()), ("time", new TimeType()), ("last", DataType.String));

    [Theory]
    [InlineData("")]
    [InlineData("sep=; quoteAll=true")]
    [InlineData("sep=|| escape=\"")]
    [InlineData("sep=\\t lineSep=\r\n")]
    public void What_is_written_reads_back_the_same(string options)
    {
        var pairs = options.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(o => KeyValuePair.Create(o[..o.IndexOf('=')], o[(o.IndexOf('=') + 1)..])).Concat(CsvFeed.Pairs(
            ("nullValue", "\\N"), ("ignoreLeadingWhiteSpace", "false"), ("ignoreTrailingWhiteSpace", "false"), ("multiLine", "true"),
            ("timestampFormat", "yyyy-MM-dd'T'HH:mm:ss.SSSSSSXXXXX"), ("timestampNTZFormat", "yyyy-MM-dd'T'HH:mm:ss.SSSSSS"))).ToArray();
        for (var seed = 0; seed < 20; seed++)
        {
            var rows = RandomRows.Of(Schema, 50, new Random(seed));
            var budget = new MemoryBudget();
            var output = new ArrayBufferWriter<byte>();
            var writer = new CsvWriter(Schema, CsvOptions.ForWriting(pairs), CsvFeed.Zone, budget);
            var batch = RandomRows.Batch(Schema, rows, budget);
            writer.Write(batch, output);
            batch.Release();
            var back = CsvFeed.Read(output.WrittenSpan.ToArray(), Schema, CsvOptions.ForReading(pairs), window: 777, budget: budget);
            Assert.Equal(rows.Count, back.Count);
            for (var i = 0; i < rows.Count; i++)
                Assert.Equal(rows[i], back[i]);
            Assert.Equal(0, budget.Used);
        }
    }

    [Theory]
    [InlineData("a b", "a b")]
    [InlineData(" a ", "a")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("say \"x\"", "\"say \\\"x\\\"\"")]
    [InlineData("a\\b", "a\\b")]
    [InlineData("a\\,b", "\"a\\\\,b\"")]
    [InlineData("", "\"\"")]
    [InlineData("a\nb", "\"a\nb\"")]
    public void Fields_are_quoted_where_they_must_be(string value, string written)
    {
        var schema = CsvFeed.Schema(("a", DataType.String), ("b", DataType.Int));
        var budget = new MemoryBudget();
        var output = new ArrayBufferWriter<byte>();
        var writer = new CsvWriter(schema, CsvFeed.Writing(), CsvFeed.Zone, budget);
        writer.WriteHeader(output);
        var batch = RandomRows.Batch(schema, [[ByteString.Of(value), null]], budget);
        writer.Write(batch, output);
        batch.Release();
        Assert.Equal($"a,b\n{written},\n", System.Text.Encoding.UTF8.GetString(output.WrittenSpan));
    }
}
