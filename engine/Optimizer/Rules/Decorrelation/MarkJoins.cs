using Spindle.Columnar.Types;
using Spindle.Optimizer.Rewriting;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;

namespace Spindle.Optimizer.Rules.Decorrelation;

/// <summary>Joins that add a column which tells whether a match exists.</summary>
internal static class MarkJoins
{
    public static (LogicalPlan Plan, ColumnReference Mark) Of(LogicalPlan left, LogicalPlan right, Expression? condition, bool nullAware)
    {
        var mark = new ColumnReference(ColumnId.Next(), "mark", DataType.Boolean, nullAware, []);
        return (new Join(left, right, JoinKind.Mark, condition, mark, nullAware), mark);
    }

    /// <summary>IN's three values from two marks: some row matches; some row matches or might.</summary>
    public static (LogicalPlan Plan, Expression Value) ThreeValued(LogicalPlan left, LogicalPlan right, List<MembershipEquality> equalities, List<Expression> predicates)
    {
        var (plan, certain) = Of(left, right, Predicates.And(equalities.Select(e => e.Equality).Concat(predicates)), false);
        var copy = Renumbering.Copy(right, out var ids);
        var renamed = right.Output.Where(c => ids.ContainsKey(c.Id)).ToDictionary(c => c.Id, Expression (c) => c with { Id = ids[c.Id] });
        (plan, var possible) = Of(plan, copy, Predicates.And(equalities.Select(e => e.NotFalse).Concat(predicates))!.Replace(renamed), false);
        return (plan, new Case([certain, possible], [Literal.True, Literal.NullBoolean], Literal.False));
    }

    /// <summary>
    /// A null-aware mark join in other words, for a condition that has no keys to look up, as that of <c>SELECT 5 NOT IN (…)</c>.
    /// <code>Join Mark null-aware on c  =>  Project CASE WHEN m1 THEN true WHEN m2 THEN NULL ELSE false (Join Mark on c OR c IS NULL m2 (Join Mark on c m1 L R) R')</code>
    /// </summary>
    public static LogicalPlan Spelt(Join join)
    {
        var (plan, certain) = Where(join.Left, join.Right, join.Condition!);
        var copy = Renumbering.Copy(join.Right, out var ids);
        var renamed = join.Right.Output.Where(c => ids.ContainsKey(c.Id)).ToDictionary(c => c.Id, Expression (c) => c with { Id = ids[c.Id] });
        (plan, var possible) = Where(plan, copy, new Or(join.Condition!, new IsNull(join.Condition!)).Replace(renamed));
        var value = new Case([certain, possible], [Literal.True, Literal.NullBoolean], Literal.False);
        return new Project([.. join.Left.Output, new Alias(value, join.MarkColumn!.Name, join.MarkColumn.Id)], plan) { Origin = join.Origin };
    }

    /// <summary>A condition that reads the right side alone filters it, so that no pair is looked at.</summary>
    private static (LogicalPlan Plan, ColumnReference Mark) Where(LogicalPlan left, LogicalPlan right, Expression condition) =>
        ColumnSets.OutputOf(right).Covers(condition) ? Of(left, new Filter(condition, right), null, false) : Of(left, right, condition, false);
}
