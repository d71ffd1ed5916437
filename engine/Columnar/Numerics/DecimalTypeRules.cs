namespace Spindle.Columnar.Numerics;

/// <summary>
/// Result types of decimal arithmetic. Where the exact result would need more than 38 digits, digits after the point give way first, down to 6 of them
/// (<c>allowPrecisionLoss</c>, Spark's <c>spark.sql.decimalOperations.allowPrecisionLoss</c>, true by default); without it both parts are cut at 38.
/// </summary>
public static class DecimalTypeRules
{
    /// <summary>The scale that precision loss leaves untouched.</summary>
    private const int MinimumAdjustedScale = 6;

    public static DecimalShape Add(DecimalShape left, DecimalShape right, bool allowPrecisionLoss = true)
    {
        var scale = Math.Max(left.Scale, right.Scale);
        return Limit(Math.Max(left.IntegralDigits, right.IntegralDigits) + scale + 1, scale, allowPrecisionLoss);
    }

    public static DecimalShape Multiply(DecimalShape left, DecimalShape right, bool allowPrecisionLoss = true) =>
        Limit(left.Precision + right.Precision + 1, left.Scale + right.Scale, allowPrecisionLoss);

    public static DecimalShape Divide(DecimalShape left, DecimalShape right, bool allowPrecisionLoss = true)
    {
        var integral = left.IntegralDigits + right.Scale;
        var scale = Math.Max(MinimumAdjustedScale, left.Scale + right.Precision + 1);
        if (allowPrecisionLoss)
            return Adjust(integral + scale, scale);
        integral = Math.Min(DecimalShape.MaxPrecision, integral);
        scale = Math.Min(DecimalShape.MaxPrecision, scale);
        var excess = integral + scale - DecimalShape.MaxPrecision;
        if (excess > 0)
        {
            scale -= excess / 2 + 1;
            integral = DecimalShape.MaxPrecision - scale;
        }
        return Bound(integral + scale, scale);
    }

    public static DecimalShape Remainder(DecimalShape left, DecimalShape right, bool allowPrecisionLoss = true)
    {
        var scale = Math.Max(left.Scale, right.Scale);
        return Limit(Math.Min(left.IntegralDigits, right.IntegralDigits) + scale, scale, allowPrecisionLoss);
    }

    /// <summary>The decimal in which <c>div</c> computes, before it becomes a bigint.</summary>
    public static DecimalShape IntegralDivide(DecimalShape left, DecimalShape right)
    {
        var integral = left.IntegralDigits + right.Scale;
        return Bound(integral == 0 ? 1 : integral, 0);
    }

    /// <summary>The narrowest type that holds every value of both; digits before the point win when 38 are not enough.</summary>
    public static DecimalShape Widen(DecimalShape left, DecimalShape right)
    {
        var scale = Math.Max(left.Scale, right.Scale);
        var precision = Math.Max(left.IntegralDigits, right.IntegralDigits) + scale;
        var excess = Math.Max(0, precision - DecimalShape.MaxPrecision);
        return new DecimalShape(precision - excess, Math.Max(0, scale - excess));
    }

    /// <summary>The type of <c>sum</c>.</summary>
    public static DecimalShape Sum(DecimalShape input) => Bound(input.Precision + 10, input.Scale);

    /// <summary>The type of <c>avg</c>.</summary>
    public static DecimalShape Average(DecimalShape input) => Bound(input.Precision + 4, input.Scale + 4);

    /// <summary>Cuts precision and scale at 38 each.</summary>
    public static DecimalShape Bound(int precision, int scale) =>
        new(Math.Min(precision, DecimalShape.MaxPrecision), Math.Min(scale, DecimalShape.MaxPrecision));

    /// <summary>Gives up digits after the point, but not the first 6, until 38 digits are enough.</summary>
    public static DecimalShape Adjust(int precision, int scale)
    {
        if (precision <= DecimalShape.MaxPrecision)
            return new DecimalShape(precision, scale);
        var kept = Math.Max(DecimalShape.MaxPrecision - (precision - scale), Math.Min(scale, MinimumAdjustedScale));
        return new DecimalShape(DecimalShape.MaxPrecision, kept);
    }

    private static DecimalShape Limit(int precision, int scale, bool allowPrecisionLoss) =>
        allowPrecisionLoss ? Adjust(precision, scale) : Bound(precision, scale);
}
