using Spindle.Columnar.Errors;

namespace Spindle.Sql.Parsing.Lexing;

/// <summary>One token of the text.</summary>
/// <param name="Text">A word in upper case, a symbol as it is, otherwise the token as written.</param>
internal readonly record struct Token(TokenKind Kind, int Start, int Stop, string Text)
{
    public Origin Origin => new(Start, Stop);

    public bool IsWord(string keyword) => Kind == TokenKind.Word && Text == keyword;

    public bool IsSymbol(string symbol) => Kind == TokenKind.Symbol && Text == symbol;
}
