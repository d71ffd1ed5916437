using System.Text;
using System.Text.Json.Nodes;
using Spindle.Client.Resources;
using Spindle.Client.Watching;

namespace Spindle.Client.Tests;

public sealed class FormatTests
{
    [Theory]
    [InlineData("500m", "0.5")]
    [InlineData("2", "2")]
    [InlineData("1.5", "1.5")]
    [InlineData("1Gi", "1073741824")]
    [InlineData("1.5Gi", "1610612736")]
    [InlineData("100k", "100000")]
    [InlineData("1e3", "1000")]
    [InlineData("1E", "1000000000000000000")]
    [InlineData("2Ei", "2305843009213693952")]
    [InlineData("100n", "0.0000001")]
    [InlineData("-5Mi", "-5242880")]
    public void Quantities_are_read_as_the_API_writes_them(string text, string value) =>
        Assert.Equal(decimal.Parse(value, System.Globalization.CultureInfo.InvariantCulture), Quantity.Parse(text).Value);

    [Theory]
    [InlineData("")]
    [InlineData("Gi")]
    [InlineData("1Xi")]
    [InlineData("1 Gi")]
    [InlineData("79228162514264337593543950335Ei")]
    public void What_is_no_quantity_is_refused(string text) => Assert.Throws<FormatException>(() => Quantity.Parse(text));

    [Fact]
    public void Bytes_are_written_in_the_largest_unit_that_fits()
    {
        Assert.Equal(["0", "1500", "1Ki", "1536Mi", "2Gi"], new[] { 0, 1500, 1024, 1536L << 20, 2L << 30 }.Select(Quantity.OfBytes));
        Assert.Equal(["500m", "3"], new[] { new Quantity(0.5m), new Quantity(3m) }.Select(q => q.ToString()));
    }

    [Fact]
    public void Yaml_scalars_become_what_the_API_takes_them_for()
    {
        var json = Yaml.Parse("""
            a: 1
            b: "1"
            c: true
            d: yes
            e: ~
            f: 1.5
            g: 0x1F
            h: 1Gi
            i: |
              two
              lines
            j: [x, {y: null}]
            k: 2001-01-01
            l: 0o17
            m: .inf
            n: 1_000
            """)!.AsObject();
        Assert.Equal("""{"a":1,"b":"1","c":true,"d":"yes","e":null,"f":1.5,"g":31,"h":"1Gi","i":"two\nlines\n","j":["x",{"y":null}],"k":"2001-01-01","l":15,"m":".inf","n":"1_000"}""", json.ToJsonString());
        Assert.Equal(2, Yaml.ParseAll("a: 1\n---\nb: 2\n---\n").Count);
        Assert.Throws<FormatException>(() => Yaml.Parse("a: [1\nb: }"));
        Assert.Contains("line 2", Assert.Throws<FormatException>(() => Yaml.Parse("a: 1\n b: 2\n- c")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Absent_fields_and_numbers_of_any_make_are_read()
    {
        JsonObject? nothing = null;
        Assert.Null(nothing.Object("a").Object("b").Text("c"));
        Assert.Empty(nothing.Objects("x"));
        var json = new JsonObject { ["made"] = 5, ["read"] = JsonNode.Parse("7"), ["text"] = "7" };
        Assert.Equal((5L, 7L, (long?)null), (json.Integer("made"), json.Integer("read"), json.Integer("text")));
    }

    [Fact]
    public async Task Lines_are_split_wherever_the_stream_breaks_them()
    {
        var text = "one\ntwo 😀\n\nlast";
        var reader = new LineReader(new Dripping(Encoding.UTF8.GetBytes(text)), 100);
        var lines = new List<string>();
        while (await reader.ReadAsync(default) is { } line)
            lines.Add(Encoding.UTF8.GetString(line.Span));
        Assert.Equal(text.Split('\n'), lines);
        var long_ = new LineReader(new Dripping(new byte[200]), 100);
        await Assert.ThrowsAsync<InvalidDataException>(() => long_.ReadAsync(default));
    }

    [Fact]
    public void Addresses_escape_what_they_hold()
    {
        Assert.Equal("/apis/coordination.k8s.io/v1/namespaces/a%2Fb/leases/x%20y/status", Kinds.Lease.Kind.Path("a/b", "x y", "status"));
        Assert.Equal("/api/v1/pods", Kinds.Pod.Kind.Path(null));
        Assert.Equal("/api/v1/nodes/n", Kinds.Node.Kind.Path("ignored", "n"));
    }

    // Gives one byte a read.
    private sealed class Dripping(byte[] bytes) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => base.ReadAsync(buffer[..Math.Min(1, buffer.Length)], cancellationToken);
    }
}
