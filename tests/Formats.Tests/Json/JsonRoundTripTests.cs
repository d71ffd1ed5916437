using System.Buffers;
using System.Text;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Formats.Json;
using Spindle.Formats.Tests.Rows;

namespace Spindle.Formats.Tests.Json;

public class JsonRoundTripTests
{
    private static readonly StructType Schema = JsonFeed.Schema(
        ("b", DataType.Boolean), ("i1", DataType.Byte), ("i2", DataType.Short), ("i4", DataType.Int), ("i8", DataType.Long), ("f4", DataType.Float), ("f8", DataType.Double),
        ("d1", new DecimalType(9, 3)), ("d2", new DecimalType(38, 10)), ("s", DataType.String), ("bin", DataType.Binary), ("day", DataType.Date), ("t", DataType.Timestamp), ("n", DataType.TimestampNtz),
        ("ym", new YearMonthIntervalType()), ("dt", new DayTimeIntervalType()), ("time", new TimeType()), ("a\"\n", DataType.String),
        ("arr", new ArrayType(new ArrayType(DataType.Int))), ("m", new MapType(DataType.String, DataType.Double)),
        ("st", JsonFeed.Schema(("x", DataType.Long), ("y", JsonFeed.Schema(("z", new ArrayType(DataType.String)))))), ("last", new ArrayType(JsonFeed.Schema(("k", DataType.Boolean)))));

    [Fact]
    public void What_is_written_reads_back_the_same()
    {
        KeyValuePair<string, string>[] options = [new("timestampFormat", "yyyy-MM-dd'T'HH:mm:ss.SSSSSSXXXXX"), new("timestampNTZFormat", "yyyy-MM-dd'T'HH:mm:ss.SSSSSS")];
        for (var seed = 0; seed < 20; seed++)
        {
            var rows = RandomRows.Of(Schema, 50, new Random(seed));
            var budget = new MemoryBudget();
            var output = new ArrayBufferWriter<byte>();
            var batch = RandomRows.Batch(Schema, rows, budget);
            new JsonWriter(Schema, JsonOptions.ForWriting(options), JsonFeed.Zone, budget).Write(batch, output);
            batch.Release();
            var back = JsonFeed.Read(output.WrittenSpan.ToArray(), Schema, JsonOptions.ForReading(options), window: 777, budget: budget);
            Assert.Equal(rows.Count, back.Count);
            for (var i = 0; i < rows.Count; i++)
                Assert.Equal(rows[i], back[i]);
            Assert.Equal(0, budget.Used);
        }
    }

    [Fact]
    public void Nulls_are_left_out_of_objects_but_not_of_arrays_and_maps()
    {
        var schema = JsonFeed.Schema(("a", DataType.Int), ("t", DataType.Timestamp), ("m", new MapType(DataType.String, DataType.Int)), ("l", new ArrayType(DataType.Int)), ("f", DataType.Double), ("s", DataType.String));
        var budget = new MemoryBudget();
        var output = new ArrayBufferWriter<byte>();
        var map = ValueList.Create([KeyValuePair.Create((object)ByteString.Of("k"), (object?)null)]);
        var batch = RandomRows.Batch(schema, [[null, -2208931200877000L, map, ValueList.Create<object?>([1, null]), double.NaN, ByteString.Of("a\"\\\u0001/é")], [1, null, null, null, 1e7, null]], budget);
        new JsonWriter(schema, JsonOptions.ForWriting([]), JsonFeed.Zone, budget).Write(batch, output);
        batch.Release();
        Assert.Equal("""
            {"t":"1900-01-01T07:59:59.123-08:00","m":{"k":null},"l":[1,null],"f":"NaN","s":"a\"\\\u0001/é"}
            {"a":1,"f":1.0E7}

            """.ReplaceLineEndings("\n"), Encoding.UTF8.GetString(output.WrittenSpan));
        Assert.Equal(0, budget.Used);
    }
}
