using Spindle.Testing;
using Xunit.Abstractions;

namespace Spindle.Reference.Tests;

/// <summary>
/// What Spark answers to thousands of statements, tried whole: text in, rows or an error out. Families and their numbers are printed; a number that falls below the one in
/// <c>figures.tsv</c> fails (<c>UPDATE=1</c> in the ci tier rewrites the file). The default tier tries a tenth.
/// </summary>
public class ReferenceTests(ITestOutputHelper output)
{
    private static readonly int Step = TestTiers.Choose(10, 1, 1);

    [Fact]
    public void Functions_casts_and_operators_answer_as_Spark()
    {
        if (!SharedData.TryFind("spark/functions.jsonl", out var path))
            return;
        var cases = FunctionCases.Read(path).Where(c => c.Id % Step == 0).Chunk(256);
        var outcomes = cases.AsParallel().AsOrdered().WithDegreeOfParallelism(2).SelectMany(chunk =>
        {
            using var session = new ReferenceSession();
            session.Session.Conf.Set("spark.sql.binaryOutputStyle", "HEX");
            return chunk.Select(session.Try).ToList();
        }).ToList();
        Figures.Check("functions", outcomes, output);
        Assert.True(outcomes.Count(o => o.Verdict == Verdict.NotApplicable) <= 560, "too many cases are called not applicable");
    }

    [Fact]
    public void Golden_files_answer_as_in_Spark()
    {
        if (!SharedData.TryFind("spark/sql-tests", out var root))
            return;
        var all = Directory.GetFiles(Path.Combine(root, "results"), "*.out", SearchOption.AllDirectories).Order(StringComparer.Ordinal);
        // A few files by name, for who works on what they ask for.
        var files = Environment.GetEnvironmentVariable("SPINDLE_REFERENCE_FILES") is { Length: > 0 } names
            ? all.Where(p => names.Split(',').Any(n => p.Contains(n, StringComparison.Ordinal))) : all.Where((_, i) => i % Step == 0);
        var outcomes = files
            .Select(p => GoldenFile.Read(root, p)).AsParallel().AsOrdered().WithDegreeOfParallelism(2).SelectMany(f => GoldenRun.Of(f, root)).ToList();
        Figures.Check("golden", outcomes, output);
        Assert.True(outcomes.Count(o => o.Verdict == Verdict.NotApplicable) <= 0.08 * outcomes.Count, "too many statements are called not applicable");
    }
}
