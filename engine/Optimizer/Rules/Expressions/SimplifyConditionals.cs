using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;

namespace Spindle.Optimizer.Rules.Expressions;

/// <summary>
/// Drops branches of CASE that are never taken, and what follows one that always is.
/// <code>CASE WHEN false THEN a WHEN true THEN b ELSE c END  =>  b</code>
/// </summary>
internal sealed class SimplifyConditionals : ExpressionRule
{
    public override Expression Rewrite(Expression expression)
    {
        if (expression is not Case branches || !branches.Conditions.Any(c => c is Literal))
            return expression;
        List<Expression> conditions = [], values = [];
        var otherwise = branches.Else;
        for (var i = 0; i < branches.Conditions.Count; i++)
        {
            if (branches.Conditions[i] is Literal { Value: true })
            {
                otherwise = branches.Values[i];
                break;
            }

            if (branches.Conditions[i] is Literal)
                continue;
            conditions.Add(branches.Conditions[i]);
            values.Add(branches.Values[i]);
        }

        return conditions.Count == 0
            ? otherwise ?? Literal.Null(branches.Type)
            : branches with { Conditions = conditions.ToValueList(), Values = values.ToValueList(), Else = otherwise };
    }
}
