using System.Runtime.CompilerServices;
using Spindle.Columnar.Errors;
using Spindle.Sql.Parsing.Lexing;

namespace Spindle.Sql.Parsing.Grammar;

/// <summary>A position among the tokens, and what every production asks of it.</summary>
internal sealed class Cursor(string text, Token[] tokens)
{
    /// <summary>How deep expressions, types and queries may nest. The trees are walked recursively by all that follows.</summary>
    public const int MaxDepth = 1_000;

    private int depth;

    public string Text { get; } = text;

    public int Position { get; set; }

    public Token Current => tokens[Position];

    /// <summary>The token just consumed.</summary>
    public Token Previous => tokens[Position - 1];

    public Token Peek(int ahead = 1) => tokens[Math.Min(Position + ahead, tokens.Length - 1)];

    /// <summary>For each opening parenthesis the position of the one that closes it, or of the last token.</summary>
    private int[]? closing;

    /// <summary>The token at an absolute position.</summary>
    public Token TokenAt(int position) => tokens[Math.Min(position, tokens.Length - 1)];

    /// <summary>The position of the parenthesis that closes the one at a position; the last token's where none does.</summary>
    public int ClosingOf(int position) => (closing ??= MatchParentheses())[position];

    public Token Advance() => Current.Kind == TokenKind.End ? Current : tokens[Position++];

    public bool At(string word) => Current.IsWord(word);

    public bool AtAny(params ReadOnlySpan<string> words)
    {
        foreach (var word in words)
        {
            if (At(word))
                return true;
        }

        return false;
    }

    /// <summary>True when these words come next, in this order.</summary>
    public bool AtWords(params ReadOnlySpan<string> words)
    {
        for (var i = 0; i < words.Length; i++)
        {
            if (!Peek(i).IsWord(words[i]))
                return false;
        }

        return true;
    }

    public bool AtSymbol(string symbol) => Current.IsSymbol(symbol);

    public bool Accept(string word)
    {
        if (!At(word))
            return false;
        Position++;
        return true;
    }

    public bool AcceptWords(params ReadOnlySpan<string> words)
    {
        if (!AtWords(words))
            return false;
        Position += words.Length;
        return true;
    }

    public bool AcceptAny(params ReadOnlySpan<string> words)
    {
        if (!AtAny(words))
            return false;
        Position++;
        return true;
    }

    public bool AcceptSymbol(string symbol)
    {
        if (!AtSymbol(symbol))
            return false;
        Position++;
        return true;
    }

    public Token Expect(string word) => At(word) ? Advance() : throw Unexpected(word);

    public void ExpectWords(params ReadOnlySpan<string> words)
    {
        foreach (var word in words)
            Expect(word);
    }

    public Token ExpectSymbol(string symbol) => AtSymbol(symbol) ? Advance() : throw Unexpected($"'{symbol}'");

    /// <summary>Consumes one <c>&gt;</c>, taking it off a longer symbol: <c>ARRAY&lt;ARRAY&lt;INT&gt;&gt;</c>.</summary>
    public void ExpectClosingAngle()
    {
        if (Current.Kind == TokenKind.Symbol && Current.Text is ">>" or ">>>")
            tokens[Position] = new Token(TokenKind.Symbol, Current.Start + 1, Current.Stop, Current.Text[1..]);
        else
            ExpectSymbol(">");
    }

    /// <summary>From a start, the first token's place say, to the end of what was consumed.</summary>
    public Origin Since(int start) => new(start, Position == 0 ? start : Math.Max(start, Previous.Stop));

    /// <summary>The text from a place to the end of what was consumed.</summary>
    public string TextSince(int start) => Text[start..Math.Max(start, Previous.Stop)];

    /// <summary>One level deeper; a text that nests too deep ends in one clear error.</summary>
    public void Enter()
    {
        if (++depth > MaxDepth || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
            throw TooComplex(Current.Origin);
    }

    public void Leave() => depth--;

    public SpindleException TooComplex(Origin origin) => new(SyntaxErrors.TooComplex,
        $"the statement nests deeper than {MaxDepth} levels; split it into several, or put parts of it into views", origin) { SqlText = Text };

    /// <summary>The first error about what a piece means that is well formed: it counts once the whole text is known to be so.</summary>
    public SpindleException? Deferred { get; private set; }

    /// <summary>Keeps an error until the text has been read to its end.</summary>
    public void Defer(SpindleException error) => Deferred ??= error;

    /// <summary>The error that this token cannot stand here.</summary>
    /// <param name="expected">What could, as a reader would say it; a single upper-case word is a keyword.</param>
    public SpindleException Unexpected(params ReadOnlySpan<string> expected)
    {
        var token = Current;
        var shown = token.Kind == TokenKind.End ? "end of input" : $"'{Text[token.Start..token.Stop]}'";
        var wanted = expected.Length is 0 or > 8 ? "" : $", expected {string.Join(" or ", expected.ToArray())}";
        var near = token.Kind == TokenKind.Word ? NearNames.Closest(token.Text, expected) : null;
        var origin = token.Kind == TokenKind.End ? EndOrigin() : token.Origin;
        return new SpindleException(ErrorClasses.ParseSyntaxError, $"unexpected {shown}{wanted}", origin,
            parameters: new Dictionary<string, string> { ["error"] = shown, ["hint"] = "" })
        {
            SqlText = Text,
            Hint = near is null ? null : $"did you mean {near}?",
        };
    }

    public SpindleException Error(ErrorClass errorClass, string message, Origin origin) => new(errorClass, message, origin) { SqlText = Text };

    public SpindleException SyntaxError(string message, Origin origin) => Error(ErrorClasses.ParseSyntaxError, message, origin);

    private int[] MatchParentheses()
    {
        var result = new int[tokens.Length];
        Array.Fill(result, tokens.Length - 1);
        var open = new Stack<int>();
        for (var i = 0; i < tokens.Length; i++)
        {
            if (tokens[i].IsSymbol("("))
                open.Push(i);
            else if (tokens[i].IsSymbol(")") && open.TryPop(out var start))
                result[start] = i;
        }

        return result;
    }

    // The end is pointed at right behind the last thing that stands, not after trailing space.
    private Origin EndOrigin()
    {
        var end = tokens.Length > 1 ? tokens[^2].Stop : 0;
        return new Origin(end, end + 1);
    }
}
