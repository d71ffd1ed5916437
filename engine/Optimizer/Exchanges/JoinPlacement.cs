using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;
using Spindle.Plans.Physical;

namespace Spindle.Optimizer.Exchanges;

/// <summary>
/// Rows that may match meet in one task: a small build side is copied to every task, else both sides are dealt out by their keys.
/// <code>
/// HashJoin (X, Y)   =>   HashJoin (X, Exchange broadcast (Y))
///                        HashJoin (Exchange hash [k] (X), Exchange hash [k'] (Y))
/// </code>
/// </summary>
internal static class JoinPlacement
{
    public static Laid Place(HashJoinExec join, Laid left, Laid right, Topology topology)
    {
        var plain = join with { Left = left.Plan, Right = right.Plan };
        if (left.Layout.IsSingle && right.Layout.IsSingle)
            return new Laid(plain, Layout.Single);
        if (join.Strategy == JoinStrategy.Broadcast)
            return Copied(plain, left, right);
        if (!join.NullAware && Together(plain, left, right) is { } together)
            return together;

        // NOT IN and IN look at the build side as a whole: one null in it decides for all rows.
        if (JoinSides.MayCopyBuild(join.Kind) && (join.NullAware || IsCopied(right.Plan) || (join.Strategy == JoinStrategy.Any && PlanSize.AtMost(right.Plan, topology.BroadcastThreshold))))
            return Copied(plain, left, right);
        if (join.Strategy == JoinStrategy.Any && JoinSides.Flipped(join.Kind) is { } kind && PlanSize.AtMost(left.Plan, topology.BroadcastThreshold))
            return Copied(JoinSides.Flip(plain, kind), right, left);
        return Dealt(plain, left, right, topology);
    }

    public static Laid Place(NestedLoopJoinExec join, Laid left, Laid right)
    {
        var plain = join with { Left = left.Plan, Right = right.Plan };
        if (left.Layout.IsSingle && right.Layout.IsSingle)
            return new Laid(plain, Layout.Single);
        if (JoinSides.MayCopyBuild(join.Kind))
            return Copied(plain, left, right);
        return JoinSides.Flipped(join.Kind) is { } kind
            ? Copied(JoinSides.Flip(plain, kind), right, left)
            : new Laid(plain with { Left = left.Single().Plan, Right = right.Single().Plan }, Layout.Single);
    }

    private static Laid Copied(HashJoinExec join, Laid left, Laid right) => new(join with { Right = Copy(right) }, LeftLayout(join, join.Kind, join.Output, left.Layout));

    private static Laid Copied(NestedLoopJoinExec join, Laid left, Laid right) => new(join with { Right = Copy(right) }, LeftLayout(join, join.Kind, join.Output, left.Layout));

    private static PhysicalPlan Copy(Laid build) => IsCopied(build.Plan) ? build.Plan : build.Broadcast();

    /// <summary>Rows written in the query are in every task's plan already.</summary>
    private static bool IsCopied(PhysicalPlan plan) => WrittenRows.Only(plan) && plan.SelfAndDescendants().All(n => n.Expressions.All(e => e.IsDeterministic));

    /// <summary>Both sides lie by the keys already, in the same way.</summary>
    private static Laid? Together(HashJoinExec join, Laid left, Laid right)
    {
        if (left.Layout.Matching(join.LeftKeys) is not { } order || right.Layout.Matching(join.RightKeys) is not { } other)
            return null;
        return left.Layout.HashPartitions == right.Layout.HashPartitions && order.SequenceEqual(other) ? new Laid(join, Joined(join, left.Layout, right.Layout)) : null;
    }

    private static Laid Dealt(HashJoinExec join, Laid left, Laid right, Topology topology)
    {
        // A side that lies by the keys already stays; where both do, but not in the same way, the larger one.
        var leftOrder = left.Layout.Matching(join.LeftKeys);
        var rightOrder = right.Layout.Matching(join.RightKeys);
        if (leftOrder is not null && (rightOrder is null || PlanSize.Bytes(left.Plan) >= PlanSize.Bytes(right.Plan)))
        {
            right = right.Hashed(leftOrder.Select(o => join.RightKeys[o]), left.Layout.HashPartitions);
        }
        else if (rightOrder is not null)
        {
            left = left.Hashed(rightOrder.Select(o => join.LeftKeys[o]), right.Layout.HashPartitions);
        }
        else
        {
            left = left.Hashed(join.LeftKeys, topology.ShufflePartitions);
            right = right.Hashed(join.RightKeys, topology.ShufflePartitions);
        }

        return new Laid(join with { Left = left.Plan, Right = right.Plan }, Joined(join, left.Layout, right.Layout));
    }

    private static Layout Joined(HashJoinExec join, Layout left, Layout right)
    {
        var width = join.Left.Schema.Fields.Count;
        var ofLeft = LeftLayout(join, join.Kind, join.Output, left);
        var ofRight = join.Kind is JoinKind.RightSemi or JoinKind.RightAnti
            ? right.Through(ColumnMap.Of(o => IndexOf(join.Output, o)))
            : right.Through(ColumnMap.Of(o => IndexOf(join.Output, o + width)));
        return join.Kind switch
        {
            JoinKind.Inner when ofLeft.Keys.Count > 0 && ofRight.Keys.Count > 0 && !join.NullSafe.Any(n => n) => ofLeft.And(ofRight),
            JoinKind.Inner => ofLeft.Keys.Count > 0 ? ofLeft : ofRight,
            JoinKind.Right or JoinKind.RightSemi or JoinKind.RightAnti => ofRight,

            // Rows of either side without a partner have nulls for the other's keys, wherever they lie.
            JoinKind.Full => Layout.Arbitrary,
            _ => ofLeft,
        };
    }

    private static Layout LeftLayout(PhysicalPlan join, JoinKind kind, ValueList<int> output, Layout left) =>
        kind is JoinKind.RightSemi or JoinKind.RightAnti or JoinKind.Right or JoinKind.Full
            ? Layout.Arbitrary
            : left.Through(ColumnMap.Of(o => o < join.Children[0].Schema.Fields.Count ? IndexOf(output, o) : -1));

    private static int IndexOf(ValueList<int> output, int position)
    {
        for (var i = 0; i < output.Count; i++)
            if (output[i] == position)
                return i;
        return -1;
    }
}
