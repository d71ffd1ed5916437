using Spindle.Columnar.Errors;

namespace Spindle.Sql.Parsing.Lexing;

/// <summary>Cuts SQL text into tokens, comments and white space left out; the last token is <see cref="TokenKind.End"/>.</summary>
internal sealed class Lexer
{
    // Longest first where one begins another.
    private static readonly string[] Symbols =
    [
        ">>>", "<=>", "<=", ">=", "<>", "!=", "==", "<<", ">>", "||", "::", "->", "=>", "|>",
        "=", "<", ">", "!", "+", "-", "*", "/", "%", "~", "&", "|", "^", "(", ")", "[", "]", "{", "}", ",", ".", ";", ":", "?", "@", "$",
    ];

    private static readonly string[] NumberSuffixes = ["BD", "L", "S", "Y", "D", "F"];

    private readonly string text;
    private readonly List<Token> tokens = [];
    private int position;
    private bool inHint;

    private Lexer(string text) => this.text = text;

    public static Token[] Tokenize(string text)
    {
        var lexer = new Lexer(text);
        while (lexer.Next())
        {
        }

        return [.. lexer.tokens];
    }

    private bool Next()
    {
        SkipSpaceAndComments();
        var start = position;
        if (position >= text.Length)
        {
            tokens.Add(new Token(TokenKind.End, text.Length, text.Length, ""));
            return false;
        }

        var c = text[position];
        if (c == '\'')
            Quoted(TokenKind.Text, start, '\'', escapes: true);
        else if (c == '"')
            Quoted(TokenKind.DoubleQuotedText, start, '"', escapes: true);
        else if (c is 'r' or 'R' && Peek(1) is '\'' or '"')
            RawText(start);
        else if (c == '`')
            Quoted(TokenKind.QuotedName, start, '`', escapes: false);
        else if (char.IsAsciiDigit(c) || (c == '.' && char.IsAsciiDigit(Peek(1)) && !FollowsName()))
            Number(start);
        else if (IsWordPart(c))
            Word(start);
        else if (c == '/' && Peek(1) == '*' && Peek(2) == '+')
            Hint(TokenKind.HintStart, 3, true);
        else if (inHint && c == '*' && Peek(1) == '/')
            Hint(TokenKind.HintEnd, 2, false);
        else
            Symbol(start);
        return true;
    }

    private char Peek(int ahead) => position + ahead < text.Length ? text[position + ahead] : '\0';

    private void Add(TokenKind kind, int start) => tokens.Add(new Token(kind, start, position, text[start..position]));

    private void Hint(TokenKind kind, int length, bool inside)
    {
        var start = position;
        position += length;
        inHint = inside;
        Add(kind, start);
    }

    private void SkipSpaceAndComments()
    {
        while (position < text.Length)
        {
            var c = text[position];
            if (char.IsWhiteSpace(c) || c == '\uFEFF')
                position++;
            else if (c == '-' && Peek(1) == '-')
                SkipLineComment();
            else if (c == '/' && Peek(1) == '*' && Peek(2) != '+')
                SkipBracketedComment();
            else
                return;
        }
    }

    // A backslash before the line's end carries the comment over to the next line.
    private void SkipLineComment()
    {
        while (position < text.Length && text[position] is not ('\n' or '\r'))
            position += text[position] == '\\' && Peek(1) == '\n' ? 2 : 1;
    }

    private void SkipBracketedComment()
    {
        var start = position;
        var depth = 0;
        do
        {
            if (position + 1 >= text.Length)
            {
                throw new SpindleException(SyntaxErrors.UnclosedBracketedComment, "a comment that begins with /* has no closing */; add it, or remove the comment",
                    new Origin(start, start + 2)) { SqlText = text };
            }

            if (text[position] == '/' && Peek(1) == '*')
            {
                depth++;
                position += 2;
            }
            else if (text[position] == '*' && Peek(1) == '/')
            {
                depth--;
                position += 2;
            }
            else
            {
                position++;
            }
        }
        while (depth > 0);
    }

    private void Quoted(TokenKind kind, int start, char quote, bool escapes)
    {
        position++;
        while (position < text.Length)
        {
            var c = text[position];
            if (escapes && c == '\\')
            {
                position = Math.Min(position + 2, text.Length);
                continue;
            }

            position++;
            if (c != quote)
                continue;
            if (Peek(0) != quote)
            {
                Add(kind, start);
                return;
            }

            position++; // the quote twice stands for itself
        }

        throw Unterminated(start, quote);
    }

    private void RawText(int start)
    {
        var quote = text[position + 1];
        var end = text.IndexOf(quote, position + 2);
        if (end < 0)
            throw Unterminated(start, quote);
        position = end + 1;
        Add(quote == '\'' ? TokenKind.Text : TokenKind.DoubleQuotedText, start);
    }

    private SpindleException Unterminated(int start, char quote) =>
        new(ErrorClasses.ParseSyntaxError, $"the text that begins here has no closing {quote}", new Origin(start, start + 1)) { SqlText = text };

    /// <summary>True right after a name, without space: there a point is a separator (<c>t.1a</c>), not a number's beginning.</summary>
    private bool FollowsName() => tokens.Count > 0 && tokens[^1].Stop == position
        && (tokens[^1].Kind is TokenKind.Word or TokenKind.QuotedName || tokens[^1].IsSymbol("]") || tokens[^1].IsSymbol(")"));

    private void Number(int start)
    {
        var kind = TokenKind.Integer;
        SkipDigits();
        var afterName = start > 0 && tokens.Count > 0 && tokens[^1].IsSymbol(".") && tokens[^1].Stop == start;
        if (!afterName && Peek(0) == '.' && (position > start || char.IsAsciiDigit(Peek(1))) && !IsWordStart(Peek(1)) && Peek(1) != '.')
        {
            kind = TokenKind.Decimal;
            position++;
            SkipDigits();
        }

        if (Peek(0) is 'e' or 'E' && (char.IsAsciiDigit(Peek(1)) || (Peek(1) is '+' or '-' && char.IsAsciiDigit(Peek(2)))))
        {
            var mark = position;
            position += 2;
            SkipDigits();
            if (IsWordPart(Peek(0)) && !EndsInSuffix())
                position = mark;
            else
                kind = TokenKind.Exponent;
        }

        if (EndsInSuffix())
        {
            kind = TokenKind.SuffixedNumber;
            while (IsWordPart(Peek(0)))
                position++;
        }
        else if (IsWordPart(Peek(0)))
        {
            // A name may begin with a digit, as in 1a.
            if (kind != TokenKind.Integer)
                throw new SpindleException(ErrorClasses.ParseSyntaxError, "a number is followed by letters; put a space between them", new Origin(start, position + 1)) { SqlText = text };
            Word(start);
            return;
        }

        Add(kind, start);
    }

    private bool EndsInSuffix()
    {
        foreach (var suffix in NumberSuffixes)
        {
            if (string.Compare(text, position, suffix, 0, suffix.Length, StringComparison.OrdinalIgnoreCase) == 0 && !IsWordPart(Peek(suffix.Length)))
                return true;
        }

        return false;
    }

    private void SkipDigits()
    {
        while (char.IsAsciiDigit(Peek(0)))
            position++;
    }

    private void Word(int start)
    {
        while (IsWordPart(Peek(0)))
            position++;
        tokens.Add(new Token(TokenKind.Word, start, position, text[start..position].ToUpperInvariant()));
    }

    private void Symbol(int start)
    {
        foreach (var symbol in Symbols)
        {
            if (string.CompareOrdinal(text, position, symbol, 0, symbol.Length) != 0)
                continue;
            position += symbol.Length;
            tokens.Add(new Token(TokenKind.Symbol, start, position, symbol));
            return;
        }

        throw new SpindleException(ErrorClasses.ParseSyntaxError, $"the character '{text[position]}' cannot stand here", new Origin(start, start + 1)) { SqlText = text };
    }

    private static bool IsWordStart(char c) => c == '_' || char.IsLetter(c) || char.IsSurrogate(c);

    private static bool IsWordPart(char c) => IsWordStart(c) || char.IsAsciiDigit(c) || (c > 127 && (char.IsDigit(c) || char.IsSymbol(c) || char.GetUnicodeCategory(c) == System.Globalization.UnicodeCategory.NonSpacingMark));
}
