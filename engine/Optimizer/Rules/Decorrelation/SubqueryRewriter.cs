using Spindle.Columnar.Types;
using Spindle.Optimizer.Rewriting;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;

namespace Spindle.Optimizer.Rules.Decorrelation;

/// <summary>Walks a plan bottom-up and replaces the subqueries of each node by joins below it.</summary>
internal sealed class SubqueryRewriter(IEnumerable<LogicalPlan> onceOnly)
{
    // An expression that stands twice, as the value of BETWEEN does, holds the same subquery twice, which is to stay one.
    private readonly Dictionary<LogicalPlan, LogicalPlan> rewritten = [];

    /// <summary>Uncorrelated scalar subqueries; a position is the index of its <see cref="SubqueryResult"/>.</summary>
    public List<LogicalPlan> OnceOnly { get; } = [.. onceOnly];

    public LogicalPlan Rewrite(LogicalPlan plan)
    {
        plan = plan.MapChildren(Rewrite).MapExpressions(e => e.HasSubquery() ? e.MapSubqueries(RewriteSubquery).Transform(RunOnce) : e);
        if (plan is Join { IsLateral: true } lateral)
            plan = Lateral(lateral);
        if (!plan.Expressions.Any(e => e.HasSubquery()))
            return plan;
        return plan switch
        {
            Filter filter => RewriteFilter(filter),
            Join join => new JoinConditionSubqueries(this).Rewrite(join),
            _ => RewriteUnary((UnaryPlan)plan),
        };
    }

    /// <summary>A filter's top-level EXISTS and IN become semi and anti joins; other subqueries give columns that the filter reads.</summary>
    public LogicalPlan RewriteFilter(Filter filter)
    {
        var conjuncts = Predicates.Conjuncts(filter.Condition);
        var first = conjuncts.Where(c => !c.HasSubquery() && Predicates.IsMovable(c)).ToList();
        var columns = new SubqueryColumns(first.Count == 0 ? filter.Child : new Filter(Predicates.And(first)!, filter.Child));
        var last = new List<Expression>();
        foreach (var conjunct in conjuncts)
        {
            switch (conjunct)
            {
                case Exists exists:
                    columns.Semi(exists, JoinKind.LeftSemi);
                    break;
                case Not { Child: Exists exists }:
                    columns.Semi(exists, JoinKind.LeftAnti);
                    break;
                case InSubquery membership:
                    columns.Semi(membership);
                    break;
                case Not { Child: InSubquery membership }:
                    columns.NullAwareAnti(membership);
                    break;
                case var plain when !plain.HasSubquery():
                    if (!Predicates.IsMovable(plain))
                        last.Add(plain);
                    break;
                default:
                    last.Add(columns.Replace(conjunct, unknownIsFalse: true));
                    break;
            }
        }

        var plan = last.Count == 0 ? columns.Plan : new Filter(Predicates.And(last)!, columns.Plan) { Origin = filter.Origin };
        return plan.Narrow(filter.Output);
    }

    private LogicalPlan RewriteSubquery(LogicalPlan plan) => rewritten.TryGetValue(plan, out var known) ? known : rewritten[plan] = Rewrite(plan);

    private static LogicalPlan RewriteUnary(UnaryPlan node)
    {
        var output = node.Output;
        var columns = new SubqueryColumns(node.Child);
        var rewritten = node.MapExpressions(e => e.HasSubquery() ? columns.Replace(e, unknownIsFalse: false) : e);
        return rewritten.WithChildren([columns.Plan]).Narrow(output);
    }

    private static LogicalPlan Lateral(Join join)
    {
        var (right, predicates) = Unnesting.Of(join.Left, join.Right, duplicatesMatter: true);
        var condition = Predicates.And(Predicates.Conjuncts(join.Condition).Concat(predicates));
        var kind = join.Kind == JoinKind.Cross && condition is not null ? JoinKind.Inner : join.Kind;
        return (join with { Right = right, Kind = kind, Condition = condition, IsLateral = false }).Narrow(join.Output);
    }

    private Expression RunOnce(Expression expression)
    {
        switch (expression)
        {
            case ScalarSubquery scalar when OuterReferences.Free(scalar.Plan).Count == 0:
                return Add(scalar.Plan, scalar);
            case Exists exists when OuterReferences.Free(exists.Plan).Count == 0:
                var one = new Project([Literal.Of(1).Named("one")], exists.Plan);
                return new IsNotNull(Add(new Limit(Literal.Of(1), null, one), exists)) { Origin = exists.Origin };
            default:
                return expression;
        }
    }

    private SubqueryResult Add(LogicalPlan plan, Expression written)
    {
        var index = OnceOnly.FindIndex(p => p.Equals(plan));
        if (index < 0)
        {
            index = OnceOnly.Count;
            OnceOnly.Add(plan);
        }

        return new SubqueryResult(index, plan.Output[0].Type) { Origin = written.Origin };
    }
}
