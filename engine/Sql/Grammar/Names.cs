using Spindle.Columnar.Types;
using Spindle.Sql.Parsing.Lexing;

namespace Spindle.Sql.Parsing.Grammar;

/// <summary>Names of one part and of several.</summary>
internal sealed class Names(SparkGrammar grammar) : Production(grammar)
{
    /// <summary>True where a name could begin: keywords are names too unless the place says otherwise.</summary>
    public bool AtName => IsName(Cursor.Current);

    public bool IsName(Token token) => token.Kind is TokenKind.Word or TokenKind.QuotedName
        || (token.Kind == TokenKind.DoubleQuotedText && Grammar.Settings.DoubleQuotedNames);

    /// <summary>One name, as written or as quoted.</summary>
    public string Name(string expected = "a name")
    {
        if (!AtName)
            throw Cursor.Unexpected(expected);
        var token = Cursor.Advance();
        if (token.Kind == TokenKind.Word)
        {
            CheckPlain(token);
            return Cursor.Text[token.Start..token.Stop];
        }

        var name = TextLiterals.Name(token.Kind == TokenKind.QuotedName ? token.Text : Cursor.Text[token.Start..token.Stop]);
        return name.Length > 0 ? name : throw Cursor.SyntaxError("a quoted name is empty", token.Origin);
    }

    /// <summary>A name that a few join words cannot be unless quoted.</summary>
    public string StrictName(string expected = "a name") =>
        Cursor.Current.Kind == TokenKind.Word && Keywords.IsStrictlyReserved(Cursor.Current.Text) ? throw Cursor.Unexpected(expected) : Name(expected);

    /// <summary><c>a</c>, <c>a.b</c>, <c>a.b.c</c>, or <c>IDENTIFIER('a.b')</c>.</summary>
    public ValueList<string> MultiPart(string expected = "a name")
    {
        if (Cursor.At("IDENTIFIER") && Cursor.Peek().IsSymbol("(") && Cursor.Peek(2).Kind == TokenKind.Text)
            return FromText();
        var parts = new List<string> { Name(expected) };
        while (Cursor.AtSymbol(".") && IsName(Cursor.Peek()))
        {
            Cursor.Advance();
            parts.Add(Name());
        }

        return parts.ToValueList();
    }

    /// <summary><c>(a, b, c)</c>.</summary>
    public ValueList<string> List() => Parenthesized(() => Name());

    /// <summary>A name without quotes has letters of English, digits and underscores only.</summary>
    public void CheckPlain(Token token)
    {
        var name = Cursor.Text[token.Start..token.Stop];
        if (name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'))
            return;
        var letters = string.Concat(name.TakeWhile(c => char.IsLetterOrDigit(c) || c == '_'));
        throw new Columnar.Errors.SpindleException(SyntaxErrors.InvalidIdentifier, $"the name {letters} has letters that only a quoted name may have: put it in backticks", token.Origin,
            parameters: new Dictionary<string, string> { ["ident"] = letters }) { SqlText = Cursor.Text };
    }

    private ValueList<string> FromText()
    {
        Cursor.Advance();
        Cursor.Advance();
        var start = Cursor.Current.Start;
        var value = Grammar.Literals.Text();
        Cursor.ExpectSymbol(")");
        try
        {
            return SqlParser.ParseName(value);
        }
        catch (Columnar.Errors.SpindleException error)
        {
            throw Cursor.Error(error.ErrorClass, $"IDENTIFIER('{value}') is no name: {error.Message}", Cursor.Since(start));
        }
    }
}
