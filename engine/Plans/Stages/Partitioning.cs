using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;

namespace Spindle.Plans.Stages;

/// <summary>How an exchange deals rows out to the partitions that the next stage reads. Expressions are bound to the rows that are dealt out.</summary>
/// <param name="Partitions">How many there are.</param>
public abstract record Partitioning(int Partitions)
{
    /// <summary>The number of partitions is the user's: it is neither adapted nor are partitions put together.</summary>
    public bool IsExact { get; init; }

    /// <summary>As EXPLAIN shows it.</summary>
    public abstract string Describe();

    public sealed override string ToString() => Describe();
}

/// <summary>Rows with equal keys meet in one partition; nulls are equal to one another.</summary>
public sealed record HashPartitioning(ValueList<Expression> Keys, int Partitions) : Partitioning(Partitions)
{
    public override string Describe() => $"hash [{string.Join(", ", Keys.Select(k => k.Sql))}] {Partitions}";
}

/// <summary>Each partition holds a range of the order, partitions in that order. The bounds are sampled from the input before rows are dealt out.</summary>
/// <param name="Bounds">
/// Rising rows of literals, one a key: partition i ends before bound i, so that there is at most one less than <paramref name="Partitions"/>. Null until the input has been sampled.
/// </param>
public sealed record RangePartitioning(ValueList<SortKey> Keys, int Partitions, ValueList<ValueList<Expression>>? Bounds = null) : Partitioning(Partitions)
{
    public override string Describe() => $"range [{string.Join(", ", Keys.Select(k => k.Sql))}] {Partitions}";
}

/// <summary>Rows are dealt out in turn, starting at a place that depends on the map task alone: the same input gives the same partitions.</summary>
public sealed record RoundRobinPartitioning(int Partitions) : Partitioning(Partitions)
{
    public override string Describe() => $"round robin {Partitions}";
}

/// <summary>All rows in one partition, map tasks in their order.</summary>
public sealed record SinglePartitioning() : Partitioning(1)
{
    public override string Describe() => "single";
}

/// <summary>Every task of the next stage reads all rows; an executor fetches them once for all its tasks.</summary>
public sealed record BroadcastPartitioning() : Partitioning(1)
{
    public override string Describe() => "broadcast";
}

/// <summary>
/// Reads what map tasks dealt out by keys as they wrote it: all partitions of some map tasks. What a reader makes of an exchange that it turned out not to need; no stage puts out rows like that.
/// </summary>
/// <param name="Partitions">Those that the rows were dealt out to.</param>
public sealed record UngroupedPartitioning(int Partitions) : Partitioning(Partitions)
{
    public override string Describe() => $"ungrouped {Partitions}";
}

/// <summary>Each map task's rows stay together as the partition of its number: a result that several stages read.</summary>
/// <param name="Partitions">As many as the stage has tasks; known when it runs, -1 before.</param>
public sealed record PassThroughPartitioning(int Partitions = -1) : Partitioning(Partitions)
{
    public override string Describe() => "as computed";
}
