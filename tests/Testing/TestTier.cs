namespace Spindle.Testing;

/// <summary>How thorough a run is: the default is quick, <c>ci</c> and <c>soak</c> are set through SPINDLE_TEST_TIER.</summary>
public enum TestTier
{
    Default,
    Ci,
    Soak,
}

public static class TestTiers
{
    public static TestTier Current { get; } = Environment.GetEnvironmentVariable("SPINDLE_TEST_TIER")?.ToLowerInvariant() switch
    {
        "ci" => TestTier.Ci,
        "soak" => TestTier.Soak,
        _ => TestTier.Default,
    };

    /// <summary>One of three figures, by tier.</summary>
    public static T Choose<T>(T standard, T ci, T soak) => Current switch
    {
        TestTier.Ci => ci,
        TestTier.Soak => soak,
        _ => standard,
    };
}
