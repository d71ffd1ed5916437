using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;
using Spindle.Plans.Physical;

namespace Spindle.Optimizer.Exchanges;

/// <summary>What kinds of join ask of their sides, and joins with their sides exchanged.</summary>
internal static class JoinSides
{
    /// <summary>True where each left row needs the whole build side and nothing of other left rows: a copy of the build side in every task is then as good as one.</summary>
    public static bool MayCopyBuild(JoinKind kind) => kind is JoinKind.Inner or JoinKind.Cross or JoinKind.Left or JoinKind.LeftSemi or JoinKind.LeftAnti or JoinKind.Mark or JoinKind.Single;

    /// <summary>The kind that a join has once its sides are exchanged, where its build side may then be copied; else null.</summary>
    public static JoinKind? Flipped(JoinKind kind) => kind switch
    {
        JoinKind.Inner or JoinKind.Cross => kind,
        JoinKind.Right => JoinKind.Left,
        JoinKind.RightSemi => JoinKind.LeftSemi,
        JoinKind.RightAnti => JoinKind.LeftAnti,
        _ => null,
    };

    public static HashJoinExec Flip(HashJoinExec join, JoinKind kind) => join with
    {
        Left = join.Right,
        Right = join.Left,
        Kind = kind,
        LeftKeys = join.RightKeys,
        RightKeys = join.LeftKeys,
        Condition = Flip(join.Condition, join),
        Output = Flip(join.Output, kind, join),
        RuntimeFilterId = join.RightKeys.Select((k, i) => kind is JoinKind.Inner or JoinKind.LeftSemi && k is BoundReference && !join.NullSafe[i] && join.RuntimeFilterId[i] >= 0 ? 0 : -1).ToValueList(),
    };

    public static NestedLoopJoinExec Flip(NestedLoopJoinExec join, JoinKind kind) => join with
    {
        Left = join.Right,
        Right = join.Left,
        Kind = kind,
        Condition = Flip(join.Condition, join),
        Output = Flip(join.Output, kind, join),
    };

    private static Expression? Flip(Expression? condition, PhysicalPlan join)
    {
        var (left, right) = Widths(join);
        return condition?.Transform(e => e is BoundReference reference ? reference with { Ordinal = Position(reference.Ordinal, left, right) } : e);
    }

    private static ValueList<int> Flip(ValueList<int> output, JoinKind kind, PhysicalPlan join)
    {
        var (left, right) = Widths(join);

        // Semi and anti joins have the kept side's columns alone, whichever side that is.
        return kind is JoinKind.LeftSemi or JoinKind.LeftAnti ? output : output.Select(o => Position(o, left, right)).ToValueList();
    }

    private static int Position(int position, int left, int right) => position < left ? position + right : position - left;

    private static (int Left, int Right) Widths(PhysicalPlan join) => (join.Children[0].Schema.Fields.Count, join.Children[1].Schema.Fields.Count);
}
