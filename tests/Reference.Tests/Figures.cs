using System.Globalization;
using Spindle.Testing;
using Xunit.Abstractions;

namespace Spindle.Reference.Tests;

/// <summary>The table of a run by family, and the floor below which no number may fall.</summary>
internal static class Figures
{
    private static string PathOf(string kind) => Path.Combine(Repository.Root, "tests", "Reference.Tests", kind + "-figures.tsv");

    public static void Check(string kind, IReadOnlyList<Outcome> outcomes, ITestOutputHelper output)
    {
        var families = outcomes.GroupBy(o => o.Case.Family).OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => (Family: g.Key, Passed: Count(g, Verdict.Passed), Failed: Count(g, Verdict.Failed), Not: Count(g, Verdict.NotApplicable))).ToList();
        output.WriteLine($"{"family",-60} {"passed",7} {"failed",7} {"not applicable",14}");
        foreach (var (family, passed, failed, not) in families)
            output.WriteLine($"{family,-60} {passed,7} {failed,7} {not,14}");
        var (all, bad) = (families.Sum(f => f.Passed), families.Sum(f => f.Failed));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{kind}: {all} of {all + bad} applicable passed ({100.0 * all / Math.Max(1, all + bad):0.0} %), {families.Sum(f => f.Not)} not applicable"));
        if (Environment.GetEnvironmentVariable("SPINDLE_REFERENCE_REPORT") is { Length: > 0 } folder)
        {
            Directory.CreateDirectory(folder);
            File.WriteAllLines(Path.Combine(folder, kind + ".tsv"), outcomes.Where(o => o.Verdict == Verdict.Failed)
                .Select(o => $"{o.Case.Family}\t{o.Case.Id}\t{o.Case.Sql.ReplaceLineEndings(" ")}\t{o.Found.ReplaceLineEndings(" ")}"));
        }

        if (TestTiers.Current == TestTier.Default)
        {
            var share = (double)all / Math.Max(1, all + bad);
            var before = Floors(kind);
            var expected = before.Values.Sum(f => f.Passed) / (double)Math.Max(1, before.Values.Sum(f => f.Passed + f.Failed));
            Assert.True(share >= expected - 0.05, $"{share:P1} of a tenth pass, of the whole {expected:P1}");
            return;
        }

        if (Environment.GetEnvironmentVariable("UPDATE") == "1")
        {
            File.WriteAllLines(PathOf(kind), families.Select(f => $"{f.Family}\t{f.Passed}\t{f.Failed}"));
            return;
        }

        var floors = Floors(kind);
        var fallen = families.Where(f => floors.TryGetValue(f.Family, out var floor) && f.Passed < floor.Passed).Select(f => $"{f.Family}: {f.Passed}, was {floors[f.Family].Passed}").ToList();
        Assert.True(fallen.Count == 0, "fewer answers are Spark's than before: " + string.Join("; ", fallen));
    }

    private static Dictionary<string, (int Passed, int Failed)> Floors(string kind) => File.ReadLines(PathOf(kind)).Select(l => l.Split('\t'))
        .ToDictionary(f => f[0], f => (int.Parse(f[1], CultureInfo.InvariantCulture), int.Parse(f[2], CultureInfo.InvariantCulture)), StringComparer.Ordinal);

    private static int Count(IEnumerable<Outcome> outcomes, Verdict verdict) => outcomes.Count(o => o.Verdict == verdict);
}
