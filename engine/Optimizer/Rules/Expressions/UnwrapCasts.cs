using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;

namespace Spindle.Optimizer.Rules.Expressions;

/// <summary>
/// Compares a column in its own type instead of a wider one, so that scans can use its statistics. Where the constant lies between two values of the narrow
/// type, the bound moves to the neighbour that leaves the answer the same.
/// <code>CAST(i AS BIGINT) &lt; 5L  =>  i &lt; 5      CAST(d AS DECIMAL(12,3)) >= 0.505  =>  d >= 0.51</code>
/// </summary>
internal sealed class UnwrapCasts : ExpressionRule
{
    public override Expression Rewrite(Expression expression)
    {
        if (expression is not Comparison { Left: Cast cast, Right: Literal { Value: { } value } } comparison || cast.RaisesItself)
            return expression;
        if (Scaled(value, cast.Target) is not { } constant || Shape(cast.Child.Type) is not { } narrow || Shape(cast.Target) is not { } wide || wide.Scale < narrow.Scale)
            return expression;

        var factor = PowerOfTen(wide.Scale - narrow.Scale);
        var below = FloorDivide(constant, factor);
        var exact = below * factor == constant;
        var (op, bound) = comparison.Operator switch
        {
            ComparisonOperator.Equal or ComparisonOperator.NotEqual or ComparisonOperator.NullSafeEqual when !exact => (comparison.Operator, (Int128?)null),
            ComparisonOperator.Less when !exact => (ComparisonOperator.LessOrEqual, below),
            ComparisonOperator.GreaterOrEqual when !exact => (ComparisonOperator.Greater, below),
            _ => (comparison.Operator, below),
        };
        return bound is { } fits && Int128.Abs(fits) <= narrow.Limit && Boxed(fits, cast.Child.Type) is { } boxed
            ? comparison with { Operator = op, Left = cast.Child, Right = new Literal(boxed, cast.Child.Type) { Origin = comparison.Right.Origin } }
            : expression;
    }

    private static (int Scale, Int128 Limit)? Shape(DataType type) => type switch
    {
        ByteType => (0, sbyte.MaxValue),
        ShortType => (0, short.MaxValue),
        IntegerType => (0, int.MaxValue),
        LongType => (0, long.MaxValue),
        DecimalType d => (d.Scale, PowerOfTen(d.Precision) - 1),
        _ => null,
    };

    private static Int128? Scaled(object value, DataType type) => value switch
    {
        sbyte n => n,
        short n => n,
        int n => n,
        long n => n,
        Int128 n when type is DecimalType => n,
        _ => null,
    };

    private static object? Boxed(Int128 value, DataType type) => type switch
    {
        ByteType => (sbyte)value,
        ShortType => (short)value,
        IntegerType => (int)value,
        LongType => (long)value,
        DecimalType => value,
        _ => null,
    };

    private static Int128 FloorDivide(Int128 value, Int128 divisor)
    {
        var quotient = value / divisor;
        return value < 0 && quotient * divisor != value ? quotient - 1 : quotient;
    }

    private static Int128 PowerOfTen(int exponent)
    {
        Int128 power = 1;
        for (var i = 0; i < exponent; i++)
            power *= 10;
        return power;
    }
}
