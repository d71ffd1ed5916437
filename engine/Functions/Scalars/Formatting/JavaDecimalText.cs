using System.Globalization;
using System.Text;

namespace Spindle.Functions.Scalars.Formatting;

/// <summary>Doubles in the fixed, scientific and hexadecimal forms of Java's Formatter: the shortest decimal digits, rounded half up.</summary>
internal static class JavaDecimalText
{
    /// <summary><c>%f</c> of a finite number without its sign.</summary>
    public static void AppendFixed(StringBuilder target, double value, int precision)
    {
        var (digits, exponent) = Digits(Math.Abs(value));
        AppendFixed(target, Round(digits, exponent + 1 + precision, ref exponent), exponent, precision);
    }

    /// <summary><c>%e</c> of a finite number without its sign.</summary>
    public static void AppendScientific(StringBuilder target, double value, int precision)
    {
        var (digits, exponent) = Digits(Math.Abs(value));
        AppendScientific(target, Round(digits, precision + 1, ref exponent), exponent, precision);
    }

    /// <summary><c>%g</c> of a finite number without its sign: so many significant digits.</summary>
    public static void AppendGeneral(StringBuilder target, double value, int precision)
    {
        precision = Math.Max(precision, 1);
        var (digits, exponent) = Digits(Math.Abs(value));
        digits = Round(digits, precision, ref exponent);
        if (value == 0)
            AppendFixed(target, "0", 0, precision - 1);
        else if (exponent >= -4 && exponent < precision)
            AppendFixed(target, digits, exponent, precision - exponent - 1);
        else
            AppendScientific(target, digits, exponent, precision - 1);
    }

    /// <summary><c>%a</c>: <c>0x1.8p1</c>, of a finite number without its sign.</summary>
    public static void AppendHexadecimal(StringBuilder target, double value)
    {
        var bits = BitConverter.DoubleToInt64Bits(value);
        var (exponent, fraction) = ((int)(bits >> 52) & 0x7FF, bits & ((1L << 52) - 1));
        var text = fraction.ToString("x13", CultureInfo.InvariantCulture).TrimEnd('0');
        target.Append(exponent == 0 ? "0x0." : "0x1.").Append(text.Length == 0 ? "0" : text).Append('p').Append(value == 0 ? 0 : Math.Max(exponent, 1) - 1023);
    }

    /// <summary>Significant digits, and the power of ten of the first.</summary>
    private static (string Digits, int Exponent) Digits(double value)
    {
        if (value == 0)
            return ("0", 0);
        var text = value.ToString("E16", CultureInfo.InvariantCulture);
        var shortest = value.ToString("R", CultureInfo.InvariantCulture);
        var digits = shortest[..(shortest.IndexOf('E', StringComparison.Ordinal) is >= 0 and var e ? e : shortest.Length)].Replace(".", "", StringComparison.Ordinal).TrimStart('0').TrimEnd('0');
        return (digits, int.Parse(text[(text.IndexOf('E', StringComparison.Ordinal) + 1)..], CultureInfo.InvariantCulture));
    }

    /// <summary>So many digits, half up; a carry past the first raises the exponent.</summary>
    private static string Round(string digits, int count, ref int exponent)
    {
        if (count >= digits.Length)
            return digits;
        if (count < 0)
            return "0";
        var rounded = new StringBuilder(digits, 0, count, count + 1);
        if (digits[count] < '5')
            return count == 0 ? "0" : rounded.ToString();
        var at = count - 1;
        while (at >= 0 && rounded[at] == '9')
            rounded[at--] = '0';
        if (at >= 0)
        {
            rounded[at]++;
            return rounded.ToString();
        }

        exponent++;
        return rounded.Insert(0, '1').ToString();
    }

    private static void AppendFixed(StringBuilder target, string digits, int exponent, int precision)
    {
        for (var power = Math.Max(exponent, 0); power >= -precision; power--)
        {
            if (power == -1)
                target.Append('.');
            var index = exponent - power;
            target.Append(index >= 0 && index < digits.Length ? digits[index] : '0');
        }
    }

    private static void AppendScientific(StringBuilder target, string digits, int exponent, int precision)
    {
        target.Append(digits[0]);
        if (precision > 0)
            target.Append('.');
        for (var i = 1; i <= precision; i++)
            target.Append(i < digits.Length ? digits[i] : '0');
        target.Append('e').Append(exponent < 0 ? '-' : '+').Append(Math.Abs(exponent).ToString("00", CultureInfo.InvariantCulture));
    }
}
