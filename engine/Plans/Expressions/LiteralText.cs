using System.Globalization;

namespace Spindle.Plans.Expressions;

/// <summary>Numbers as names show them: fractions the way Java prints them, <c>1.0</c>, <c>1.0E300</c>.</summary>
internal static class LiteralText
{
    public static string Of(double value) => Of(value, value.ToString("E16", CultureInfo.InvariantCulture), value.ToString("R", CultureInfo.InvariantCulture));

    public static string Of(float value) => Of(value, value.ToString("E8", CultureInfo.InvariantCulture), value.ToString("R", CultureInfo.InvariantCulture));

    private static string Of(double value, string scientific, string shortest)
    {
        if (double.IsNaN(value))
            return "NaN";
        if (double.IsInfinity(value))
            return value > 0 ? "Infinity" : "-Infinity";
        var size = Math.Abs(value);
        var sign = double.IsNegative(value) ? "-" : "";
        if (size == 0)
            return sign + "0.0";
        var (digits, exponent) = Digits(shortest, scientific);
        if (size is < 1e-3 or >= 1e7)
            return $"{sign}{digits[0]}.{(digits.Length > 1 ? digits[1..] : "0")}E{exponent.ToString(CultureInfo.InvariantCulture)}";
        if (exponent < 0)
            return $"{sign}0.{new string('0', -exponent - 1)}{digits}";
        var whole = digits.PadRight(exponent + 1, '0');
        return $"{sign}{whole[..(exponent + 1)]}.{(whole.Length > exponent + 1 ? whole[(exponent + 1)..] : "0")}";
    }

    /// <summary>The significant digits of the shortest form that reads back the same, and the power of ten of the first.</summary>
    private static (string Digits, int Exponent) Digits(string shortest, string scientific)
    {
        var exponent = int.Parse(scientific[(scientific.IndexOf('E', StringComparison.Ordinal) + 1)..], CultureInfo.InvariantCulture);
        var e = shortest.IndexOf('E', StringComparison.Ordinal);
        var digits = (e < 0 ? shortest : shortest[..e]).Replace("-", "", StringComparison.Ordinal).Replace(".", "", StringComparison.Ordinal).Trim('0');
        return (digits.Length == 0 ? "0" : digits, exponent);
    }
}
