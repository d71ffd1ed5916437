using System.Text.RegularExpressions;

namespace Spindle.Cli.Tests;

/// <summary>What the sample prints, compared as shapes: figures vary, the words and columns do not.</summary>
public sealed partial class SampleTests : CommandLine
{
    [Fact]
    public void The_tpch_sample_generates_answers_and_compares()
    {
        var first = Run("Tpch.dll", ["--scale", "0.01", "--out", Path("data")]);
        var lines = first.Succeeded().ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(25, lines.Length);
        Assert.Matches(@"^Spindle 0\.1  local\[\d+\]  budget \d+\.\d GiB  spill \S+/spindle-\d+$", lines[0]);
        Assert.Matches($@"^generated SF 0\.01 -> {Regex.Escape(Path("data/tpch-sf0.01"))}   8 tables  86,\d{{3}} rows  \d+\.\d s$", lines[1]);
        for (var query = 1; query <= 22; query++)
            Assert.Matches($@"^q{query:00} +\d+ rows  \d+\.\d\d s  ok$", lines[query + 1]);
        Assert.Equal("q01      4 rows  # s  ok", Seconds().Replace(lines[2], "# s"));
        Assert.Matches(@"^22 of 22 equal the reference   \d+\.\d s   peak \d+\.\d\d GiB$", lines[24]);

        var again = Run("Tpch.dll", ["--scale", "0.01", "--out", Path("data"), "--queries", "6"]).Succeeded();
        Assert.Contains("found SF 0.01 -> ", again, StringComparison.Ordinal);
        Assert.Contains("1 of 1 equal the reference", again, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"\d+\.\d\d s")]
    private static partial Regex Seconds();
}
