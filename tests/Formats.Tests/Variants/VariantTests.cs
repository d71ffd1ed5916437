using System.Text;
using Spindle.Columnar.Errors;
using Spindle.Columnar.Memory;
using Spindle.Formats.Variants;
using TimeZone = Spindle.Columnar.Time.TimeZone;

namespace Spindle.Formats.Tests.Variants;

public class VariantTests
{
    [Theory]
    [InlineData("""{"b":[1,-200,40000,3000000000],"a":{"x":null,"":true}}""", """{"a":{"":true,"x":null},"b":[1,-200,40000,3000000000]}""")]
    [InlineData("[1.50, 1e2, 12345678901234567890, 0.1]", "[1.5,100.0,12345678901234567890,0.1]")]
    [InlineData("\"\\u00e9\\n\\\"\"", "\"é\\n\\\"\"")]
    [InlineData("1e400", "\"Infinity\"")]
    [InlineData("{}", "{}")]
    [InlineData(" [] ", "[]")]
    public void Json_comes_back_with_its_fields_in_order(string json, string expected) => Assert.Equal(expected, Text(Read(json)!));

    [Theory]
    [InlineData("{'a':1}")]
    [InlineData("NaN")]
    [InlineData("{\"a\":01}")]
    [InlineData("")]
    [InlineData("[1")]
    public void What_is_no_json_is_no_variant(string json) => Assert.Null(Read(json));

    [Fact]
    public void A_key_stands_once() =>
        Assert.Equal("VARIANT_DUPLICATE_KEY", Assert.Throws<SpindleException>(() => Read("""{"a":1,"a":2}""")).ErrorClass.Name);

    [Fact]
    public void Random_documents_come_back()
    {
        var chance = new Random(7);
        for (var i = 0; i < 300; i++)
        {
            var json = Document(chance, 4);
            Assert.Equal(json, Text(Read(json)!));
        }
    }

    [Theory]
    [InlineData("$.a", "[1,{\"b c\":2}]")]
    [InlineData("$.a[1]['b c']", "2")]
    [InlineData("$", """{"a":[1,{"b c":2}]}""")]
    [InlineData("$.a[2]", null)]
    [InlineData("$.a.b", null)]
    public void Paths_lead_into_variants(string path, string? expected)
    {
        var blob = Read("""{"a":[1,{"b c":2}]}""")!;
        var found = VariantPath.TryParse(path)!.TryFollow(VariantValue.Of(blob), out var value);
        Assert.Equal(expected is not null, found);
        if (!found)
            return;
        var builder = new VariantBuilder();
        builder.Append(value);
        Assert.Equal(expected, Text(builder.Build()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("$.")]
    [InlineData("$[x]")]
    [InlineData("$['a'")]
    public void What_is_no_path_is_refused(string path) => Assert.Null(VariantPath.TryParse(path));

    [Theory]
    [InlineData("$.a", VariantEdit.Operation.Set, """{"a":9}""")]
    [InlineData("$.b[1].c", VariantEdit.Operation.Set, """{"a":[1],"b":[null,{"c":9}]}""")]
    [InlineData("$.a[0]", VariantEdit.Operation.Insert, """{"a":[9,1]}""")]
    [InlineData("$.a", VariantEdit.Operation.Append, """{"a":[1,9]}""")]
    [InlineData("$.a[0]", VariantEdit.Operation.Delete, """{"a":[]}""")]
    [InlineData("$.z", VariantEdit.Operation.Delete, """{"a":[1]}""")]
    public void One_place_is_changed(string path, VariantEdit.Operation operation, string expected)
    {
        var builder = new VariantBuilder();
        var outcome = VariantEdit.Apply(VariantValue.Of(Read("""{"a":[1]}""")!), VariantPath.TryParse(path)!, operation, VariantValue.Of(Read("9")!),
            operation is VariantEdit.Operation.Set or VariantEdit.Operation.Insert, builder, out _);
        Assert.Equal(VariantEditOutcome.Done, outcome);
        Assert.Equal(expected, Text(builder.Build()));
    }

    [Theory]
    [InlineData("""[{"a":1},{"a":2.5,"b c":null}]""", "ARRAY<OBJECT<a: DECIMAL(21,1), `b c`: VOID>>")]
    [InlineData("[1,\"x\"]", "ARRAY<VARIANT>")]
    [InlineData("1.23", "DECIMAL(3,2)")]
    public void Types_are_written_and_read_back(string json, string expected)
    {
        var type = VariantShape.Of(VariantValue.Of(Read(json)!));
        Assert.Equal(expected, VariantShape.Text(type));
        Assert.Equal(type, VariantShape.Parse(expected));
    }

    private static string Document(Random chance, int depth) => chance.Next(depth > 0 ? 6 : 4) switch
    {
        0 => "null",
        1 => $"{chance.NextInt64(long.MinValue, long.MaxValue) >> chance.Next(64)}",
        2 => $"\"{new string((char)('a' + chance.Next(26)), chance.Next(200))}\"",
        3 => chance.Next(2) == 0 ? "true" : "false",
        4 => $"[{string.Join(",", Enumerable.Range(0, chance.Next(chance.Next(10) == 0 ? 300 : 5)).Select(_ => Document(chance, depth - 1)))}]",
        _ => $"{{{string.Join(",", Enumerable.Range(0, chance.Next(chance.Next(10) == 0 ? 300 : 5)).Select(i => $"\"k{i:0000}\":{Document(chance, depth - 1)}"))}}}",
    };

    private static byte[]? Read(string json)
    {
        using var reader = new VariantJson(new MemoryBudget());
        return reader.TryRead(Encoding.UTF8.GetBytes(json));
    }

    private static string Text(byte[] blob) => VariantText.ToJson(blob, TimeZone.Utc);
}
