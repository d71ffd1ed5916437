using Spindle.Columnar.Types;
using Spindle.Functions.Catalog.Binding;
using Spindle.Plans.Expressions;

namespace Spindle.Functions.Catalog.Operators;

/// <summary>
/// An order comparison of a whole number with a decimal constant needs no decimals: <c>n &gt; 1.5</c> is <c>n &gt; 1</c>, and is named so.
/// </summary>
internal static class WholeComparison
{
    /// <summary>The comparison with the constant rounded down or up; null where the rule does not apply.</summary>
    public static Expression? Of(CallSite call, ComparisonOperator op)
    {
        if (call.TypeOf(0) is IntegralType && call[1] is Literal { Value: Int128 right, LiteralType: DecimalType rightType })
        {
            return Rounded(right, rightType, up: op is ComparisonOperator.GreaterOrEqual or ComparisonOperator.Less, op) is { } constant
                ? new Comparison(op, call.Convert(call[0], DataType.Long), constant) { Origin = call.Origin }
                : null;
        }

        if (call.TypeOf(1) is IntegralType && call[0] is Literal { Value: Int128 left, LiteralType: DecimalType leftType })
        {
            return Rounded(left, leftType, up: op is ComparisonOperator.Greater or ComparisonOperator.LessOrEqual, op) is { } constant
                ? new Comparison(op, constant, call.Convert(call[1], DataType.Long)) { Origin = call.Origin }
                : null;
        }

        return null;
    }

    private static Literal? Rounded(Int128 unscaled, DecimalType type, bool up, ComparisonOperator op)
    {
        if (op is ComparisonOperator.Equal or ComparisonOperator.NotEqual or ComparisonOperator.NullSafeEqual)
            return null;
        var power = Int128.One;
        for (var i = 0; i < type.Scale; i++)
            power *= 10;
        var (whole, rest) = Int128.DivRem(unscaled, power);
        if (rest > 0 && up)
            whole++;
        else if (rest < 0 && !up)
            whole--;
        return whole >= long.MinValue && whole <= long.MaxValue ? Literal.Of((long)whole) : null;
    }
}
