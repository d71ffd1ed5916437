using Spindle.Columnar.Types;
using Spindle.Optimizer.Rewriting;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;

namespace Spindle.Optimizer.Rules.Decorrelation;

/// <summary>
/// Pushes the domain through a join: into the one side that is correlated where the join's kind allows it, else into both, which then agree on the domain.
/// </summary>
internal sealed class DomainJoin(DomainPushDown domain)
{
    public (LogicalPlan Plan, Dictionary<ColumnId, ColumnReference> Domain) Push(Join join)
    {
        var left = domain.IsCorrelated(join.Left);
        var right = domain.IsCorrelated(join.Right);
        switch (join.Kind)
        {
            case JoinKind.Inner or JoinKind.Cross when !right:
            case JoinKind.Left or JoinKind.Single or JoinKind.LeftSemi or JoinKind.LeftAnti or JoinKind.Mark when !right:
            {
                var (plan, columns) = domain.Push(join.Left);
                return (With(join, plan, join.Right, columns, []), columns);
            }

            case JoinKind.Inner or JoinKind.Cross when !left:
            case JoinKind.Right when !left:
            {
                var (plan, columns) = domain.Push(join.Right);
                return (With(join, join.Left, plan, columns, []), columns);
            }

            default:
            {
                var (leftPlan, leftColumns) = domain.Push(join.Left);
                var (rightPlan, rightColumns) = domain.Push(join.Right);
                var equal = domain.Equal(leftColumns, rightColumns);
                if (join.Kind != JoinKind.Full)
                {
                    var columns = join.Kind == JoinKind.Right ? rightColumns : leftColumns;
                    return (With(join, leftPlan, rightPlan, columns, equal), columns);
                }

                // A row of either side alone knows its combination from that side.
                var joined = With(join, leftPlan, rightPlan, leftColumns, equal);
                var either = leftColumns.ToDictionary(c => c.Key, c => new Coalesce([Nullable(c.Value), Nullable(rightColumns[c.Key])]).Named(c.Value.Name));
                var output = new Project([.. join.Output, .. either.Values], joined);
                return (output, either.ToDictionary(c => c.Key, c => c.Value.ToReference()));
            }
        }
    }

    private static ColumnReference Nullable(ColumnReference column) => column with { IsNullable = true };

    private static LogicalPlan With(Join join, LogicalPlan left, LogicalPlan right, Dictionary<ColumnId, ColumnReference> columns, IEnumerable<Expression> equal)
    {
        var own = Predicates.Conjuncts(join.Condition).Select(c => DomainPushDown.Resolve(c, columns)).ToList();
        var same = equal.ToList();
        if (join.NullAware && same.Count > 0)
            return WithinDomain(join, left, right, own.Cast<Comparison>().Select(c => new MembershipEquality(c.Left, c.Right)).ToList(), same);
        var condition = Predicates.And(own.Concat(same));
        var kind = join.Kind == JoinKind.Cross && condition is not null ? JoinKind.Inner : join.Kind;
        return join with { Left = left, Right = right, Condition = condition, Kind = kind };
    }

    /// <summary>A null-aware join knows nothing but its one equality; an agreement on the domain besides is two-valued.</summary>
    private static LogicalPlan WithinDomain(Join join, LogicalPlan left, LogicalPlan right, List<MembershipEquality> equalities, List<Expression> same)
    {
        if (join.Kind == JoinKind.LeftAnti)
            return new Join(left, right, JoinKind.LeftAnti, Predicates.And(equalities.Select(e => e.NotFalse).Concat(same)));
        var (plan, value) = MarkJoins.ThreeValued(left, right, equalities, same);
        return new Project([.. left.Output, value.As(join.MarkColumn!)], plan);
    }
}
