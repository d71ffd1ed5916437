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
            using var session = FunctionCases.Session("local[1]");
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
        var files = GoldenFile.Chosen(root) ?? GoldenFile.All(root).Where((_, i) => i % Step == 0);
        var outcomes = files
            .Select(p => GoldenFile.Read(root, p)).AsParallel().AsOrdered().WithDegreeOfParallelism(2).SelectMany(f => GoldenRun.Of(f, root, "local[1]")).ToList();
        Figures.Check("golden", outcomes, output);
        Assert.True(outcomes.Count(o => o.Verdict == Verdict.NotApplicable) <= 0.08 * outcomes.Count, "too many statements are called not applicable");
    }
}
