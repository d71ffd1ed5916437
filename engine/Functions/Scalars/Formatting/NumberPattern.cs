using Spindle.Columnar.Errors;

namespace Spindle.Functions.Scalars.Formatting;

/// <summary>
/// The patterns of to_number and to_char, left to right: <c>[MI|S] [$] digits [point digits] [$] [PR|MI|S]</c>, where digits are runs of 0 and 9 with
/// separators (<c>,</c> or <c>G</c>) between them and a point is <c>.</c> or <c>D</c>.
/// </summary>
internal sealed class NumberPattern
{
    private static readonly NumberTokenKind[][] Order =
    [
        [NumberTokenKind.OpenBracket], [NumberTokenKind.Minus, NumberTokenKind.Sign], [NumberTokenKind.Dollar], [NumberTokenKind.Digits], [NumberTokenKind.Point],
        [NumberTokenKind.Digits], [NumberTokenKind.Dollar], [NumberTokenKind.Minus, NumberTokenKind.Sign, NumberTokenKind.CloseBracket],
    ];

    private NumberPattern(string text, List<NumberToken> tokens)
    {
        Text = text;
        Tokens = tokens;
        var point = tokens.FindIndex(t => t.Kind == NumberTokenKind.Point);
        Scale = point < 0 ? 0 : tokens.Skip(point).Sum(t => t.DigitCount);
        Precision = tokens.Sum(t => t.DigitCount);
    }

    /// <summary>The pattern in upper case.</summary>
    public string Text { get; }

    public IReadOnlyList<NumberToken> Tokens { get; }

    /// <summary>All digits.</summary>
    public int Precision { get; }

    /// <summary>Digits behind the point.</summary>
    public int Scale { get; }

    /// <exception cref="SpindleException">INVALID_FORMAT, of the kind that says what is wrong.</exception>
    public static NumberPattern Parse(string pattern, Origin origin)
    {
        var text = pattern.ToUpperInvariant();
        var result = new NumberPattern(text, Read(text));
        return result.Fault() is var (kind, message, token)
            ? throw new SpindleException(new ErrorClass($"INVALID_FORMAT.{kind}", "42601"), $"The number format '{text}' {message}.", origin,
                parameters: token is null ? new Dictionary<string, string> { ["format"] = $"'{text}'" } : new() { ["format"] = $"'{text}'", ["token"] = token })
            : result;
    }

    private static List<NumberToken> Read(string text)
    {
        var tokens = new List<NumberToken>();
        var hasPoint = false;
        for (var i = 0; i < text.Length;)
        {
            switch (text[i])
            {
                case '0' or '9' or ',' or 'G':
                    tokens.Add(ReadDigits(text, ref i, hasPoint));
                    continue;
                case '.' or 'D':
                    tokens.Add(new NumberToken(NumberTokenKind.Point, ". or D"));
                    hasPoint = true;
                    break;
                case '$':
                    tokens.Add(new NumberToken(NumberTokenKind.Dollar, "$"));
                    break;
                case 'S':
                    tokens.Add(new NumberToken(NumberTokenKind.Sign, "S"));
                    break;
                case 'M' when i + 1 < text.Length && text[i + 1] == 'I':
                    tokens.Add(new NumberToken(NumberTokenKind.Minus, "MI"));
                    i++;
                    break;
                case 'P' when i + 1 < text.Length && text[i + 1] == 'R':
                    tokens.Insert(0, new NumberToken(NumberTokenKind.OpenBracket, "PR"));
                    tokens.Add(new NumberToken(NumberTokenKind.CloseBracket, "PR"));
                    i++;
                    break;
                case var other:
                    tokens.Add(new NumberToken(NumberTokenKind.Unknown, $"character '{other}''"));
                    break;
            }

            i++;
        }

        return tokens;
    }

    private static NumberToken ReadDigits(string text, ref int i, bool hasPoint)
    {
        var runs = new List<DigitRun>();
        var (separators, isLone) = (0, false);
        while (i < text.Length && text[i] is '0' or '9' or ',' or 'G')
        {
            if (text[i] is ',' or 'G')
            {
                isLone |= runs.Count == 0 || separators > 0;
                separators++;
                i++;
                continue;
            }

            var start = i;
            while (i < text.Length && text[i] is '0' or '9')
                i++;
            runs.Add(new DigitRun(i - start, text[start] == '0' && !hasPoint, separators > 0));
            separators = 0;
        }

        return new NumberToken(NumberTokenKind.Digits, "digit sequence") { Runs = runs, HasLoneSeparator = isLone || separators > 0 };
    }

    private (string Kind, string Message, string? Token)? Fault()
    {
        var tokens = (List<NumberToken>)Tokens;
        if (Text.Length == 0)
            return ("EMPTY", "is empty", null);
        var digit = tokens.FindIndex(t => t.Kind == NumberTokenKind.Digits);
        if (digit < 0)
            return ("WRONG_NUM_DIGIT", "has no digit", null);
        var dollar = tokens.FindIndex(t => t.Kind == NumberTokenKind.Dollar);
        var point = tokens.FindIndex(t => t.Kind == NumberTokenKind.Point);
        if (digit < dollar)
            return ("CUR_MUST_BEFORE_DIGIT", "has a currency sign behind digits", null);
        if (point >= 0 && point < dollar)
            return ("CUR_MUST_BEFORE_DEC", "has a currency sign behind the point", null);
        if (tokens.Where((t, i) => point < 0 || i < point).Any(t => t.HasLoneSeparator))
            return ("CONT_THOUSANDS_SEPS", "has a thousands separator without digits on both sides", null);
        if (point >= 0 && tokens.Skip(point).Any(t => t.HasLoneSeparator || t.Runs.Any(r => r.HasSeparator)))
            return ("THOUSANDS_SEPS_MUST_BEFORE_DEC", "has a thousands separator behind the point", null);
        foreach (var kind in (NumberTokenKind[])[NumberTokenKind.Point, NumberTokenKind.Sign, NumberTokenKind.Minus, NumberTokenKind.Dollar, NumberTokenKind.CloseBracket])
            if (tokens.FindAll(t => t.Kind == kind) is { Count: > 1 } several)
                return ("WRONG_NUM_TOKEN", $"has more than one {several[0].Text}", several[0].Text);
        var next = 0;
        foreach (var allowed in Order)
            if (next < tokens.Count && allowed.Contains(tokens[next].Kind))
                next++;
        return next == tokens.Count ? null : ("UNEXPECTED_TOKEN", $"has {tokens[next].Text} where it does not belong", tokens[next].Text);
    }
}
