using System.Numerics;
using Spindle.Optimizer.Rewriting;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;

namespace Spindle.Optimizer.JoinOrder;

/// <summary>Makes a logical plan of a tree: every condition stands at the lowest join that has all that it reads.</summary>
internal static class JoinTreePlan
{
    public static LogicalPlan Of(JoinGraph graph, JoinTree tree)
    {
        var plan = Build(graph, tree);
        return graph.Last.Count == 0 ? plan : new Filter(Predicates.And(graph.Last)!, plan);
    }

    private static LogicalPlan Build(JoinGraph graph, JoinTree tree)
    {
        if (tree.Left is null || tree.Right is null)
            return Input(graph, tree.Inputs);
        var left = Build(graph, tree.Left);
        var right = Build(graph, tree.Right);
        var covered = graph.Predicates.Where(p => IsNew(graph, p.Inputs, tree)).Select(p => p.Condition).ToList();
        if (graph.Attached(tree.Right.Inputs) is { Attached: { } attached })
        {
            // What reads the attached side's columns filters the join's result, nulls included; it is no part of its condition.
            LogicalPlan joined = attached with { Left = left, Right = right };
            return covered.Count == 0 ? joined : new Filter(Predicates.And(covered)!, joined);
        }

        var classes = graph.Classes.Where(c => (c.Inputs & tree.Left.Inputs) != 0 && (c.Inputs & tree.Right.Inputs) != 0).ToList();
        var equalities = classes.Select(Expression (c) =>
            new Comparison(ComparisonOperator.Equal, Member(c, tree.Left.Inputs, classes), Member(c, tree.Right.Inputs, classes)));
        var condition = Predicates.And(equalities.Concat(covered));
        return new Join(left, right, condition is null ? JoinKind.Cross : JoinKind.Inner, condition) { LeftHint = Hint(graph, tree.Left), RightHint = Hint(graph, tree.Right) };
    }

    private static JoinStrategy Hint(JoinGraph graph, JoinTree side) => side.Left is null ? graph.Inputs[BitOperations.TrailingZeroCount(side.Inputs)].Hint : JoinStrategy.Any;

    private static LogicalPlan Input(JoinGraph graph, ulong set)
    {
        // What reads an attached input alone waits for its join, which may add nulls.
        var input = graph.Inputs[BitOperations.TrailingZeroCount(set)];
        var own = input.Attached is null ? Predicates.And(graph.Predicates.Where(p => p.Inputs == set).Select(p => p.Condition)) : null;
        return own is null ? input.Plan : new Filter(own, input.Plan);
    }

    private static bool IsNew(JoinGraph graph, ulong inputs, JoinTree tree) =>
        (inputs & ~tree.Inputs) == 0 && (inputs & ~tree.Left!.Inputs) != 0
        && ((inputs & ~tree.Right!.Inputs) != 0 || graph.Attached(tree.Right.Inputs) is not null);

    /// <summary>Of several equal columns the one whose input takes part in most of the join's equalities: keys of one table are estimated together.</summary>
    private static ColumnReference Member(EqualityClass group, ulong inputs, List<EqualityClass> classes) =>
        group.Members.Where(m => (inputs & (1UL << m.Input)) != 0).MaxBy(m => classes.Count(c => (c.Inputs & (1UL << m.Input)) != 0)).Column;
}
