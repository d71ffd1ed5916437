using Spindle.Analysis.Errors;
using Spindle.Analysis.Scopes;
using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;

namespace Spindle.Analysis.Plans;

/// <summary>WHERE → a boolean condition over the child's columns.</summary>
internal sealed class ResolveFilter : PlanRule<Filter>
{
    protected override ResolvedPlan Resolve(Filter plan, QueryScope scope)
    {
        var child = scope.Resolve(plan.Child);
        var expressions = scope.Over(child.Scope(scope.Session.NameComparison));
        var condition = Condition(plan, expressions, scope);
        if (condition is GeneratorCall rows)
            throw QueryErrors.GeneratorOutsideSelect("WHERE", scope.Names.Of(rows), rows.Origin);
        var misplaced = condition.SelfAndDescendants().Where(e => e is WindowCall || (e is AggregateCall call && !Select.AggregateCalls.IsOfEnclosing(call))).ToList();
        if (misplaced.OfType<WindowCall>().FirstOrDefault() is { } window)
            throw QueryErrors.WindowNotAllowed("WHERE", window.Origin);
        if (misplaced.Count > 0)
            throw QueryErrors.AggregateInWhere(scope.Names.Of(condition), misplaced.Select(scope.Names.Of), plan.Origin);
        return child.With(new Filter(condition, child.Plan) { Origin = plan.Origin });
    }

    // Where nothing gives rows, it does not matter that what gives them is nested.
    private static Expression Condition(Filter plan, ExpressionScope expressions, QueryScope scope)
    {
        try
        {
            return expressions.Condition(plan.Condition, c => QueryErrors.NotBoolean("WHERE", scope.Names.Of(c), c.Type, c.Origin));
        }
        catch (SpindleException error) when (error.ErrorClass.Name == QueryErrors.NestedGeneratorName)
        {
            throw QueryErrors.GeneratorOutsideSelect("WHERE", plan.Condition.Sql, error.Origin);
        }
    }
}
