using Spindle.Columnar.Types;
using Spindle.Optimizer.Rewriting;
using Spindle.Optimizer.Rules.Decorrelation;
using Spindle.Optimizer.Statistics;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;
using Spindle.Plans.Physical;

namespace Spindle.Optimizer.Physical;

/// <summary>Splits a join's condition into keys and the rest, chooses the build side (the right child) and which columns leave the join.</summary>
internal sealed class JoinPlanner(PhysicalPlanner planner, PlanningContext context)
{
    public Placed Plan(Join join, HashSet<ColumnId> required)
    {
        var condition = JoinCondition.Of(join);
        if (condition.Keys.Count == 0 && join is { NullAware: true, Kind: JoinKind.Mark, Condition: not null })
            return planner.Plan(MarkJoins.Spelt(join), required);
        var (left, right, kind) = ChooseSides(join, condition.Keys.Count > 0);
        var swapped = !ReferenceEquals(left, join.Left);
        var keys = swapped ? condition.Keys.Select(k => k with { Left = k.Right, Right = k.Left }).ToList() : condition.Keys;
        var rest = Predicates.And(condition.Rest);

        var needed = ColumnSets.Of([.. keys.SelectMany(k => new[] { k.Left, k.Right }), .. condition.Rest]);
        needed.UnionWith(required);
        var probe = planner.Plan(left, needed);
        var build = planner.Plan(right, needed);
        var (output, positions) = Output(probe, build, kind, join.MarkColumn, required);
        var boundRest = rest is null ? null : BindPair(rest, probe, build);
        if (keys.Count == 0)
        {
            // Nothing to hash, as in 5 NOT IN (…): a row stays where the condition is false, not unknown, for every row of the other side.
            var nullAware = join.NullAware;
            if (nullAware && kind == JoinKind.LeftAnti && boundRest is not null)
                (boundRest, nullAware) = (new Or(boundRest, new IsNull(boundRest)), false);
            return new Placed(new NestedLoopJoinExec(probe.Plan, build.Plan, kind, boundRest, nullAware, output), positions);
        }

        var ids = RuntimeFilterPlacement.Wanted(kind, keys, left, right, context);
        return new Placed(
            new HashJoinExec(
                probe.Plan, build.Plan, kind, probe.Bind(keys.Select(k => k.Left)), build.Bind(keys.Select(k => k.Right)), keys.Select(k => k.NullSafe).ToValueList(),
                boundRest, join.NullAware, output, ids) { Strategy = HintedSides.Strategy(join, kind, swapped) },
            positions);
    }

    /// <summary>The side that a hint names is built, else the smaller one, where the kind has a form for it.</summary>
    private (LogicalPlan Probe, LogicalPlan Build, JoinKind Kind) ChooseSides(Join join, bool hashed)
    {
        JoinKind? swapped = join.Kind switch
        {
            JoinKind.Inner or JoinKind.Cross or JoinKind.Full => join.Kind,
            JoinKind.Left when hashed => JoinKind.Right,
            JoinKind.Right when hashed => JoinKind.Left,
            JoinKind.LeftSemi when hashed => JoinKind.RightSemi,
            JoinKind.LeftAnti when hashed && !join.NullAware => JoinKind.RightAnti,
            _ => null,
        };
        return swapped is { } kind && (HintedSides.BuildsLeft(join, kind) ?? (context.Settings.Enabled && context.Estimator.Rows(join.Left) < context.Estimator.Rows(join.Right)))
            ? (join.Right, join.Left, kind)
            : (join.Left, join.Right, join.Kind);
    }

    private static (ValueList<int> Output, Dictionary<ColumnId, int> Positions) Output(Placed left, Placed right, JoinKind kind, ColumnReference? mark, HashSet<ColumnId> required)
    {
        var all = new List<(ColumnId Id, int Position)>();
        var leftWidth = left.Plan.Schema.Fields.Count;
        var rightWidth = right.Plan.Schema.Fields.Count;
        if (kind is not (JoinKind.RightSemi or JoinKind.RightAnti))
            all.AddRange(left.Positions.Select(p => (p.Key, p.Value)));
        if (kind is JoinKind.RightSemi or JoinKind.RightAnti)
            all.AddRange(right.Positions.Select(p => (p.Key, p.Value)));
        else if (kind is not (JoinKind.LeftSemi or JoinKind.LeftAnti or JoinKind.Mark))
            all.AddRange(right.Positions.Select(p => (p.Key, leftWidth + p.Value)));
        if (mark is not null)
            all.Add((mark.Id, leftWidth + rightWidth));

        var output = all.Where(c => required.Contains(c.Id)).Select(c => c.Position).Distinct().Order().ToList();
        var positions = all.Where(c => required.Contains(c.Id)).ToDictionary(c => c.Id, c => output.IndexOf(c.Position));
        return ([.. output], positions);
    }

    private static Expression BindPair(Expression condition, Placed left, Placed right)
    {
        var width = left.Plan.Schema.Fields.Count;
        return Placed.Bind(condition, column =>
        {
            if (left.Positions.ContainsKey(column.Id))
                return left.Find(column);
            var bound = right.Find(column);
            return bound with { Ordinal = bound.Ordinal + width };
        });
    }
}
