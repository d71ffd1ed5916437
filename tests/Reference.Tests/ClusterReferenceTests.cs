using Spindle.Differential.Tests;
using Spindle.Sql;
using Spindle.Testing;
using Xunit.Abstractions;

namespace Spindle.Reference.Tests;

/// <summary>
/// The references over executor processes: TPC-DS whole, and a tenth of the cases and of the golden files, drawn by a fixed seed (in the soak tier all). Beside the numbers by family, what one process
/// answers as Spark does executors must answer too.
/// </summary>
public class ClusterReferenceTests(ITestOutputHelper output)
{
    private const string Cluster = "local-cluster[2,2]";
    private const string OneProcess = "local[1]";
    private const int Seed = 20;

    [Fact]
    public void A_tenth_of_functions_casts_and_operators_answer_as_Spark_over_executors()
    {
        if (!InTier() || !SharedData.TryFind("spark/functions.jsonl", out var path))
            return;
        using var session = FunctionCases.Session(Cluster);
        var outcomes = Drawn(FunctionCases.Read(path)).Select(session.Try).ToList();
        using var alone = FunctionCases.Session(OneProcess);
        Figures.Check("functions-cluster", outcomes, output);
        Agree(outcomes.Where(o => o.Verdict == Verdict.Failed).Select(o => (alone.Try(o.Case), o)));
    }

    [Fact]
    public void A_tenth_of_the_golden_files_answer_as_in_Spark_over_executors()
    {
        if (!InTier() || !SharedData.TryFind("spark/sql-tests", out var root))
            return;
        var outcomes = new List<Outcome>();
        var pairs = new List<(Outcome, Outcome)>();
        foreach (var file in (GoldenFile.Chosen(root) ?? Drawn(GoldenFile.All(root))).Select(p => GoldenFile.Read(root, p)))
        {
            var here = GoldenRun.Of(file, root, OneProcess);
            var there = GoldenRun.Of(file, root, Cluster);
            pairs.AddRange(here.Zip(there));
            outcomes.AddRange(there);
        }

        Figures.Check("golden-cluster", outcomes, output);
        Agree(pairs);
    }

    [Fact]
    public void Every_TPC_DS_query_answers_as_Spark_over_executors()
    {
        if (!InTier() || !SharedData.TryFind("tpcds/queries", out var folder) || !SharedData.TryFind("tpcds/answers/sf0.01", out var answers) || !SharedData.TryFind("tpcds/sf0.01", out var tables))
            return;
        using var session = Session.Builder().Master(Cluster).Memory("2g").Config("spark.sql.session.timeZone", "UTC").Config("spark.sql.shuffle.partitions", "4").Create();
        foreach (var table in Directory.GetFiles(tables, "*.parquet"))
            session.Read.Parquet(table).CreateOrReplaceTempView(Path.GetFileNameWithoutExtension(table));
        var outcomes = new List<Outcome>();
        foreach (var query in Directory.GetFiles(folder, "*.sql").Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileNameWithoutExtension(query);
            var answer = File.ReadAllLines(Path.Combine(answers, name + ".csv"));
            var reference = new ReferenceCase("tpcds", outcomes.Count + 1, $"-- {name}\n{File.ReadAllText(query)}", null, answer, false, null);
            var found = TpcdsAnswer.Difference(session, reference.Sql, answer);
            outcomes.Add(new Outcome(reference, found is null ? Verdict.Passed : Verdict.Failed, $"{name}: {found}"));
        }

        Figures.Check("tpcds-cluster", outcomes, output);
        Assert.Equal(135, outcomes.Count);
        Assert.Equal([], outcomes.Where(o => o.Verdict == Verdict.Failed).Select(o => o.Found));
    }

    private static IEnumerable<T> Drawn<T>(IEnumerable<T> all)
    {
        var drawn = new Random(Seed);
        return all.Where(_ => drawn.Next(TestTiers.Choose(10, 10, 1)) == 0);
    }

    private static bool InTier()
    {
        if (TestTiers.Current != TestTier.Default)
            return true;
        Skipped.Say("Spark's recorded answers over executors run in the ci and soak tiers");
        return false;
    }

    private static void Agree(IEnumerable<(Outcome Here, Outcome There)> pairs) =>
        Assert.Equal([], pairs.Where(p => p is { Here.Verdict: Verdict.Passed, There.Verdict: Verdict.Failed }).Select(p => $"{p.There.Case.Family} #{p.There.Case.Id}: {p.There.Case.Sql}: {p.There.Found}"));
}
