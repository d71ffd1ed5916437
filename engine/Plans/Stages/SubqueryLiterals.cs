using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;
using Spindle.Plans.Physical;

namespace Spindle.Plans.Stages;

/// <summary>Puts the values of scalar subqueries into the stages that read them.</summary>
public static class SubqueryLiterals
{
    /// <summary>The stage with each <see cref="SubqueryResult"/> replaced by the literal of its index; it then waits for no subquery.</summary>
    public static StagePlan Replace(StagePlan stage, IReadOnlyDictionary<int, Literal> values)
    {
        if (stage.Subqueries.Count == 0)
            return stage;
        return stage with
        {
            Plan = stage.Plan.Transform(node => node.Expressions.Any(Reads) ? node.MapExpressions(Put) : node),
            Output = stage.Output?.MapExpressions(Put),
            Subqueries = [],
        };

        Expression Put(Expression expression) => expression.Transform(e => e is SubqueryResult result ? values[result.Index] with { Origin = e.Origin } : e);
    }

    /// <summary>The indexes of the subqueries that an expression reads.</summary>
    public static IEnumerable<int> ReadBy(IEnumerable<Expression> expressions) =>
        expressions.SelectMany(e => e.SelfAndDescendants()).OfType<SubqueryResult>().Select(r => r.Index).Distinct();

    private static bool Reads(Expression expression) => expression.SelfAndDescendants().Any(e => e is SubqueryResult);
}
