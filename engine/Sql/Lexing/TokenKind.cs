namespace Spindle.Sql.Parsing.Lexing;

/// <summary>What a token is. Operators and punctuation are <see cref="Symbol"/>, told apart by their text.</summary>
internal enum TokenKind : byte
{
    End,

    /// <summary>A name or a keyword: which of them, the grammar decides.</summary>
    Word,

    /// <summary>A name in backquotes.</summary>
    QuotedName,

    /// <summary>Text in single quotes, or raw text (<c>r'…'</c>).</summary>
    Text,

    /// <summary>Text in double quotes: a string, or a name where the session says so.</summary>
    DoubleQuotedText,
    Integer,

    /// <summary><c>1.5</c>.</summary>
    Decimal,

    /// <summary><c>1e3</c>.</summary>
    Exponent,

    /// <summary>A number with a type suffix, <c>12L</c>, <c>1.5BD</c>.</summary>
    SuffixedNumber,
    Symbol,
    HintStart,
    HintEnd,
}
