using System.Text.RegularExpressions;

namespace Spindle.Cli.Tests;

/// <summary>Where statements and tables come from, and the options beside them.</summary>
public sealed class SqlCommandTests : CommandLine
{
    [Fact]
    public void A_file_may_hold_several_statements()
    {
        var script = Write("job.sql",
            """
            -- A view, then a query; the semicolon in the text ends nothing.
            create temp view v as select 'a;b' as t;
            select t from v;
            select 2 as n
            """);
        Prints("t\na;b\nn\n2", Spindle("sql", "--format", "csv", "-f", script));
    }

    [Fact]
    public void Tables_are_files_of_any_format()
    {
        var csv = Write("prices.csv", "id,price\n1,2.5\n2,4\n");
        var json = Write("names.json", "{\"id\":1,\"name\":\"one\"}\n{\"id\":2,\"name\":\"two\"}\n");
        Prints("name,price\none,2.5\ntwo,4.0", Spindle("sql", "--table", $"p={csv}", "--table", $"n={json}", "--format", "csv", "-e", "select name, price from p join n using (id) order by id"));
    }

    [Fact]
    public void A_setting_holds_for_the_statements() =>
        Prints("a\nNULL".Replace("NULL", "", StringComparison.Ordinal).TrimEnd(), Spindle("sql", "--conf", "spark.sql.ansi.enabled=false", "--format", "csv", "-e", "select 1/0 as a"));

    [Fact]
    public void Executor_processes_answer_with_settings_of_their_own() => Prints("total\n4999950000", Spindle(
        "sql", "--master", "local-cluster[2,2,1g]", "--conf", "spark.sql.shuffle.partitions=4", "--conf", "spark.task.maxFailures=2", "--format", "csv", "-e", "select sum(id) as total from range(100000)"));

    [Fact]
    public void An_unknown_setting_is_refused_with_the_nearest() => Fails(
        """
        error SQL_CONF_NOT_FOUND (42K0I)
          there is no setting spark.sql.ansi.enabld; did you mean spark.sql.ansi.enabled?
        """, Spindle("sql", "--conf", "spark.sql.ansi.enabld=false", "-e", "select 1"));

    [Fact]
    public void A_setting_of_a_wrong_value_says_what_it_takes() => Fails(
        """
        error INVALID_CONF_VALUE.TYPE_MISMATCH (22022)
          spark.sql.ansi.enabled is 'maybe', but takes true or false
        """, Spindle("sql", "--conf", "spark.sql.ansi.enabled=maybe", "-e", "select 1"));

    [Fact]
    public void Timing_goes_to_the_error_stream()
    {
        var run = Spindle("sql", "--timing", "--format", "csv", "-e", "select id from range(1500)");
        Assert.Equal(0, run.ExitCode);
        Assert.Matches(@"^1,500 rows, \d+\.\d{3} s\n$", run.Error.ReplaceLineEndings("\n"));
        Assert.Equal(1501, run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public void Threads_and_memory_are_options() =>
        Prints("n\n100000", Spindle("sql", "--master", "local[1]", "--memory", "64m", "--format", "csv", "-e", "select count(distinct id) as n from range(100000)"));

    [Fact]
    public void A_prompt_reads_statements_and_goes_on_after_an_error()
    {
        var run = Prompt("select 1 as a;\nselect 1/0;\nselect\n2 as b;\nexit\nselect 3 as c;\n", "--format", "csv");
        Assert.Equal("a\n1\nb\n2\n", run.Output.ReplaceLineEndings("\n"));
        Assert.StartsWith("error DIVIDE_BY_ZERO (22012) line 1, column 8\n  select 1/0\n         ^^^   division by zero", run.Error.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Equal(1, run.ExitCode);
    }

    [Fact]
    public void A_prompt_without_errors_ends_well() => Prints("1\n1", Prompt("select 1", "--format", "csv"));

    [Fact]
    public void Help_and_version_are_told()
    {
        Assert.StartsWith("spindle sql [-e QUERY | -f FILE]", Spindle("--help").Succeeded(), StringComparison.Ordinal);
        Assert.StartsWith("spindle sql [-e QUERY | -f FILE]", Spindle("sql", "--help").Succeeded(), StringComparison.Ordinal);
        Assert.Matches(new Regex(@"^Spindle \d+\.\d+\.\d+\s*$"), Spindle("--version").Succeeded());
    }
}
