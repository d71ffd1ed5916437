namespace Spindle.Differential.Tests;

/// <summary>The ways that a query can be run, none of which may change its answer.</summary>
public static class Modes
{
    private static readonly Dictionary<string, (string Key, string Value)[]> Settings = new()
    {
        ["two threads"] = [("spindle.threads", "2")],
        ["one-row batches"] = [("spindle.batch.rows", "1")],
        ["spill everything"] = [("spindle.test.spillEverything", "true")],
        ["equal hashes"] = [("spindle.test.equalHashes", "true")],
        ["optimizer off"] = [("spindle.optimizer.enabled", "false")],
    };

    public static IEnumerable<string> All => Settings.Keys;

    public static TheoryData<string> Names => [.. All];

    public static (string Key, string Value)[] Of(string name) => Settings[name];
}
