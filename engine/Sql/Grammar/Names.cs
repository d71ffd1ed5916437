using Spindle.Columnar.Types;
using Spindle.Sql.Parsing.Lexing;

namespace Spindle.Sql.Parsing.Grammar;

/// <summary>Names of one part and of several.</summary>
internal sealed class Names(SparkGrammar grammar) : Production(grammar)
{
    /// <summary>True where a name could begin: keywords are names too unless the place says otherwise.</summary>
    public bool AtName => IsName(Cursor.Current);

    /// <summary>True at <c>IDENTIFIER(…)</c>, a name that a constant text says.</summary>
    public bool AtClause => IsClause(Cursor.Current, Cursor.Peek());

    public bool IsName(Token token) => token.Kind is TokenKind.Word or TokenKind.QuotedName
        || (token.Kind == TokenKind.DoubleQuotedText && Grammar.Settings.DoubleQuotedNames);

    /// <summary>One name, as written or as quoted, or <c>IDENTIFIER('a')</c>.</summary>
    public string Name(string expected = "a name")
    {
        if (!AtName)
            throw Cursor.Unexpected(expected);
        if (AtClause && !Grammar.Settings.NarrowNameClause)
            return FromOnePart();
        var token = Cursor.Advance();
        if (token.Kind == TokenKind.Word)
        {
            CheckPlain(token);
            return Cursor.Text[token.Start..token.Stop];
        }

        return TextLiterals.Name(token.Kind == TokenKind.QuotedName ? token.Text : Cursor.Text[token.Start..token.Stop]);
    }

    /// <summary>A name that a few join words cannot be unless quoted.</summary>
    public string StrictName(string expected = "a name") =>
        Cursor.Current.Kind == TokenKind.Word && Keywords.IsStrictlyReserved(Cursor.Current.Text) ? throw Cursor.Unexpected(expected) : Name(expected);

    /// <summary><c>a</c>, <c>a.b</c>, <c>a.b.c</c>, or <c>IDENTIFIER('a.b')</c>.</summary>
    public ValueList<string> MultiPart(string expected = "a name")
    {
        var parts = new List<string>();
        if (AtClause)
            parts.AddRange(FromClause());
        else
            parts.Add(Name(expected));
        while (Cursor.AtSymbol(".") && IsName(Cursor.Peek()) && !(Grammar.Settings.NarrowNameClause && (Cursor.Previous.IsSymbol(")") || IsClause(Cursor.Peek(), Cursor.Peek(2)))))
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

    /// <summary>The parts of the name that <c>IDENTIFIER(constant text)</c> says.</summary>
    public ValueList<string> FromClause()
    {
        var start = Cursor.Expect("IDENTIFIER").Start;
        Cursor.ExpectSymbol("(");
        var text = Grammar.Expressions.Expression();
        Cursor.ExpectSymbol(")");
        var value = text is Plans.Expressions.Literal { Value: ByteString written } ? written.ToString()
            : Grammar.Settings.NameText?.Invoke(text) ?? throw Cursor.Error(SyntaxErrors.NameNotConstant, $"IDENTIFIER takes a constant text here, not {text.Sql}", text.Origin);
        try
        {
            return SqlParser.ParseName(value);
        }
        catch (Columnar.Errors.SpindleException error)
        {
            throw Cursor.Error(error.ErrorClass, $"IDENTIFIER('{value}') is no name: {error.Message}", Cursor.Since(start));
        }
    }

    private static bool IsClause(Token word, Token next) => word.IsWord("IDENTIFIER") && next.IsSymbol("(");

    private string FromOnePart()
    {
        var start = Cursor.Current.Start;
        var parts = FromClause();
        return parts.Count == 1 ? parts[0] : throw new Columnar.Errors.SpindleException(SyntaxErrors.TooManyNameParts,
            $"IDENTIFIER names {string.Join(".", parts)}, of {parts.Count} parts, where one name is meant", Cursor.Since(start),
            parameters: new Dictionary<string, string> { ["identifier"] = string.Join(".", parts.Select(p => $"`{p}`")), ["limit"] = "1" }) { SqlText = Cursor.Text };
    }
}
