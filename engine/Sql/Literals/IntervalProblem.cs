using Spindle.Columnar.Errors;

namespace Spindle.Sql.Parsing.Literals;

/// <summary>What is wrong with numbers and units that make no interval, by the first that does not fit.</summary>
internal static class IntervalProblem
{
    /// <param name="written">Numbers and units by turns.</param>
    public static ErrorClass Of(string written)
    {
        var rest = written.AsSpan().Trim();
        while (rest.Length > 0)
        {
            var fraction = false;
            if (!char.IsAsciiDigit(rest[0]) && rest[0] is not ('+' or '-' or '.'))
                return SyntaxErrors.MissingIntervalValue;
            if (rest[0] is '+' or '-')
                rest = rest[1..].TrimStart();
            var digits = Digits(rest);
            var value = rest[..digits];
            rest = rest[digits..];
            if (rest.StartsWith('.'))
            {
                fraction = true;
                digits = Digits(rest[1..]);
                if (digits > 9)
                    return SyntaxErrors.IntervalPrecision;
                value = rest[..(digits + 1)];
                rest = rest[(digits + 1)..];
            }

            if (value.Length == 0 || rest.Length == 0 || !char.IsWhiteSpace(rest[0]))
                return SyntaxErrors.WrongIntervalValue;
            rest = rest.TrimStart();
            var end = rest.IndexOfAny(' ', '\t');
            var unit = end < 0 ? rest : rest[..end];
            if (!IntervalSum.IsUnit(unit.ToString().ToUpperInvariant()))
                return SyntaxErrors.InvalidIntervalUnit;
            if (fraction && !unit.StartsWith("second", StringComparison.OrdinalIgnoreCase))
                return SyntaxErrors.FractionOfInterval;
            rest = end < 0 ? [] : rest[end..].TrimStart();
        }

        return SyntaxErrors.MissingIntervalValue;
    }

    private static int Digits(ReadOnlySpan<char> text)
    {
        var count = text.IndexOfAnyExceptInRange('0', '9');
        return count < 0 ? text.Length : count;
    }
}
