using System.Globalization;

namespace Spindle.Testing;

/// <summary>How many broken inputs a parser is given, and which: SPINDLE_FUZZ_ITERATIONS and SPINDLE_FUZZ_SEED, else by tier 2,000, 50,000 or 1,000,000 from seed 1.</summary>
public static class FuzzInputs
{
    public static int Count { get; } = Number("SPINDLE_FUZZ_ITERATIONS") ?? TestTiers.Choose(2_000, 50_000, 1_000_000);

    public static int FirstSeed { get; } = Number("SPINDLE_FUZZ_SEED") ?? 1;

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
