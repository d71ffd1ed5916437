using System.Text;
using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Formats.Json;
using Spindle.Formats.Rows;

namespace Spindle.Formats.Tests.Json;

public class JsonReaderTests
{
    private static readonly StructType Nested = JsonFeed.Schema(
        ("a", DataType.Long), ("s", DataType.String), ("arr", new ArrayType(DataType.Int)), ("st", JsonFeed.Schema(("x", DataType.Int), ("y", DataType.String))),
        ("m", new MapType(DataType.String, DataType.Double)), ("as", new ArrayType(JsonFeed.Schema(("x", DataType.Int)))), ("_corrupt_record", DataType.String));

    [Theory]
    [InlineData("""{"a":1,"s":"x","arr":[1,null],"st":{"x":1,"y":"z"},"m":{"k":1.5},"as":[{"x":1},{}]}""", """1 x [1,null] {"x":1,"y":"z"} {"k":1.5} [{"x":1},{"x":null}] NULL""")]
    [InlineData("""{ "s" : "é\n\u00e9\ud83d\ude00\/" , "other" : [ {"deep":[1,2,{}]} ] , "a" : -0 }""", "0 é\né😀/ NULL NULL NULL NULL NULL")]
    [InlineData("""{"a":1,"a":2,"s":{"k":[1, 2]},"arr":[]}""", """2 {"k":[1, 2]} [] NULL NULL NULL NULL""")]
    [InlineData("""{'a':7,'s':'it\'s "so"','m':{'k':NaN,'l':"-Infinity",'n':-INF}}""", """7 it's "so" NULL NULL {"k":NaN,"l":-Infinity,"n":-Infinity} NULL NULL""")]
    [InlineData("{\"a\":null,\"s\":null,\"\\u0073t\":{\"x\":5}} trailing", """NULL NULL NULL {"x":5,"y":null} NULL NULL NULL""")]
    [InlineData("""{"s":true,"a":5}""", "5 true NULL NULL NULL NULL NULL")]
    public void Records_become_rows(string text, string expected) => Assert.Equal(expected, Assert.Single(Shown(text)));

    [Theory]
    [InlineData("""{"a":"1","s":"x"}""", "NULL x NULL NULL NULL NULL {}")]
    [InlineData("""{"a":1.0,"s":"x"}""", "NULL x NULL NULL NULL NULL {}")]
    [InlineData("""{"a":9223372036854775808}""", "NULL NULL NULL NULL NULL NULL {}")]
    [InlineData("""{"arr":[1,"2",3],"a":1}""", "1 NULL NULL NULL NULL NULL {}")]
    [InlineData("""{"st":{"x":"no","y":"yes"},"a":1}""", "1 NULL NULL {\"x\":null,\"y\":\"yes\"} NULL NULL {}")]
    [InlineData("""{"st":[1],"a":1}""", "1 NULL NULL NULL NULL NULL {}")]
    [InlineData("""{"as":[{"x":1},{"x":"no"}],"a":1}""", "1 NULL NULL NULL NULL [{\"x\":1},{\"x\":null}] {}")]
    [InlineData("""{"m":{"k":true},"a":1}""", "1 NULL NULL NULL NULL NULL {}")]
    [InlineData("""{"a":1,"s":"x" """, "NULL NULL NULL NULL NULL NULL {}")]
    [InlineData("""{"a":1,}""", "NULL NULL NULL NULL NULL NULL {}")]
    [InlineData("""{"a":01}""", "NULL NULL NULL NULL NULL NULL {}")]
    [InlineData("""{"s":"\q"}""", "NULL NULL NULL NULL NULL NULL {}")]
    [InlineData("""{a:1}""", "NULL NULL NULL NULL NULL NULL {}")]
    [InlineData("""/* c */ {"a":1}""", "NULL NULL NULL NULL NULL NULL {}")]
    [InlineData("17", "NULL NULL NULL NULL NULL NULL {}")]
    [InlineData("null", "NULL NULL NULL NULL NULL NULL {}")]
    [InlineData("{\"s\":\"a\tb\"}", "NULL NULL NULL NULL NULL NULL {}")]
    public void What_does_not_fit_is_null_and_the_record_is_kept(string text, string expected)
    {
        Assert.Equal(expected.Replace("{}", text), Assert.Single(Shown(text)));
        Assert.Empty(Shown(text, ("mode", "DROPMALFORMED")));
        var error = Assert.Throws<SpindleException>(() => Shown(text, ("mode", "FAILFAST")));
        Assert.Equal("MALFORMED_RECORD_IN_PARSING.WITHOUT_SUGGESTION", error.ErrorClass.Name);
        Assert.Equal(text, error.Parameters["badRecord"]);
    }

    [Theory]
    [InlineData("allowComments", """/* c */ {"a":1 // x""" + "\n}", "1")]
    [InlineData("allowUnquotedFieldNames", "{a:1}", "1")]
    [InlineData("allowNumericLeadingZeros", """{"a":001}""", "1")]
    [InlineData("allowBackslashEscapingAnyCharacter", """{"s":"\q","a":1}""", "1")]
    [InlineData("allowUnquotedControlChars", "{\"s\":\"a\tb\",\"a\":1}", "1")]
    public void Leniency_is_an_option(string option, string text, string expected) =>
        Assert.StartsWith(expected, Assert.Single(Shown(text, (option, "true"), ("multiLine", text.Contains('\n') ? "true" : "false"))), StringComparison.Ordinal);

    [Fact]
    public void Lines_are_records_and_arrays_are_rows()
    {
        var text = "{\"a\":1}\r\n\n  \n[{\"a\":2},{\"a\":3}]\n[]\n{\"a\":4}";
        foreach (var window in new[] { int.MaxValue, 1, 5 })
            Assert.Equal([1L, 2L, 3L, 4L], JsonFeed.Read(Encoding.UTF8.GetBytes(text), JsonFeed.Schema(("a", DataType.Long)), JsonFeed.Reading(), window: window, batchRows: 2).Select(r => r[0]));
    }

    [Fact]
    public void A_document_is_one_record_with_multiLine()
    {
        var text = "[\n {\"a\":\n1},\n {\"a\":2}\n]\n"u8.ToArray();
        Assert.Equal([1L, 2L], JsonFeed.Read(text, JsonFeed.Schema(("a", DataType.Long)), JsonFeed.Reading(("multiLine", "true")), window: 3, batchRows: 1).Select(r => r[0]));
    }

    [Fact]
    public void Values_become_the_types_of_the_schema()
    {
        var schema = JsonFeed.Schema(("i", DataType.Int), ("f", DataType.Float), ("d", new DecimalType(5, 2)), ("day", DataType.Date), ("t", DataType.Timestamp), ("t2", DataType.Timestamp), ("bin", DataType.Binary), ("b", DataType.Boolean));
        var text = """{"i":3,"f":1e2,"d":"1.005","day":"2024-02-29","t":"2024-07-01T12:00:00Z","t2":1,"bin":"AQI=","b":true}"""u8.ToArray();
        Assert.Equal([3, 100f, (Int128)101, 19782, 1719835200000000L, 1000000L, ByteString.Of([1, 2]), true], Assert.Single(JsonFeed.Read(text, schema, JsonFeed.Reading())));
    }

    [Fact]
    public void Nesting_without_end_is_malformed_and_harmless() => Assert.Equal(
        "the record is not JSON", JsonFeed.Read([.. Enumerable.Repeat((byte)'[', 100_000)], Nested, JsonFeed.Reading())[0][6] is ByteString { Length: 100_000 } ? "the record is not JSON" : "");

    [Theory]
    [InlineData("""{"b":1,"a":"x"}""", "a:string,b:bigint")]
    [InlineData("{\"a\":1}\n{\"a\":1.5}", "a:double")]
    [InlineData("{\"a\":1}\n{\"a\":\"x\"}", "a:string")]
    [InlineData("{\"a\":12345678901234567890}", "a:decimal(20,0)")]
    [InlineData("{\"a\":12345678901234567890}\n{\"a\":1.5}", "a:double")]
    [InlineData("{\"a\":[1,null,2.5]}\n{\"a\":[]}", "a:array<double>")]
    [InlineData("{\"a\":[1,\"x\"]}", "a:array<string>")]
    [InlineData("{\"a\":{\"x\":1}}\n{\"a\":{\"y\":[{}]}}", "a:struct<x:bigint>")]
    [InlineData("{\"a\":{\"x\":1}}\n{\"a\":5}", "a:string")]
    [InlineData("{\"a\":null,\"b\":\"\",\"c\":{}}", "a:string,b:string")]
    [InlineData("{\"a\":true}\nnonsense", "_corrupt_record:string,a:boolean")]
    [InlineData("[{\"a\":1},{\"b\":true}]", "a:bigint,b:boolean")]
    public void Schemas_are_inferred(string text, string fields) => Assert.Equal($"struct<{fields}>", JsonFeed.Infer(Encoding.UTF8.GetBytes(text), JsonFeed.Reading()).Name);

    [Theory]
    [InlineData("primitivesAsString", "{\"a\":1,\"b\":true}", "a:string,b:string")]
    [InlineData("prefersDecimal", "{\"a\":1.25}", "a:decimal(3,2)")]
    [InlineData("dropFieldIfAllNull", "{\"a\":null,\"b\":1,\"c\":[null]}", "b:bigint")]
    [InlineData("inferTimestamp", "{\"a\":\"2024-01-01T00:00:00\"}", "a:timestamp")]
    public void Inference_has_options(string option, string text, string fields) =>
        Assert.Equal($"struct<{fields}>", JsonFeed.Infer(Encoding.UTF8.GetBytes(text), JsonFeed.Reading((option, "true"))).Name);

    private static IEnumerable<string> Shown(string text, params (string, string)[] options) =>
        JsonFeed.Read(Encoding.UTF8.GetBytes(text), Nested, JsonFeed.Reading(options)).Select(r => string.Join(' ', r.Select((v, i) => CellText.Format(v, Nested.Fields[i].Type, JsonFeed.Zone, CellStyle.Hive))));
}
