using System.Globalization;
using Spindle.Analysis.Scopes;
using Spindle.Columnar.Errors;
using Spindle.Functions.Catalog.Coercion;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;
using Spindle.Plans.Unresolved;

namespace Spindle.Analysis.Plans;

/// <summary>TABLESAMPLE → a limit, or a filter that each row passes by chance.</summary>
internal sealed class ResolveSample : PlanRule<UnresolvedSample>
{
    protected override ResolvedPlan Resolve(UnresolvedSample plan, QueryScope scope)
    {
        var child = scope.Resolve(plan.Child);
        if (plan.Kind == SampleKind.Rows)
            return scope.Resolve(new Limit(plan.Amount, null, Values.OneRow)) is { Plan: Limit limit } ? child.With(limit with { Child = child.Plan }) : child;
        var expressions = scope.Over(child.Scope(scope.Session.NameComparison));
        var percent = Conversion.LiteralOf(expressions.Resolve(plan.Amount)) is { Value: not null } literal
            ? double.Parse(literal.Sql, CultureInfo.InvariantCulture)
            : throw new SpindleException(new ErrorClass("INVALID_SQL_SYNTAX", "42000"), "TABLESAMPLE takes a constant percentage.", plan.Origin);
        var chance = expressions.Call("rand", plan.Origin, plan.Seed is { } seed ? [Literal.Of(seed)] : []);
        return child.With(new Filter(new Comparison(ComparisonOperator.Less, chance, Literal.Of(percent / 100)), child.Plan) { Origin = plan.Origin });
    }
}
