using System.Text;
using Spindle.Formats.Values;

namespace Spindle.Functions.Scalars.Formatting;

/// <summary>Numbers to text by a <see cref="NumberPattern"/>: as wide as the pattern, filled up with spaces, or # where the number has too many digits. Used again for each number.</summary>
internal sealed class NumberPatternWriter(NumberPattern pattern)
{
    private readonly StringBuilder result = new();
    private readonly char[] before = new char[pattern.Precision - pattern.Scale];
    private readonly char[] after = new char[pattern.Scale];

    /// <summary>The text of a decimal; good until the next call.</summary>
    public StringBuilder Write(Int128 unscaled, int scale)
    {
        Split(unscaled, scale);
        result.Clear();
        var (left, right, hasPoint) = (0, 0, false);
        foreach (var token in pattern.Tokens)
        {
            switch (token.Kind)
            {
                case NumberTokenKind.Digits:
                    foreach (var run in token.Runs)
                    {
                        if (run.HasSeparator)
                            AddSeparator();
                        for (var i = 0; i < run.Count; i++)
                        {
                            if (hasPoint)
                                result.Append(after[right++]);
                            else
                                AddDigit(before[left++], run.IsExact);
                        }
                    }

                    break;
                case NumberTokenKind.Point:
                    if (result.Length > 0 && result[^1] == ' ')
                        result[^1] = '0';
                    result.Append('.');
                    hasPoint = true;
                    break;
                case NumberTokenKind.Dollar:
                    result.Append('$');
                    break;
                case NumberTokenKind.Sign:
                    StripPoint();
                    AddBeforeSpaces(unscaled < 0 ? '-' : '+');
                    break;
                case NumberTokenKind.Minus when unscaled < 0:
                    StripPoint();
                    AddBeforeSpaces('-');
                    break;
                case NumberTokenKind.Minus:
                    result.Append(' ');
                    break;
                case NumberTokenKind.OpenBracket when unscaled < 0:
                    result.Append('<');
                    break;
                case NumberTokenKind.CloseBracket when unscaled < 0:
                    StripPoint();
                    AddBeforeSpaces('>');
                    break;
                case NumberTokenKind.CloseBracket:
                    StripPoint();
                    result.Append("  ");
                    break;
            }
        }

        StripPoint();
        if (result.Length == 0 || (result.Length == 1 && result[0] is '+' or '-'))
            result.Clear().Append('0');
        return result;
    }

    // Leading zeros before the point become spaces, trailing ones behind it come from the pattern.
    private void Split(Int128 unscaled, int scale)
    {
        Span<byte> plain = stackalloc byte[DecimalText.MaxLength];
        var digits = plain[..DecimalText.Format(unscaled < 0 ? -unscaled : unscaled, scale, plain)];
        var point = digits.IndexOf((byte)'.');
        var whole = (point < 0 ? digits : digits[..point]).TrimStart((byte)'0');
        var rest = point < 0 ? [] : digits[(point + 1)..].TrimEnd((byte)'0');
        if (whole.Length > before.Length || rest.Length > after.Length)
        {
            before.AsSpan().Fill('#');
            after.AsSpan().Fill('#');
            return;
        }

        before.AsSpan().Fill(' ');
        after.AsSpan().Fill('0');
        for (var i = 0; i < whole.Length; i++)
            before[before.Length - whole.Length + i] = (char)whole[i];
        for (var i = 0; i < rest.Length; i++)
            after[i] = (char)rest[i];
    }

    private void AddDigit(char digit, bool isExact)
    {
        if (digit != ' ')
            result.Append(digit);
        else if (isExact)
            result.Append('0');
        else
            AddSpace();
    }

    private void AddSeparator()
    {
        if (result.Length > 0 && char.IsAsciiDigit(result[^1]))
            result.Append(',');
        else
            AddSpace();
    }

    /// <summary>A space, which goes before signs at the end.</summary>
    private void AddSpace()
    {
        var at = result.Length;
        while (at > 0 && result[at - 1] is '+' or '-' or '<')
            at--;
        result.Insert(at, ' ');
    }

    /// <summary>A character, which goes before spaces at the end.</summary>
    private void AddBeforeSpaces(char character)
    {
        var at = result.Length;
        while (at > 0 && result[at - 1] == ' ')
            at--;
        result.Insert(at, character);
    }

    private void StripPoint()
    {
        for (var i = 0; i < result.Length; i++)
        {
            if (result[i] != '.')
                continue;
            if (i == result.Length - 1 || result[i + 1] == ' ')
                result[i] = ' ';
            return;
        }
    }
}
