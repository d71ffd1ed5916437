using Spindle.Optimizer.Statistics;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;

namespace Spindle.Optimizer.JoinOrder;

/// <summary>One of the plans that a tree of joins puts together.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="Estimate">What it is believed to give.</param>
/// <param name="Attached">For the right side of a semi, anti, mark, single or left join: that join (its left side is of no meaning). Null for an input of inner joins.</param>
/// <param name="Hint">How a hint wants it to be joined.</param>
internal sealed record JoinInput(LogicalPlan Plan, RelationEstimate Estimate, Join? Attached, JoinStrategy Hint = JoinStrategy.Any)
{
    /// <summary>The inputs that must be joined before an attached one can be.</summary>
    public ulong Needs { get; set; }

    /// <summary>By how much an attached input multiplies the rows that it is joined to.</summary>
    public double Factor { get; set; } = 1;
}

/// <summary>A condition over several inputs that is not an equality of two columns.</summary>
/// <param name="Inputs">The inputs that it reads.</param>
internal sealed record JoinPredicate(Expression Condition, ulong Inputs, double Selectivity);

/// <summary>Columns that are all equal in the result.</summary>
internal sealed record EqualityClass(List<(int Input, ColumnReference Column)> Members)
{
    public ulong Inputs { get; } = Members.Aggregate(0UL, (set, m) => set | (1UL << m.Input));
}

/// <summary>Two sets of inputs that some condition connects.</summary>
internal readonly record struct JoinEdge(ulong Left, ulong Right);
