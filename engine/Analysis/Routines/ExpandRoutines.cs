using Spindle.Columnar.Errors;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;

namespace Spindle.Analysis.Routines;

/// <summary>Calls of SQL functions → their bodies over the arguments. The last step of analysis.</summary>
internal static class ExpandRoutines
{
    public static LogicalPlan In(LogicalPlan plan) => plan.Transform(node =>
    {
        if (NodeWithoutCalls(node) is { } name)
            Refuse(node, name);
        return node.MapExpressions(In);
    });

    public static Expression In(Expression expression) => expression.Transform(e => e switch
    {
        RoutineCall call => Body(call),
        SubqueryExpression subquery when In(subquery.Plan) is var plan && !ReferenceEquals(plan, subquery.Plan) => subquery with { Plan = plan },
        _ => e,
    });

    private static Expression Body(RoutineCall call)
    {
        var body = new Substitution(call.Parameters, call.Arguments).In(call.Body);
        // A result that does not fit its type is an error of the call.
        return body is Cast { Origin.IsKnown: false } cast ? cast with { Origin = call.Origin } : body;
    }

    private static string? NodeWithoutCalls(LogicalPlan node) => node switch
    {
        Sort => "Sort",
        Limit => "GlobalLimit",
        Generate => "Generate",
        _ => null,
    };

    private static void Refuse(LogicalPlan node, string name)
    {
        foreach (var call in node.Expressions.SelectMany(e => e.SelfAndDescendants()).OfType<RoutineCall>())
            throw RoutineErrors.Usage(call.Function, name, call.Origin);
    }
}
