using Spindle.Testing;

namespace Spindle.Driver.Tests.Cluster;

/// <summary>Tests with executor processes take seconds: a handful stands for the rest by default.</summary>
internal static class CiTier
{
    /// <summary>True by default, and says what is not tried.</summary>
    public static bool Skips(string what)
    {
        if (TestTiers.Current != TestTier.Default)
            return false;
        Skipped.Say($"{what}; SPINDLE_TEST_TIER=ci tries it");
        return true;
    }
}
