using Spindle.Optimizer.Exchanges;
using Spindle.Plans.Logical;

namespace Spindle.Optimizer.Physical;

/// <summary>What the hints of a join's sides come to: a broadcast before a merge before a shuffled hash join, as Spark ranks them; a hint that the kind of join cannot follow is passed over.</summary>
internal static class HintedSides
{
    /// <summary>Whether the left side is to be built; null where the hints leave that open.</summary>
    /// <param name="swapped">The join's kind once its sides have changed places.</param>
    public static bool? BuildsLeft(Join join, JoinKind swapped)
    {
        var left = join.LeftHint == JoinStrategy.Broadcast && JoinSides.MayCopyBuild(swapped);
        var right = join.RightHint == JoinStrategy.Broadcast && JoinSides.MayCopyBuild(join.Kind);
        if (!left && !right)
        {
            if (join.LeftHint == JoinStrategy.Merge || join.RightHint == JoinStrategy.Merge)
                return null;
            (left, right) = (join.LeftHint == JoinStrategy.ShuffleHash, join.RightHint == JoinStrategy.ShuffleHash);
        }

        return left == right ? null : left;
    }

    /// <summary>How the sides of a join are to meet.</summary>
    /// <param name="kind">As it is planned, with the build side on the right.</param>
    /// <param name="swapped">The sides have changed places for that.</param>
    public static JoinStrategy Strategy(Join join, JoinKind kind, bool swapped)
    {
        var (probe, build) = swapped ? (join.RightHint, join.LeftHint) : (join.LeftHint, join.RightHint);
        if (build == JoinStrategy.Broadcast && JoinSides.MayCopyBuild(kind))
            return JoinStrategy.Broadcast;
        if (probe == JoinStrategy.Merge || build == JoinStrategy.Merge)
            return JoinStrategy.Merge;
        return probe == JoinStrategy.ShuffleHash || build == JoinStrategy.ShuffleHash ? JoinStrategy.ShuffleHash : JoinStrategy.Any;
    }
}
