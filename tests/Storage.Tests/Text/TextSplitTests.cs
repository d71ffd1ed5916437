using System.Text;
using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Storage.Tables;

namespace Spindle.Storage.Tests.Text;

public class TextSplitTests
{
    [Theory]
    [InlineData("one\ntwo\nthree\nfour")]
    [InlineData("one\r\ntwo\r\n\r\nthree\r\n")]
    [InlineData("one\rtwo\r\rthree\r")]
    [InlineData("\uFEFFone\ntwo\n")]
    [InlineData("\n\n\n")]
    [InlineData("a line that is much longer than a split\nx")]
    public void Wherever_a_file_is_cut_every_line_is_read_once(string text)
    {
        using var folder = new TemporaryFolder();
        TextTables.Write(folder["lines.txt"], text);
        var table = TextTables.Open("text", folder["lines.txt"]);
        var length = Encoding.UTF8.GetByteCount(text);
        var expected = TextTables.RowsOfCuts(table, []);
        Assert.Equal(text.TrimStart('\uFEFF').ReplaceLineEndings("\n").Split('\n').SkipLast(text[^1] is '\n' or '\r' ? 1 : 0), expected);
        for (long cut = 1; cut < length; cut++)
            for (var second = cut; second < length; second++)
                Assert.Equal(expected, TextTables.RowsOfCuts(table, [cut, second]));
    }

    [Fact]
    public void A_separator_of_ones_own_cuts_too()
    {
        using var folder = new TemporaryFolder();
        TextTables.Write(folder["lines.txt"], "one;;two\nx;;three");
        var table = TextTables.Open("text", folder["lines.txt"], null, ("lineSep", ";;"));
        for (long cut = 1; cut < 17; cut++)
            Assert.Equal(["one", "two\nx", "three"], TextTables.RowsOfCuts(table, [cut]));
    }

    [Fact]
    public void Large_files_are_cut_into_splits_of_whole_lines()
    {
        using var folder = new TemporaryFolder();
        var line = new string('x', 999);
        using (var file = new StreamWriter(folder["large.csv"]))
            for (var i = 0; i < 20_000; i++)
                file.Write($"{i},{line}\n");
        var schema = TextTables.Schema(("id", DataType.Int), ("x", DataType.String));
        var table = TextTables.Open("csv", folder["large.csv"], schema);
        Assert.True(table.PlanSplits(new Sources.ScanRequest([0], [])).Count > 1);
        Assert.Equal(Enumerable.Range(0, 20_000), Reading.Rows(table, columns: 0).Select(r => (int)r[0]!));
    }

    [Fact]
    public void Compressed_files_are_one_split_and_damage_is_an_error_that_names_them()
    {
        using var folder = new TemporaryFolder();
        var text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 100_000).Select(i => $"line {i}\n")));
        TextTables.Gzip(folder["lines.txt.gz"], text);
        var table = TextTables.Open("text", folder["lines.txt.gz"]);
        Assert.Single(table.PlanSplits(new Sources.ScanRequest([0], [])));
        Assert.Equal("line 99999", Reading.Rows(table)[^1][0]!.ToString());
        var bytes = File.ReadAllBytes(folder["lines.txt.gz"]);
        File.WriteAllBytes(folder["cut.txt.gz"], bytes[..(bytes.Length / 2)]);
        File.WriteAllBytes(folder["bent.txt.gz"], [.. bytes[..100], .. new byte[50], .. bytes[150..]]);
        foreach (var name in new[] { "cut.txt.gz", "bent.txt.gz" })
        {
            var damaged = TextTables.Open("text", folder[name]);
            try
            {
                Assert.NotEqual(100_000, Reading.Rows(damaged).Count);
            }
            catch (SpindleException error)
            {
                Assert.Equal("FAILED_READ_FILE.NO_HINT", error.ErrorClass.Name);
                Assert.Contains(name, error.Message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void A_compression_that_is_not_read_is_refused_by_name()
    {
        using var folder = new TemporaryFolder();
        TextTables.Write(folder["x.txt.bz2"], "x");
        var error = Assert.Throws<SpindleException>(() => Reading.Rows(TextTables.Open("text", folder["x.txt.bz2"])));
        Assert.Contains("bz2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_replaced_after_listing_is_an_error()
    {
        using var folder = new TemporaryFolder();
        TextTables.Write(folder["x.txt"], "one\ntwo\n");
        var table = TextTables.Open("text", folder["x.txt"]);
        TextTables.Write(folder["x.txt"], "one\n");
        Assert.Contains("replaced", Assert.Throws<SpindleException>(() => Reading.Rows(table)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_record_past_the_limit_is_one_clear_error_and_memory_stays_bounded()
    {
        using var folder = new TemporaryFolder();
        TextTables.Write(folder["long.csv"], "1,a\n2,\"" + new string('x', 3_000_000) + "\n");
        var table = TextTables.Open("csv", folder["long.csv"], TextTables.Schema(("id", DataType.Int), ("x", DataType.String)), ("multiLine", "true"), ("maxRecordBytes", "1000000"));
        var error = Assert.Throws<SpindleException>(() => Reading.Rows(table, budget: 16 << 20));
        Assert.Equal("SPINDLE_RECORD_TOO_LONG", error.ErrorClass.Name);
        Assert.Contains("long.csv, line 2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Whole_files_are_rows_where_asked_for()
    {
        using var folder = new TemporaryFolder();
        TextTables.Write(folder["a.txt"], "one\ntwo\n");
        TextTables.Write(folder["b.txt"], "three");
        Assert.Equal(["one\ntwo\n", "three"], Reading.Rows(TextTables.Open("text", folder.Path, null, ("wholetext", "true"))).Select(r => r[0]!.ToString()));
    }

    [Fact]
    public void Text_is_written_a_line_a_row()
    {
        using var folder = new TemporaryFolder();
        var schema = TextTables.Schema(("value", DataType.String));
        Writing.Write(TextTables.Sink("text", folder["out"], schema), [[ByteString.Of("one")], [null], [ByteString.Of("three")]]);
        Assert.Equal(["one", "", "three"], Reading.Rows(TextTables.Open("text", folder["out"])).Select(r => r[0]!.ToString()));
        var error = Assert.Throws<SpindleException>(() => TextTables.Sink("text", folder["no"], TextTables.Schema(("a", DataType.Int))));
        Assert.Equal("UNSUPPORTED_DATA_TYPE_FOR_DATASOURCE", error.ErrorClass.Name);
    }
}
