namespace Spindle.Optimizer;

/// <summary>What a session may ask of the optimizer.</summary>
public sealed record OptimizerSettings
{
    public static readonly OptimizerSettings Default = new();

    /// <summary>False leaves only the rewrites without which a plan cannot run (subqueries, set operations, DISTINCT, common tables, windows), and joins on the equalities in WHERE.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Rounds after which a list of rules stops even where another round would still change the plan.</summary>
    public int MaxIterations { get; init; } = 20;

    /// <summary>Pairs of joined subsets up to which join orders are compared exactly; past it the order is chosen greedily.</summary>
    public int MaxJoinPairs { get; init; } = 10_000;

    /// <summary>Whether joins hand their build side's keys to scans.</summary>
    public bool RuntimeFilters { get; init; } = true;
}
