using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;
using Spindle.Sql.Parsing.Grammar;
using Spindle.Sql.Parsing.Lexing;

namespace Spindle.Sql.Parsing;

/// <summary>
/// Reads Spark's SQL dialect. What comes out is unresolved: names have no meaning yet, and operators are functions under their symbols.
/// A text that cannot be read ends in a <see cref="SpindleException"/> with its place.
/// </summary>
public static class SqlParser
{
    /// <summary>One statement: a query, or a <see cref="Plans.Commands.Command"/>.</summary>
    public static LogicalPlan ParseStatement(string sql, ParserSettings? settings = null) => Whole(sql, settings, g => g.Statements.Statement());

    /// <summary>One query; other statements are an error.</summary>
    public static LogicalPlan ParseQuery(string sql, ParserSettings? settings = null) => Whole(sql, settings, g => g.Queries.Query());

    /// <summary>One expression, with an alias if it has one.</summary>
    public static Expression ParseExpression(string sql, ParserSettings? settings = null) => Whole(sql, settings, g => g.Select.NamedExpression());

    /// <summary>A type: <c>decimal(10, 2)</c>, <c>array&lt;struct&lt;a: int&gt;&gt;</c>.</summary>
    public static DataType ParseType(string sql) => Whole(sql, null, g => g.Types.Type());

    /// <summary>A list of columns: <c>a INT, b STRING NOT NULL COMMENT 'x'</c>.</summary>
    public static StructType ParseSchema(string sql) => Whole(sql, null, g => g.Types.Columns());

    /// <summary>A type, or else a list of columns.</summary>
    public static DataType ParseTypeOrSchema(string sql)
    {
        try
        {
            return ParseType(sql);
        }
        catch (SpindleException asType)
        {
            try
            {
                return ParseSchema(sql);
            }
            catch (SpindleException)
            {
                // An unknown name with more behind it is no type for a reason of grammar.
                if (asType.ErrorClass.Equals(SyntaxErrors.UnsupportedDataType) && asType.Origin.Stop < sql.TrimEnd().Length)
                    throw new SpindleException(ErrorClasses.ParseSyntaxError, $"'{sql}' is neither a type nor a list of columns", asType.Origin) { SqlText = sql };
                throw asType;
            }
        }
    }

    /// <summary>A name of one or more parts: <c>db.`my table`</c>.</summary>
    public static ValueList<string> ParseName(string sql) => Whole(sql, null, g => g.Names.MultiPart());

    /// <summary>Cuts a script at its semicolons (those outside of strings and comments); empty statements are left out.</summary>
    public static IReadOnlyList<string> SplitStatements(string script)
    {
        var statements = new List<string>();
        var start = -1;
        var tokens = Lexer.Tokenize(script);
        var depth = 0;
        for (var i = 0; i < tokens.Length; i++)
        {
            var token = tokens[i];
            depth += Nesting(tokens, i, first: start < 0, depth);
            var ends = token.Kind == TokenKind.End || (token.IsSymbol(";") && depth == 0);
            if (ends && start >= 0)
                statements.Add(script[start..token.Start].TrimEnd());
            start = ends ? -1 : start < 0 ? token.Start : start;
        }

        return statements;
    }

    // Inside of BEGIN … END semicolons end statements of the script. CASE ends by END too; END IF and its kind end what is not counted.
    private static int Nesting(Token[] tokens, int i, bool first, int depth)
    {
        var token = tokens[i];
        var next = tokens[Math.Min(i + 1, tokens.Length - 1)];
        if (token.IsWord("BEGIN"))
            return depth > 0 || first || (i > 1 && tokens[i - 1].IsSymbol(":")) ? 1 : 0;
        if (depth == 0)
            return 0;
        if (token.IsWord("CASE"))
            return tokens[i - 1].IsWord("END") ? 0 : 1;
        return !token.IsWord("END") ? 0 : next.Text is "IF" or "WHILE" or "REPEAT" or "LOOP" or "FOR" ? 0 : -1;
    }

    private static T Whole<T>(string sql, ParserSettings? settings, Func<SparkGrammar, T> production)
    {
        var grammar = new SparkGrammar(sql, settings ?? ParserSettings.Default);
        var cursor = grammar.Cursor;
        while (cursor.AcceptSymbol(";"))
        {
        }

        if (cursor.Current.Kind == TokenKind.End)
            throw new SpindleException(SyntaxErrors.EmptyStatement, "there is no statement to run: the text is empty or holds only comments") { SqlText = sql };
        var result = Read(grammar, production);
        while (cursor.AcceptSymbol(";"))
        {
        }

        if (cursor.Current.Kind != TokenKind.End)
            throw cursor.Unexpected(Keywords.AfterQuery);
        return cursor.Deferred is { } deferred ? throw deferred : result;
    }

    // What a piece means is found out after the whole was read: of two errors of that kind the first counts, before both one of grammar.
    private static T Read<T>(SparkGrammar grammar, Func<SparkGrammar, T> production)
    {
        try
        {
            return production(grammar);
        }
        catch (SpindleException error) when (grammar.Cursor.Deferred is not null && !error.ErrorClass.Equals(ErrorClasses.ParseSyntaxError))
        {
            throw grammar.Cursor.Deferred;
        }
    }
}
