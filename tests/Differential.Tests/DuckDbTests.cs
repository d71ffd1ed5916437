using System.Globalization;
using Spindle.Differential.Tests.Data;
using Spindle.Differential.Tests.Engines;
using Spindle.Differential.Tests.Generation;
using Spindle.Differential.Tests.Running;
using Spindle.Testing;
using Xunit.Abstractions;

namespace Spindle.Differential.Tests;

/// <summary>
/// Random queries over Parquet files, answered by DuckDB and by Spindle. In the ci and soak tiers, where DuckDB's package is installed; what the generator leaves out is
/// listed in EXCLUSIONS.md.
/// </summary>
public sealed class DuckDbTests(ITestOutputHelper output) : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("spindle-differential-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Random_queries_have_DuckDBs_answers()
    {
        var queries = Number("SPINDLE_DIFFERENTIAL_QUERIES") ?? TestTiers.Choose(0, 2_000, 12_000);
        if (queries == 0)
        {
            Skipped.Say("random queries against DuckDB run in the ci and soak tiers");
            return;
        }

        using var duck = DuckDb.TryStart();
        if (duck is null)
            return;
        var first = Number("SPINDLE_DIFFERENTIAL_SEED") ?? 0;
        var tables = RandomTables.Create(seed: 20);
        ParquetTables.Write(duck, tables, folder);
        using var spindle = new SpindleEngine(Sessions.Over(folder, tables));
        var run = new DifferentialRun(duck, spindle, tables);
        run.Run(first, queries);

        output.WriteLine(run.Statistics.ToString());
        foreach (var refusal in run.Refusals.Take(10))
            output.WriteLine(refusal);
        Assert.True(run.DifferenceCount == 0,
            $"{run.DifferenceCount} differences\n{string.Join("\n", run.Kinds())}\n\n{string.Join("\n", run.Differences)}");
        Assert.True(run.Statistics.Refused <= queries / 50, string.Join("\n", run.Refusals.Take(20)));
        Coverage.AssertShares(run.Statistics);
        Assert.True(run.Statistics.ReturningRows >= 0.6 * run.Statistics.Queries, run.Statistics.ToString());
    }

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
