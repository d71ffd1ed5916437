using System.IO.Compression;
using Spindle.Columnar.Errors;

namespace Spindle.Sql.Tests.BadInput;

/// <summary>Every bad input is one error that names what, where and what to do; the session is as usable afterwards as before, and nothing half written is left.</summary>
public class BadInputTests : Sessions
{
    private void Refused(string errorClass, Action action, params string[] says)
    {
        var error = Assert.Throws<SpindleException>(action);
        Assert.Equal(errorClass, error.ErrorClass.Name);
        var text = ErrorText.Render(error);
        foreach (var part in says)
            Assert.Contains(part, text, StringComparison.Ordinal);
        Assert.DoesNotContain("   at Spindle.", text, StringComparison.Ordinal);
        Assert.Equal(["4950"], Sorted(Session.Sql("select sum(id) from range(100)")));
    }

    [Theory]
    [InlineData("UNRESOLVED_COLUMN.WITH_SUGGESTION", "select l_returnflg from lineitem", "line 1, column 8", "select l_returnflg from lineitem", "did you mean l_returnflag?")]
    [InlineData("TABLE_OR_VIEW_NOT_FOUND", "select 1 from lineitm", "line 1, column 15", "did you mean lineitem?")]
    [InlineData("DATATYPE_MISMATCH.BINARY_OP_DIFF_TYPES", "select 1 + true", "line 1, column 8", "INT", "BOOLEAN")]
    [InlineData("DIVIDE_BY_ZERO", "select 1 / (l_quantity - l_quantity) from lineitem", "line 1, column 8", "try_divide")]
    [InlineData("ARITHMETIC_OVERFLOW", "select cast(2147483647 as int) + length(l_returnflag) from lineitem", "line 1, column 8", "try_")]
    [InlineData("CAST_INVALID_INPUT", "select cast(l_returnflag as int) from lineitem", "line 1, column 8", "'A'", "try_cast")]
    [InlineData("CAST_OVERFLOW", "select cast(l_big as int) from lineitem", "line 1, column 8", "try_cast")]
    [InlineData("PARSE_SYNTAX_ERROR", "select l_quantity form lineitem where", "line 1, column 24", "unexpected 'lineitem'")]
    public void A_wrong_statement(string errorClass, string sql, params string[] says)
    {
        Session.Sql("select 'A' as l_returnflag, 5 as l_quantity, 3000000000 as l_big").CreateOrReplaceTempView("lineitem");
        Refused(errorClass, () => Session.Sql(sql).Collect(), says);
    }

    [Fact]
    public void A_missing_file()
    {
        Refused("PATH_NOT_FOUND", () => Session.Read.Parquet(Path("none")).Collect(), Path("none"));
        Refused("PATH_NOT_FOUND", () => Session.Sql($"select * from csv.`{Path("none")}`").Collect(), Path("none"));
    }

    [Theory]
    [InlineData("parquet")]
    [InlineData("arrow")]
    public void A_file_cut_short(string format)
    {
        Session.Range(5000).Coalesce(1).Write.Format(format).Save(Path("t"));
        var file = Directory.GetFiles(Path("t"), "part-*").Single();
        var bytes = File.ReadAllBytes(file);
        foreach (var length in new[] { bytes.Length - 3, bytes.Length / 2, 5 })
        {
            File.WriteAllBytes(file, bytes[..length]);
            var error = Assert.Throws<SpindleException>(() => Session.Read.Format(format).Load(Path("t")).Collect());
            Assert.Contains(System.IO.Path.GetFileName(file), error.Message, StringComparison.Ordinal);
            Assert.StartsWith("FAILED_READ_FILE", error.ErrorClass.Name, StringComparison.Ordinal);
        }

        Assert.Equal(100, Session.Range(100).Count());
    }

    [Fact]
    public void A_compressed_file_cut_short()
    {
        using (var file = File.Create(Path("t.csv.gz")))
        using (var packed = new GZipStream(file, CompressionLevel.Fastest))
        using (var text = new StreamWriter(packed))
            for (var i = 0; i < 20_000; i++)
                text.Write($"{i},{i * 7919 % 10007}\n");
        var bytes = File.ReadAllBytes(Path("t.csv.gz"));
        File.WriteAllBytes(Path("t.csv.gz"), bytes[..(bytes.Length / 2)]);
        Refused("FAILED_READ_FILE.NO_HINT", () => Session.Read.Schema("a int, b int").Csv(Path("t.csv.gz")).Collect(), "t.csv.gz");
    }

    [Fact]
    public void A_csv_row_too_long()
    {
        File.WriteAllText(Path("open.csv"), "1,a\n2,\"the quote that nobody closes\n" + string.Concat(Enumerable.Repeat("3,b\n", 1_000_000)));
        Refused("SPINDLE_RECORD_TOO_LONG",
            () => Session.Read.Schema("a int, b string").Option("multiLine", true).Option("maxRecordBytes", 100_000).Csv(Path("open.csv")).Collect(), "open.csv", "maxRecordBytes", "quote that is not closed");

        File.WriteAllText(Path("wide.csv"), "1,a\n2,b,more\n3,c\n");
        Refused("MALFORMED_CSV_RECORD", () => Session.Read.Schema("a int, b string").Option("mode", "FAILFAST").Csv(Path("wide.csv")).Collect(),
            "wide.csv, line 2", "2,b,more", "PERMISSIVE");
        Assert.Equal(["1|a", "2|b", "3|c"], Sorted(Session.Read.Schema("a int, b string").Csv(Path("wide.csv"))));
    }

    [Fact]
    public void A_file_that_goes_between_listing_and_reading()
    {
        Session.Range(10).Coalesce(1).Write.Parquet(Path("t"));
        var frame = Session.Read.Parquet(Path("t"));
        var file = Directory.GetFiles(Path("t"), "part-*").Single();
        Session.Range(5000).Coalesce(1).Write.Parquet(Path("u"));
        File.Copy(Directory.GetFiles(Path("u"), "part-*").Single(), file, overwrite: true);
        Refused("FAILED_READ_FILE.NO_HINT", () => frame.Collect(), System.IO.Path.GetFileName(file), "replaced");
        File.Delete(file);
        Refused("FAILED_READ_FILE.FILE_NOT_EXIST", () => frame.Collect(), System.IO.Path.GetFileName(file));
    }

    [Fact]
    public void A_query_that_fails_while_it_is_written_leaves_nothing()
    {
        const string Failing = "select 1 div (id - 70000) as q, id % 3 as p from range(100000)";
        Refused("DIVIDE_BY_ZERO", () => Session.Sql(Failing).Write.Parquet(Path("out")), "try_divide");
        Assert.False(Directory.Exists(Path("out")));
        Refused("DIVIDE_BY_ZERO", () => Session.Sql(Failing).Write.PartitionBy("p").Csv(Path("out")));
        Assert.False(Directory.Exists(Path("out")));
        Refused("DIVIDE_BY_ZERO", () => Session.Sql($"create table made using json as {Failing}"));
        Assert.False(Directory.Exists(Path("warehouse/made")));
        Assert.Empty(Session.Catalog.ListTables());

        Session.Sql("create table kept using parquet as select 1L as q, 2L as p");
        var before = Directory.GetFiles(Path("warehouse/kept"), "*", SearchOption.AllDirectories).Order().ToArray();
        Refused("DIVIDE_BY_ZERO", () => Session.Sql($"insert into kept {Failing}"));
        Refused("DIVIDE_BY_ZERO", () => Session.Sql($"insert overwrite kept {Failing}"));
        Assert.Equal(before, Directory.GetFiles(Path("warehouse/kept"), "*", SearchOption.AllDirectories).Order());
        Assert.Equal(["1|2"], Sorted(Session.Table("kept")));
    }

    [Fact]
    public void A_place_that_cannot_be_written_to()
    {
        File.WriteAllText(Path("taken"), "a file where a folder is wanted");
        Refused("TASK_WRITE_FAILED", () => Session.Range(10).Write.Mode("append").Parquet(Path("taken/t")), Path("taken"));
        Assert.Equal("a file where a folder is wanted", File.ReadAllText(Path("taken")));
    }
}
