using System.Globalization;
using System.Text;
using Spindle.Sql;
using Spindle.Testing;

namespace Spindle.Differential.Tests;

/// <summary>The 135 TPC-DS queries have Spark's answers at scale factor 0.01. In the ci tier they have them in 128 MiB too, and each mode has a sixth of them besides, another sixth each; in the soak tier all.
/// Without the optimizer some of them multiply whole tables, so that mode is left out.</summary>
public sealed class TpcdsTests
{
    private const string Standard = "one thread";
    private const string Small = "two threads in 128 MiB";

    public static TheoryData<string> Runs => [Standard, Small, .. Modes.All.Where(m => m != "optimizer off")];

    [Theory]
    [MemberData(nameof(Runs))]
    public void The_answers_are_Sparks(string mode)
    {
        if (mode != Standard && TestTiers.Current == TestTier.Default)
        {
            Skipped.Say("TPC-DS in every mode runs in the ci and soak tiers");
            return;
        }

        if (!SharedData.TryFind("tpcds/queries", out var folder) || !SharedData.TryFind("tpcds/answers/sf0.01", out var answers) || !SharedData.TryFind("tpcds/sf0.01", out var tables))
            return;
        var queries = Directory.GetFiles(folder, "*.sql").Order(StringComparer.Ordinal).ToList();
        Assert.Equal(135, queries.Count);
        var builder = Session.Builder().Master(mode == Small ? "local[2]" : "local[1]").Config("spark.sql.session.timeZone", "UTC").Config("spindle.memory.limit", mode == Small ? "128m" : "2g");
        var isWhole = mode is Standard or Small;
        if (!isWhole)
            foreach (var (key, value) in Modes.Of(mode))
                builder.Config(key, value);
        using var session = builder.Create();
        foreach (var table in Directory.GetFiles(tables, "*.parquet"))
            session.Read.Parquet(table).CreateOrReplaceTempView(Path.GetFileNameWithoutExtension(table));

        var failures = new StringBuilder();
        var step = isWhole ? 1 : TestTiers.Choose(1, 6, 1);
        foreach (var query in queries.Where((_, i) => i % step == Math.Max(0, Modes.All.ToList().IndexOf(mode)) % step))
        {
            var name = Path.GetFileNameWithoutExtension(query);
            if (TpcdsAnswer.Difference(session, File.ReadAllText(query), File.ReadAllLines(Path.Combine(answers, name + ".csv"))) is { } difference)
                failures.Append(CultureInfo.InvariantCulture, $"{name}: {difference}\n");
        }

        Assert.True(failures.Length == 0, failures.ToString());
    }
}
