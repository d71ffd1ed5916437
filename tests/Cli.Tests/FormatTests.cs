namespace Spindle.Cli.Tests;

/// <summary>The forms that <c>spindle sql</c> prints and writes rows in.</summary>
public sealed class FormatTests : CommandLine
{
    private const string Query = "select 1 a, 'x,y|z' b, null c, 1.50 d, date'2020-01-31' e, array(1, 2) f, '' g";

    [Fact]
    public void Table() => Prints(
        """
        +---+-----+----+----+----------+------+---+
        |a  |b    |c   |d   |e         |f     |g  |
        +---+-----+----+----+----------+------+---+
        |1  |x,y|z|NULL|1.50|2020-01-31|[1, 2]|   |
        +---+-----+----+----+----------+------+---+
        """, Spindle("sql", "-e", Query));

    [Fact]
    public void Csv() => Prints(
        """
        a,b,c,d,e,f,g
        1,"x,y|z",,1.50,2020-01-31,"[1, 2]",""
        """, Spindle("sql", "--format", "csv", "-e", Query));

    [Fact]
    public void Json() => Prints("""{"a":1,"b":"x,y|z","c":null,"d":1.50,"e":"2020-01-31","f":[1,2],"g":""}""", Spindle("sql", "--format=json", "-e", Query));

    [Fact]
    public void Markdown() => Prints(
        """
        | a | b | c | d | e | f | g |
        |---:|---|---|---:|---|---|---|
        | 1 | x,y\|z | NULL | 1.50 | 2020-01-31 | [1, 2] |  |
        """, Spindle("sql", "--format", "markdown", "-e", Query));

    [Fact]
    public void Parquet_is_one_file_that_is_a_table_again()
    {
        var file = Path("rows.parquet");
        Prints("", Spindle("sql", "--format", "parquet", "--out", file, "-e", "select id, id * 2 as twice from range(3)"));
        Assert.Equal([file], Directory.GetFileSystemEntries(Path(".")).Select(System.IO.Path.GetFullPath));
        Prints("id,twice\n0,0\n1,2\n2,4", Spindle("sql", "--table", $"t={file}", "--format", "csv", "-e", "select * from t order by id"));
    }

    [Fact]
    public void Out_takes_text_too()
    {
        Prints("", Spindle("sql", "--format", "csv", "--out", Path("rows.csv"), "-e", "select 1 a"));
        Assert.Equal("a\n1\n", File.ReadAllText(Path("rows.csv")).ReplaceLineEndings("\n"));
    }

    [Theory]
    [InlineData("spindle: --format takes table, csv, json, markdown or parquet, not 'xlsx'", "--format", "xlsx")]
    [InlineData("spindle: --format parquet needs --out FILE", "--format", "parquet")]
    public void A_format_that_makes_no_sense_says_what_does(string message, params string[] arguments) => Fails(message, Spindle(["sql", "-e", "select 1", .. arguments]));
}
