using Spindle.Plans.Running;

namespace Spindle.Execution.Tests.Harness;

/// <summary>The ways in which every plan must give the same rows.</summary>
public static class Modes
{
    public static readonly string[] Names = ["one thread", "two threads", "one-row batches", "spill everything", "equal hashes", "all at once"];

    public static TheoryData<string> All => [.. Names];

    public static QuerySettings Settings(string mode) => mode switch
    {
        "one thread" => new QuerySettings(1),
        "two threads" => new QuerySettings(2),
        "one-row batches" => new QuerySettings(2, BatchRows: 1),
        "spill everything" => new QuerySettings(2) { SpillEverything = true },
        "equal hashes" => new QuerySettings(2) { EqualHashes = true },
        _ => new QuerySettings(2, BatchRows: 7) { EqualHashes = true, SpillEverything = true },
    };
}
