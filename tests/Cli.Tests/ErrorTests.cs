namespace Spindle.Cli.Tests;

/// <summary>Every error is one clear message on the error stream and exit code 1.</summary>
public sealed class ErrorTests : CommandLine
{
    [Fact]
    public void A_wrong_column_is_marked_and_the_nearest_named()
    {
        var lineitem = Path("lineitem");
        Prints("", Spindle("sql", "--format", "parquet", "--out", lineitem + ".parquet", "-e", "select 'A' as l_returnflag, 1L as l_orderkey"));
        Fails(
            """
            error UNRESOLVED_COLUMN.WITH_SUGGESTION (42703) line 1, column 8
              select l_returnflg from lineitem
                     ^^^^^^^^^^^   did you mean l_returnflag?
            """, Spindle("sql", "--table", $"lineitem={lineitem}.parquet", "-e", "select l_returnflg from lineitem"));
    }

    [Fact]
    public void A_place_in_a_later_line_is_marked_there() => Fails(
        """
        error UNRESOLVED_COLUMN.WITH_SUGGESTION (42703) line 2, column 2
            amont
            ^^^^^   did you mean amount?
        """.Replace("    amont", "   amont", StringComparison.Ordinal).Replace("    ^^^^^", "   ^^^^^", StringComparison.Ordinal),
        Spindle("sql", "-e", "select\n amont\nfrom values (1) t(amount)"));

    [Fact]
    public void A_division_by_zero_says_what_to_do() => Fails(
        """
        error DIVIDE_BY_ZERO (22012) line 1, column 8
          select 1/0
                 ^^^   division by zero: use try_divide to get null instead, or set spark.sql.ansi.enabled to false
        """, Spindle("sql", "-e", "select 1/0"));

    [Fact]
    public void A_missing_file_is_named()
    {
        Fails(
            """
            error PATH_NOT_FOUND (42K03)
              nothing is found at /nowhere/at/all
            """, Spindle("sql", "--table", "t=/nowhere/at/all", "-e", "select 1"));
        Fails("spindle: there is no file 'absent.sql' to read statements from", Spindle("sql", "-f", "absent.sql"));
    }

    [Fact]
    public void A_truncated_file_is_told_from_a_good_one()
    {
        var file = Path("t.parquet");
        Prints("", Spindle("sql", "--format", "parquet", "--out", file, "-e", "select id from range(1000)"));
        var bytes = File.ReadAllBytes(file);
        File.WriteAllBytes(file, bytes[..(bytes.Length / 2)]);
        var run = Spindle("sql", "--table", $"t={file}", "-e", "select sum(id) from t");
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("error ", run.Error, StringComparison.Ordinal);
        Assert.Contains("t.parquet", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_result_that_cannot_be_written_leaves_nothing()
    {
        Write("taken", "a file where a folder is wanted");
        var run = Spindle("sql", "--format", "csv", "--out", Path("taken/rows.csv"), "-e", "select 1");
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("spindle: ", run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.TrimEnd().Split('\n'));
    }

    [Theory]
    [InlineData("parquet")]
    [InlineData("csv")]
    public void A_query_that_fails_in_the_middle_leaves_no_file(string format)
    {
        var run = Spindle("sql", "--format", format, "--out", Path("rows"), "-e", "select 1 / (id - 5000) as x from range(10000)");
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("error DIVIDE_BY_ZERO", run.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(Path(".")));
    }

    [Theory]
    [InlineData("spindle: there is no command 'sequel'; see spindle --help", "sequel")]
    [InlineData("spindle: spindle sql has no option '--frmat'; see spindle --help", "sql", "--frmat", "csv")]
    [InlineData("spindle: -e needs a query", "sql", "-e")]
    [InlineData("spindle: spindle tpch takes generate; see spindle --help", "tpch")]
    [InlineData("spindle: spindle tpch generate needs --out DIR", "tpch", "generate")]
    [InlineData("spindle: --format takes parquet, csv or tbl, not 'xml'", "tpch", "generate", "--out", "x", "--format", "xml")]
    [InlineData("spindle: there is no table 'lineitm'; there are region, nation, supplier, customer, part, partsupp, orders, lineitem", "tpch", "generate", "--out", "x", "--table", "lineitm")]
    [InlineData("spindle: --table takes name=path, not 'lineitem'", "sql", "--table", "lineitem")]
    public void A_command_line_without_sense_says_where(string message, params string[] arguments) => Fails(message, Spindle(arguments));

    [Fact]
    public void A_bug_of_ours_is_one_line_unless_more_is_asked_for()
    {
        var bug = Thrown(() => throw new InvalidOperationException("two\nlines"));
        var (brief, full) = (new StringWriter(), new StringWriter());

        Assert.Equal(1, Failure.Report(bug, brief, detailed: false));
        Assert.Equal(1, Failure.Report(new AggregateException(bug), full, detailed: true));

        Assert.Equal("spindle: internal error: InvalidOperationException: two lines; set SPINDLE_DEBUG=1 for where it happened, and please report it", brief.ToString().TrimEnd());
        Assert.StartsWith(brief.ToString(), full.ToString(), StringComparison.Ordinal);
        Assert.Contains("   at ", full.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_interruption_has_its_own_code()
    {
        var text = new StringWriter();
        Assert.Equal(130, Failure.Report(new OperationCanceledException(), text, detailed: false));
        Assert.Equal("spindle: cancelled", text.ToString().TrimEnd());
    }

    private static Exception Thrown(Action action)
    {
        try
        {
            action();
        }
        catch (Exception error)
        {
            return error;
        }

        throw new InvalidOperationException("nothing was thrown");
    }
}
