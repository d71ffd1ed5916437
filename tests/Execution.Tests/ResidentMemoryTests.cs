using System.Globalization;
using System.Text.RegularExpressions;
using Spindle.Testing;

namespace Spindle.Execution.Tests;

/// <summary>What a process that runs all of TPC-H at scale factor 1 has resident at most, its runtime and its code included. Soak tier: it builds and runs the sample.</summary>
public partial class ResidentMemoryTests
{
    private const double Gib = 1 << 30;

    [Fact]
    public void Memory_bounds_what_is_resident()
    {
        if (TestTiers.Current != TestTier.Soak)
        {
            Console.WriteLine("SKIPPED: resident memory is measured in the soak tier (SPINDLE_TEST_TIER=soak)");
            return;
        }

        var folder = Directory.CreateTempSubdirectory("spindle-resident-").FullName;
        try
        {
            // The first run writes the tables.
            Assert.InRange(Peak(folder), 0, 1.0);
            Assert.InRange(Peak(folder, "--memory", "256m"), 0, (456 << 20) / Gib);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>In GiB.</summary>
    private static double Peak(string folder, params string[] further)
    {
        var run = ProcessRun.Of("dotnet", ["run", "-c", "Release", "--project", Path.Combine(Repository.Root, "samples", "Tpch"), "--", "--scale", "1", "--out", folder, "--master", "local[2]", .. further],
            deadline: TimeSpan.FromMinutes(15));
        var output = run.Succeeded();
        Assert.Contains("22 of 22 equal the reference", output, StringComparison.Ordinal);
        var peak = PeakOf().Match(output);
        Assert.True(peak.Success, output);
        return double.Parse(peak.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"peak ([\d.]+) GiB")]
    private static partial Regex PeakOf();
}
