using Spindle.Optimizer.Rewriting;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;

namespace Spindle.Optimizer.Rules.Expressions;

/// <summary>Applies the expression rules to every expression of a plan, operands first, until none changes it. Names and ids of results stay.</summary>
internal sealed class SimplifyExpressions : Rule
{
    private const int MaxRounds = 8;

    public static readonly IReadOnlyList<ExpressionRule> Rules =
    [
        new FoldConstants(),
        new PropagateNulls(),
        new SimplifyBooleans(),
        new SimplifyConditionals(),
        new OrderComparison(),
        new UnwrapCasts(),
        new ProveLikeSafe(),
        new TurnLikeIntoRange(),
        new CollectEqualitiesIntoList(),
    ];

    public override LogicalPlan Apply(LogicalPlan plan, PlanningContext context) => plan.Transform(node => node switch
    {
        Join { Condition: { } condition } join => SimplifyJoin(join, condition, context),
        _ => node.MapExpressions(e => Simplify(e, context)),
    });

    public static Expression Simplify(Expression expression, HashSet<string>? fired = null) => expression.Transform(node =>
    {
        for (var round = 0; round < MaxRounds; round++)
        {
            var before = node;
            foreach (var rule in Rules)
            {
                var rewritten = rule.Rewrite(node);
                if (!ReferenceEquals(rewritten, node))
                    fired?.Add(rule.Name);
                node = rewritten;
            }

            if (ReferenceEquals(before, node))
                break;
        }

        return node;
    });

    private static Expression Simplify(Expression expression, PlanningContext context)
    {
        if (context.Simplified.Contains(expression))
            return expression;
        var simple = Simplify(expression, context.Fired);
        context.Simplified.Add(simple);
        return simple;
    }

    private static Join SimplifyJoin(Join join, Expression condition, PlanningContext context)
    {
        var simple = Simplify(condition, context);
        if (simple is Literal { Value: true })
            return join with { Condition = null, Kind = join.Kind == JoinKind.Inner ? JoinKind.Cross : join.Kind };
        return ReferenceEquals(simple, condition) ? join : join with { Condition = simple };
    }
}
