using Spindle.Plans.Expressions;

namespace Spindle.Plans.Logical;

/// <summary>How a hint wants a relation to be joined (Spark's join strategy hints). It binds over executors, where rows have to meet; in one process it says which side is built.</summary>
public enum JoinStrategy : byte
{
    /// <summary>No hint: the way that is expected to cost least.</summary>
    Any,

    /// <summary>The relation goes whole to every executor, however large it is.</summary>
    Broadcast,

    /// <summary>Both sides are dealt out by their keys, however small they are. Each partition is joined by hashing all the same.</summary>
    Merge,

    /// <summary>As <see cref="Merge"/>, with the relation as the build side.</summary>
    ShuffleHash,
}

/// <summary>A relation with a hint for the join that it is a side of. Before anything else the optimizer hands it to that join, or drops it where there is none.</summary>
public sealed record ResolvedHint(JoinStrategy Strategy, LogicalPlan Child) : UnaryPlan(Child)
{
    public override string Describe() => $"ResolvedHint {JoinHints.Name(Strategy)}";
}

/// <summary>Names of hints, as Spark has them.</summary>
public static class JoinHints
{
    /// <summary>The strategy that a hint asks for; null for hints that are not about joins, and for SHUFFLE_REPLICATE_NL: joins with equal keys are never made pair by pair.</summary>
    /// <param name="name">In upper case.</param>
    public static JoinStrategy? Strategy(string name) => name switch
    {
        "BROADCAST" or "BROADCASTJOIN" or "MAPJOIN" => JoinStrategy.Broadcast,
        "MERGE" or "SHUFFLE_MERGE" or "MERGEJOIN" => JoinStrategy.Merge,
        "SHUFFLE_HASH" => JoinStrategy.ShuffleHash,
        _ => null,
    };

    public static string Name(JoinStrategy strategy) => strategy switch
    {
        JoinStrategy.Broadcast => "broadcast",
        JoinStrategy.Merge => "merge",
        _ => "shuffle_hash",
    };
}
