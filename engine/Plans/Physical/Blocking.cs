using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;

namespace Spindle.Plans.Physical;

/// <summary>What an aggregate's input and output are: rows or states.</summary>
public enum AggregateMode : byte
{
    /// <summary>Rows in, results out.</summary>
    Complete,

    /// <summary>Rows in, states out (the keys, then each call's state columns).</summary>
    Partial,

    /// <summary>States in, results out.</summary>
    Final,
}

/// <summary>One row a group: the keys' columns, then one column an aggregate call. Without keys exactly one row.</summary>
/// <param name="Aggregates">Bound calls; DISTINCT and FILTER stand in them.</param>
/// <remarks>
/// Where the mode is <see cref="AggregateMode.Final"/> the keys are the input's first columns, and the calls stand as they were bound in the partial aggregate below:
/// what they configure is read, their arguments are not evaluated.
/// </remarks>
public sealed record AggregateExec(ValueList<NamedExpression> Keys, ValueList<NamedExpression> Aggregates, AggregateMode Mode, PhysicalPlan Child) : UnaryExec(Child)
{
    /// <summary>The columns of all calls' states in order, which follow the keys where states leave; empty where no states do.</summary>
    public StructType States { get; init; } = StructType.Empty;

    public override StructType Schema => new([.. Keys.Select(k => k.Field), .. Mode == AggregateMode.Partial ? States.Fields : Aggregates.Select(a => a.Field)]);
    public override IEnumerable<Expression> Expressions => Keys.Concat(Aggregates).Select(e => e.Expression);
    public override string Describe() => $"Aggregate{(Mode == AggregateMode.Complete ? "" : $" {Mode}")} [{string.Join(", ", Keys)}] [{string.Join(", ", Aggregates)}]";
}

/// <summary>A join by equal keys. The right child is the build side: it is read whole into a table that the left child's rows probe.</summary>
/// <param name="LeftKeys">As many as <paramref name="RightKeys"/>, of the same types pairwise.</param>
/// <param name="Condition">Over left columns followed by right columns; a pair must pass it besides. Null for none.</param>
/// <param name="NullAware">
/// For NOT IN and IN (<see cref="JoinKind.LeftAnti"/> and <see cref="JoinKind.Mark"/>), always with exactly one key and no condition; see <see cref="Join.NullAware"/>.
/// </param>
/// <param name="NullSafe">For each key, true where null equals null.</param>
/// <param name="Output">
/// Positions in <see cref="JoinSchema.All"/> that leave the join: left columns, right columns and mark; only the kept side's columns for semi and anti joins.
/// </param>
/// <param name="RuntimeFilterId">The id under which the build side publishes its keys for scans below the left child; -1 for none, else one id a key.</param>
public sealed record HashJoinExec(PhysicalPlan Left, PhysicalPlan Right, JoinKind Kind, ValueList<Expression> LeftKeys, ValueList<Expression> RightKeys, ValueList<bool> NullSafe,
    Expression? Condition, bool NullAware, ValueList<int> Output, ValueList<int> RuntimeFilterId) : PhysicalPlan
{
    /// <summary>How a hint wants the sides to meet, over executors.</summary>
    public JoinStrategy Strategy { get; init; }

    public override StructType Schema => JoinSchema.Of(Left.Schema, Right.Schema, Kind, Output);
    public override ValueList<PhysicalPlan> Children => [Left, Right];
    public override PhysicalPlan WithChildren(ValueList<PhysicalPlan> children) => this with { Left = children[0], Right = children[1] };

    public override IEnumerable<Expression> Expressions => [.. LeftKeys, .. RightKeys, .. Condition is null ? Enumerable.Empty<Expression>() : [Condition]];
    public override string Describe() =>
        $"HashJoin {Kind}{(NullAware ? " null-aware" : "")} [{string.Join(", ", LeftKeys.Zip(RightKeys, (l, r) => $"{l.Sql} = {r.Sql}"))}]"
        + (Condition is null ? "" : $" and {Condition.Sql}")
        + (RuntimeFilterId.Any(i => i >= 0) ? $" publishes {string.Join(", ", RuntimeFilterId.Where(i => i >= 0).Select(i => $"#{i}"))}" : "");
}

/// <summary>A join without equal keys: every pair is tried. The right child is the build side.</summary>
public sealed record NestedLoopJoinExec(PhysicalPlan Left, PhysicalPlan Right, JoinKind Kind, Expression? Condition, bool NullAware, ValueList<int> Output) : PhysicalPlan
{
    public override StructType Schema => JoinSchema.Of(Left.Schema, Right.Schema, Kind, Output);
    public override ValueList<PhysicalPlan> Children => [Left, Right];
    public override PhysicalPlan WithChildren(ValueList<PhysicalPlan> children) => this with { Left = children[0], Right = children[1] };
    public override IEnumerable<Expression> Expressions => Condition is null ? [] : [Condition];
    public override string Describe() => $"NestedLoopJoin {Kind}{(Condition is null ? "" : $" on {Condition.Sql}")}";
}

public sealed record SortExec(ValueList<SortKey> Keys, PhysicalPlan Child) : UnaryExec(Child)
{
    /// <summary>False where each task sorts its own rows only: SORT BY, and a sort over partitions that are in order.</summary>
    public bool Global { get; init; } = true;

    public override IEnumerable<Expression> Expressions => Keys.Select(k => k.Expression);
    public override string Describe() => $"Sort{(Global ? "" : " local")} [{string.Join(", ", Keys)}]";
}

/// <summary>The first rows in an order: skips <paramref name="Offset"/>, keeps <paramref name="Count"/>.</summary>
public sealed record TopNExec(ValueList<SortKey> Keys, long Count, long Offset, PhysicalPlan Child) : UnaryExec(Child)
{
    public override IEnumerable<Expression> Expressions => Keys.Select(k => k.Expression);
    public override string Describe() => $"TopN {Count}{(Offset == 0 ? "" : $" offset {Offset}")} [{string.Join(", ", Keys)}]";
}

/// <summary>Adds one column a call; all calls have the same partitioning and order.</summary>
/// <param name="Calls">Bound <see cref="WindowCall"/>s.</param>
public sealed record WindowExec(ValueList<NamedExpression> Calls, ValueList<Expression> PartitionBy, ValueList<SortKey> OrderBy, PhysicalPlan Child) : UnaryExec(Child)
{
    public override StructType Schema => new([.. Child.Schema.Fields, .. Calls.Select(c => c.Field)]);
    public override IEnumerable<Expression> Expressions => Calls.Select(c => c.Expression);
    public override string Describe() => $"Window [{string.Join(", ", Calls)}]";
}

/// <summary>Runs subplans whose rows several places below <paramref name="Child"/> read, and scalar subqueries, before the child.</summary>
/// <remarks>Shares and subqueries may read one another, never in a cycle: each runs when it is first needed, or in the order of what reads what.</remarks>
/// <param name="Shares">Kept in memory (spilled past the budget) under their index as <see cref="SharedExec.ShareId"/>.</param>
/// <param name="Subqueries">Plans of one column and at most one row, read as <see cref="SubqueryResult"/> by their index. More rows than one are SCALAR_SUBQUERY_TOO_MANY_ROWS, none is null.</param>
public sealed record ShareExec(ValueList<PhysicalPlan> Shares, ValueList<PhysicalPlan> Subqueries, PhysicalPlan Child) : PhysicalPlan
{
    public override StructType Schema => Child.Schema;
    public override ValueList<PhysicalPlan> Children => [.. Shares, .. Subqueries, Child];

    public override PhysicalPlan WithChildren(ValueList<PhysicalPlan> children) => this with
    {
        Shares = children.Take(Shares.Count).ToValueList(),
        Subqueries = children.Skip(Shares.Count).Take(Subqueries.Count).ToValueList(),
        Child = children[^1],
    };

    public override string Describe() => $"Share {Shares.Count} subplans, {Subqueries.Count} subqueries";
}
