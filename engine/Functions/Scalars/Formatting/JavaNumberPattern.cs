using System.Globalization;
using System.Text;
using Spindle.Functions.Scalars.Numbers;

namespace Spindle.Functions.Scalars.Formatting;

/// <summary>
/// A pattern of Java's DecimalFormat: <c>prefix #,##0.00# suffix</c>, <c>##0.###E0</c>, per cent. Digits that do not fit are rounded half to even. Only the
/// part before a semicolon counts; negative numbers have a minus before the prefix.
/// </summary>
internal sealed class JavaNumberPattern
{
    private readonly string prefix;
    private readonly string suffix;
    private readonly int grouping;
    private readonly int minInteger;
    private readonly int maxInteger;
    private readonly int minFraction;
    private readonly int maxFraction;
    private readonly int exponentDigits;
    private readonly int shift;

    public JavaNumberPattern(string pattern)
    {
        var (before, after) = (new StringBuilder(), new StringBuilder());
        var (left, zeros, right, point, group, isQuoted, inSuffix) = (0, 0, 0, -1, -1, false, false);
        for (var i = 0; i < pattern.Length; i++)
        {
            var character = pattern[i];
            var literal = inSuffix ? after : before;
            if (character == '\'')
            {
                if (i + 1 < pattern.Length && pattern[i + 1] == '\'')
                {
                    literal.Append('\'');
                    i++;
                }
                else
                {
                    isQuoted = !isQuoted;
                }

                continue;
            }

            if (!isQuoted && character == ';')
                break;
            if (!isQuoted && !inSuffix && character is '#' or '0' or ',' or '.')
            {
                switch (character)
                {
                    case '#' when zeros > 0:
                        right++;
                        break;
                    case '#':
                        left++;
                        break;
                    case '0':
                        zeros++;
                        break;
                    case '.' when point < 0:
                        point = left + zeros + right;
                        break;
                    case ',':
                        group = 0;
                        continue;
                }

                if (group >= 0 && point < 0 && character is '#' or '0')
                    group++;
                continue;
            }

            if (!isQuoted && !inSuffix && character == 'E' && left + zeros + right > 0 && i + 1 < pattern.Length && pattern[i + 1] == '0')
            {
                while (i + 1 < pattern.Length && pattern[i + 1] == '0')
                {
                    exponentDigits++;
                    i++;
                }

                inSuffix = true;
                continue;
            }

            if (!isQuoted && character is '%' or '\u2030')
                shift = character == '%' ? 2 : 3;
            inSuffix |= left + zeros + right > 0;
            (inSuffix ? after : before).Append(character);
        }

        // ###.### has a zero in the last place before the point.
        if (zeros == 0 && left > 0 && point >= 0)
        {
            var places = Math.Max(point, 1);
            right = left - places;
            left = places - 1;
            zeros = 1;
        }

        var total = left + zeros + right;
        var integer = point >= 0 ? point : total;
        prefix = before.ToString();
        suffix = after.ToString();
        grouping = Math.Max(group, 0);
        minInteger = integer - left;
        maxInteger = exponentDigits > 0 ? left + minInteger : int.MaxValue;
        maxFraction = point >= 0 ? total - point : 0;
        minFraction = point >= 0 ? Math.Max(left + zeros - point, 0) : 0;
    }

    /// <summary>Appends the number <paramref name="unscaled"/> * 10^-<paramref name="scale"/>.</summary>
    public void Append(StringBuilder target, Int128 unscaled, int scale)
    {
        target.Append(unscaled < 0 ? "-" : "").Append(prefix);
        if (exponentDigits > 0)
            AppendScientific(target, Int128.Abs(unscaled), scale - shift);
        else
            AppendPlain(target, Int128.Abs(unscaled), scale - shift);
        target.Append(suffix);
    }

    private static string DigitsOf(Int128 value) => value == 0 ? "" : value.ToString(CultureInfo.InvariantCulture);

    private void AppendPlain(StringBuilder target, Int128 value, int scale)
    {
        if (scale > maxFraction)
        {
            value = Rounding.Drop(value, scale - maxFraction, RoundingKind.HalfEven);
            scale = maxFraction;
        }

        var digits = DigitsOf(value);
        var integers = Math.Max(digits.Length - scale, 0);
        var places = Math.Max(integers, minInteger);
        var fractions = Math.Max(minFraction, Math.Max(scale, 0));
        while (fractions > minFraction && DigitAt(digits, digits.Length - scale + fractions - 1) == '0')
            fractions--;
        if (places == 0 && fractions == 0)
            places = 1;
        for (var i = places; i > 0; i--)
        {
            target.Append(DigitAt(digits, digits.Length - scale - i));
            if (grouping > 0 && i > 1 && (i - 1) % grouping == 0)
                target.Append(',');
        }

        if (fractions > 0)
            target.Append('.');
        for (var i = 0; i < fractions; i++)
            target.Append(DigitAt(digits, digits.Length - scale + i));
    }

    private static char DigitAt(string digits, int index) => index >= 0 && index < digits.Length ? digits[index] : '0';

    private void AppendScientific(StringBuilder target, Int128 value, int scale)
    {
        var digits = DigitsOf(value);
        // The number is 0.digits * 10^point.
        var point = digits.Length - scale;
        var most = maxInteger + maxFraction;
        if (digits.Length > most)
        {
            var rounded = DigitsOf(Rounding.Drop(value, digits.Length - most, RoundingKind.HalfEven));
            point += rounded.Length - most;
            digits = rounded;
        }

        digits = digits.TrimEnd('0');
        if (digits.Length == 0)
            point = 0;
        var (exponent, least) = (point, minInteger);
        if (maxInteger > 1 && maxInteger > minInteger)
        {
            exponent = (exponent >= 1 ? exponent - 1 : exponent - maxInteger) / maxInteger * maxInteger;
            least = 1;
        }
        else
        {
            exponent -= minInteger;
        }

        var integers = digits.Length == 0 ? least : point - exponent;
        if (digits.Length == 0)
            exponent = 0;
        var count = Math.Max(digits.Length, Math.Max(minInteger + minFraction, integers));
        for (var i = 0; i < count; i++)
        {
            if (i == integers)
                target.Append('.');
            target.Append(i < digits.Length ? digits[i] : '0');
        }

        target.Append('E').Append(exponent < 0 ? "-" : "").Append(Math.Abs(exponent).ToString("D" + exponentDigits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture));
    }
}
