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
}
