using Spindle.Differential.Tests.Generation;
using Spindle.Differential.Tests.Running;

namespace Spindle.Differential.Tests;

/// <summary>What a run must cover to count.</summary>
internal static class Coverage
{
    private static readonly Feature[] Needed = [Feature.Join, Feature.CorrelatedSubquery, Feature.Window, Feature.GroupingSets, Feature.SetOperation, Feature.Nested];

    public static void AssertShares(RunStatistics statistics)
    {
        foreach (var feature in Needed)
            Assert.True(statistics.Share(feature) >= 0.05, $"{feature} is in {statistics.Share(feature):P1} of the queries\n{statistics}");
    }
}
