using System.Globalization;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Functions.Evaluation;
using Spindle.Plans.Expressions;

namespace Spindle.Optimizer.Rules.Expressions;

/// <summary>
/// Computes what depends on no row. What raises stays in place, to raise when (and only if) a row gets there.
/// <code>date_sub(DATE '1998-12-01', 90)  =>  DATE '1998-09-02'      1 / 0  =>  1 / 0</code>
/// </summary>
internal sealed class FoldConstants : ExpressionRule
{
    public override Expression Rewrite(Expression expression) => Fold(expression) ?? expression;

    public static Literal? Fold(Expression expression)
    {
        if (expression is Literal or Alias || !expression.IsFoldable || ConstantFolder.TryFold(expression, new MemoryBudget()) is not { } literal)
            return null;
        return literal is { Type: DateType, Value: int days } ? literal with { Text = $"DATE '{Day(days)}'" } : literal;
    }

    private static string Day(int days)
    {
        var day = Columnar.Time.Calendar.CivilFromDays(days);
        return string.Create(CultureInfo.InvariantCulture, $"{day.Year:0000}-{day.Month:00}-{day.Day:00}");
    }
}
