namespace Spindle.Optimizer;

/// <summary>Where a plan runs: what physical planning places exchanges for.</summary>
public sealed record Topology
{
    /// <summary>One process: its threads share every table, so there is nothing to exchange.</summary>
    public static readonly Topology OneProcess = new();

    private Topology()
    {
    }
}
