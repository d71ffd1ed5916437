using Spindle.Analysis.Plans;
using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;

namespace Spindle.Analysis.Routines;

/// <summary>
/// Arguments in the place of the columns that stand for parameters. In a subquery of the body, the columns that an argument reads are those of the enclosing query.
/// </summary>
internal sealed class Substitution(ValueList<ColumnReference> parameters, IReadOnlyList<Expression> arguments)
{
    private readonly Dictionary<ColumnId, Expression> values = parameters.Select((p, i) => (p.Id, Value: arguments[i])).ToDictionary(p => p.Id, p => p.Value);

    /// <summary>An expression of the body, in the place of the call.</summary>
    public Expression In(Expression expression) => expression.Transform(e => e switch
    {
        ColumnReference column when values.TryGetValue(column.Id, out var value) => Fresh(value),
        SubqueryExpression subquery => subquery with { Plan = Inside(ColumnRenewal.Renewed(subquery.Plan)) },
        _ => e,
    });

    /// <summary>A plan of the body, for which the place of the call is the enclosing query.</summary>
    public LogicalPlan Inside(LogicalPlan plan) => plan.Transform(node => node.MapExpressions(e => e.Transform(part => part switch
    {
        OuterReference outer when values.TryGetValue(outer.Column.Id, out var value) => Outer(value),
        SubqueryExpression subquery => subquery with { Plan = Inside(subquery.Plan) },
        _ => part,
    })));

    private static Expression Outer(Expression value) => Fresh(value).Transform(e => e is ColumnReference column ? new OuterReference(column) { Origin = column.Origin } : e);

    // An argument that is used twice has its subqueries twice, under ids of their own.
    private static Expression Fresh(Expression value) => value.Transform(e => e is SubqueryExpression subquery ? subquery with { Plan = ColumnRenewal.Renewed(subquery.Plan) } : e);
}
