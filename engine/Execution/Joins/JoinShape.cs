using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;
using Spindle.Plans.Physical;

namespace Spindle.Execution.Joins;

/// <summary>
/// What a join's table and its probes agree on: kind, keys, condition, and which columns are kept. A nested-loop join is a hash join without keys: every probe row has all build rows
/// as candidates.
/// </summary>
internal sealed record JoinShape(JoinKind Kind, ValueList<Expression> LeftKeys, ValueList<Expression> RightKeys, ValueList<bool> NullSafe, Expression? Condition, bool NullAware,
    ValueList<int> Output, StructType Left, StructType Right)
{
    public static JoinShape Of(HashJoinExec join) =>
        new(join.Kind, join.LeftKeys, join.RightKeys, join.NullSafe, join.Condition, join.NullAware, join.Output, join.Left.Schema, join.Right.Schema);

    public static JoinShape Of(NestedLoopJoinExec join) =>
        new(join.Kind == JoinKind.Cross ? JoinKind.Inner : join.Kind, [], [], [], join.Condition, join.NullAware, join.Output, join.Left.Schema, join.Right.Schema);

    /// <summary>True where the build side's rows leave the join after all probes, by whether they found a match.</summary>
    public bool KeepsBuildRows => Kind is JoinKind.Right or JoinKind.Full or JoinKind.RightSemi or JoinKind.RightAnti;

    /// <summary>True where a probe row without match leaves the join with nulls for the build side's columns.</summary>
    public bool KeepsProbeRows => Kind is JoinKind.Left or JoinKind.Full or JoinKind.Single;

    /// <summary>True where only the probe side's columns (and the mark) leave the join.</summary>
    public bool FiltersProbeRows => Kind is JoinKind.LeftSemi or JoinKind.LeftAnti or JoinKind.Mark;

    /// <summary>True where only the build side's columns leave the join.</summary>
    public bool FiltersBuildRows => Kind is JoinKind.RightSemi or JoinKind.RightAnti;

    /// <summary>Build columns that must be kept: those that leave the join and those that the condition reads, rising.</summary>
    public ValueList<int> RightColumns => Output
        .Where(o => FiltersBuildRows || (!FiltersProbeRows && IsRight(o))).Select(o => FiltersBuildRows ? o : o - Left.Fields.Count)
        .Concat(ConditionColumns.Where(IsRight).Select(o => o - Left.Fields.Count)).Distinct().Order().ToValueList();

    /// <summary>Columns that the condition reads, positions in left columns followed by right columns.</summary>
    public IEnumerable<int> ConditionColumns => Condition is null ? [] : Condition.SelfAndDescendants().OfType<BoundReference>().Select(r => r.Ordinal);

    /// <summary>True for a position of the whole join that is a build column.</summary>
    public bool IsRight(int position) => position >= Left.Fields.Count && position < Left.Fields.Count + Right.Fields.Count;
}
