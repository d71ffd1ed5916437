using Spindle.Analysis.Errors;
using Spindle.Analysis.Scopes;
using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;

namespace Spindle.Analysis.Plans;

/// <summary>A join with ON, or without → a condition over the columns of both sides, no column id on both.</summary>
internal sealed class ResolveJoin : PlanRule<Join>
{
    protected override ResolvedPlan Resolve(Join plan, QueryScope scope)
    {
        var (left, right) = Sides(plan.Left, plan.Right, plan.IsLateral, scope);
        ValueList<ColumnReference> columns = [.. left.Columns, .. right.Columns];
        ValueList<ColumnReference> hidden = [.. left.Hidden, .. right.Hidden];
        Expression? condition = null;
        if (plan.Condition is not null)
        {
            var expressions = scope.Over(new ColumnScope(columns, hidden, scope.Session.NameComparison));
            condition = expressions.Condition(plan.Condition, c => QueryErrors.JoinConditionNotBoolean(scope.Names.Of(c), c.Type, c.Origin));
        }

        var join = new Join(left.Plan, right.Plan, plan.Kind, condition) { IsLateral = plan.IsLateral, Origin = plan.Origin };
        var joined = Of(join, left, right);
        return LateralGenerator.Of(join) is { } generate ? joined.With(generate) : joined;
    }

    /// <summary>The two sides; the right one under new ids where it shares some with the left, and with the left's columns in sight where it is lateral.</summary>
    public static (ResolvedPlan Left, ResolvedPlan Right) Sides(LogicalPlan left, LogicalPlan right, bool lateral, QueryScope scope)
    {
        var resolvedLeft = scope.Resolve(left);
        var mark = scope.Run.Frames.Mark;
        var resolvedRight = lateral
            ? scope.ResolveInside(right, scope.WithOuter(resolvedLeft.Scope(scope.Session.NameComparison)))
            : scope.Resolve(right);
        return (resolvedLeft, ColumnRenewal.Apart(resolvedLeft, resolvedRight, scope.Run.Frames, mark));
    }

    /// <summary>The join with the names of its columns; outer joins make a side's columns nullable.</summary>
    public static ResolvedPlan Of(Join join, ResolvedPlan left, ResolvedPlan right)
    {
        var nullableLeft = join.Kind is JoinKind.Right or JoinKind.Full;
        var nullableRight = join.Kind is JoinKind.Left or JoinKind.Full or JoinKind.Single;
        var onlyLeft = join.Kind is JoinKind.LeftSemi or JoinKind.LeftAnti;
        return new ResolvedPlan(
            join,
            [.. Nullable(left.Columns, nullableLeft), .. onlyLeft ? [] : Nullable(right.Columns, nullableRight)],
            [.. Nullable(left.Hidden, nullableLeft), .. onlyLeft ? [] : Nullable(right.Hidden, nullableRight)]);
    }

    private static IEnumerable<ColumnReference> Nullable(IEnumerable<ColumnReference> columns, bool nullable) =>
        nullable ? columns.Select(c => c with { IsNullable = true }) : columns;
}
