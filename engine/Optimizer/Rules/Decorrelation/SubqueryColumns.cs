using System.Diagnostics;
using Spindle.Optimizer.Rewriting;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;

namespace Spindle.Optimizer.Rules.Decorrelation;

/// <summary>A plan that grows by a join for each subquery that is evaluated over its rows.</summary>
internal sealed class SubqueryColumns(LogicalPlan plan)
{
    private readonly Dictionary<Expression, Expression> replaced = [];

    public LogicalPlan Plan { get; private set; } = plan;

    /// <summary>Keeps the rows for which a row of the subquery exists (or, by an anti join, none does).</summary>
    public void Semi(Exists exists, JoinKind kind)
    {
        var (right, predicates) = Unnesting.Of(Plan, Rows(exists.Plan), duplicatesMatter: false);
        Plan = new Join(Plan, right, kind, Predicates.And(predicates)) { Origin = exists.Origin };
    }

    public void Semi(InSubquery membership)
    {
        var (right, predicates, equalities) = Membership(membership);
        Plan = new Join(Plan, right, JoinKind.LeftSemi, Predicates.And(equalities.Select(e => e.Equality).Concat(predicates))) { Origin = membership.Origin };
    }

    /// <summary>Keeps the rows for which NOT IN is true: every row of the subquery differs for certain.</summary>
    public void NullAwareAnti(InSubquery membership)
    {
        var (right, predicates, equalities) = Membership(membership);
        var nullAware = predicates.Count == 0 && equalities is [{ MayBeUnknown: true }];
        var conditions = nullAware ? equalities.Select(e => e.Equality) : equalities.Select(e => e.NotFalse).Concat(predicates);
        Plan = new Join(Plan, right, JoinKind.LeftAnti, Predicates.And(conditions), null, nullAware) { Origin = membership.Origin };
    }

    /// <summary>The expression with a column in place of each subquery.</summary>
    /// <param name="unknownIsFalse">True where the caller does not tell NULL from false, so that a two-valued mark is enough.</param>
    public Expression Replace(Expression expression, bool unknownIsFalse)
    {
        if (replaced.TryGetValue(expression, out var known))
            return known;
        switch (expression)
        {
            case And or Or:
                return expression.MapChildren(c => Replace(c, unknownIsFalse));
            case Exists exists:
                return replaced[expression] = Mark(exists);
            case InSubquery membership:
                var mark = Mark(membership, unknownIsFalse);
                if (!unknownIsFalse)
                    replaced[expression] = mark;
                return mark;
            case ScalarSubquery scalar:
                return replaced[expression] = Scalar(scalar);
            default:
                return expression.MapChildren(c => Replace(c, unknownIsFalse: false));
        }
    }

    private ColumnReference Mark(Exists exists)
    {
        var (right, predicates) = Unnesting.Of(Plan, Rows(exists.Plan), duplicatesMatter: false);
        return AddMark(right, Predicates.And(predicates), false);
    }

    private Expression Mark(InSubquery membership, bool unknownIsFalse)
    {
        var (right, predicates, equalities) = Membership(membership);
        var matches = Predicates.And(equalities.Select(e => e.Equality).Concat(predicates));
        if (unknownIsFalse || !equalities.Any(e => e.MayBeUnknown))
            return AddMark(right, matches, false);
        if (predicates.Count == 0 && equalities.Count == 1)
            return AddMark(right, matches, true);

        var (plan, value) = MarkJoins.ThreeValued(Plan, right, equalities, predicates);
        Plan = plan;
        return value;
    }

    private ColumnReference AddMark(LogicalPlan right, Expression? condition, bool nullAware)
    {
        var (plan, mark) = MarkJoins.Of(Plan, right, condition, nullAware);
        Plan = plan;
        return mark;
    }

    private Expression Scalar(ScalarSubquery scalar)
    {
        var value = scalar.Plan.Output[0] with { IsNullable = true };
        var outer = Unnesting.OuterColumns(Plan, scalar.Plan);
        if (outer.Count > 0 && CorrelationPullUp.Try(scalar.Plan, outer.Keys.ToHashSet(), scalarAggregate: true, duplicatesMatter: true) is { } pulled)
        {
            var kind = SingleRow.IsCertain(pulled.Plan, pulled.Predicates) ? JoinKind.Left : JoinKind.Single;
            Plan = new Join(Plan, pulled.Plan, kind, Predicates.And(pulled.Predicates)) { Origin = scalar.Origin };
            if (pulled.OnEmpty is null)
                return value;
            var onEmpty = pulled.OnEmpty[value.Id];
            if (NullPropagation.IsAlwaysNull(onEmpty))
                return value;
            var marker = pulled.Marker ?? throw new UnreachableException("an aggregate was pulled up without an equality that tells a match");
            return new Case([new IsNull(marker with { IsNullable = true })], [onEmpty], value);
        }

        var (right, predicates) = outer.Count == 0 ? (scalar.Plan, []) : Unnesting.ByDomain(Plan, scalar.Plan, outer);
        var single = SingleRow.IsCertain(right, predicates) ? JoinKind.Left : JoinKind.Single;
        Plan = new Join(Plan, right, single, Predicates.And(predicates)) { Origin = scalar.Origin };
        return value;
    }

    private (LogicalPlan Right, List<Expression> Predicates, List<MembershipEquality> Equalities) Membership(InSubquery membership)
    {
        var values = membership.Values.Select(v => v.HasSubquery() ? Replace(v, false) : v).ToList();
        var (right, predicates) = Unnesting.Of(Plan, membership.Plan, duplicatesMatter: false);
        var columns = membership.Plan.Output;
        return (right, predicates, values.Select((v, i) => new MembershipEquality(v, columns[i])).ToList());
    }

    /// <summary>EXISTS asks for rows, not for what they hold or how they are ordered.</summary>
    private static LogicalPlan Rows(LogicalPlan plan) => plan switch
    {
        Sort sort => Rows(sort.Child),
        Limit { Count: Literal { Value: int and > 0 or long and > 0 } or null, Offset: null } limit => Rows(limit.Child),
        Project { Child.Output.Count: > 0 } project => Rows(project.Child),
        _ => plan,
    };
}
