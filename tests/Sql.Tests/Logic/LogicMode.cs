using Spindle.Testing;

namespace Spindle.Sql.Tests.Logic;

/// <summary>A way to run every .slt file: what it says must hold in each.</summary>
public sealed record LogicMode(string Name, string Master, params (string Key, string Value)[] Settings)
{
    /// <summary>Executor processes, in the ci and soak tiers.</summary>
    public const string Cluster = "local-cluster[2,2]";

    public static readonly LogicMode[] All =
    [
        new("one thread", "local[1]"),
        new("two threads", "local[2]"),
        new("one-row batches", "local[2]", ("spindle.batch.rows", "1")),
        new("spill everything", "local[2]", ("spindle.test.spillEverything", "true")),
        new("equal hashes", "local[2]", ("spindle.test.equalHashes", "true")),
        new("optimizer off", "local[2]", ("spindle.optimizer.enabled", "false")),
        .. TestTiers.Current == TestTier.Default ? (LogicMode[])[] : [new(Cluster, Cluster)],
    ];

    public override string ToString() => Name;
}
