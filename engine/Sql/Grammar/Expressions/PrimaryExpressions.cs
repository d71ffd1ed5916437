using System.Text;
using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;
using Spindle.Plans.Unresolved;
using Spindle.Sql.Parsing.Lexing;

namespace Spindle.Sql.Parsing.Grammar.Expressions;

/// <summary>What operators work on: constants, names, calls, CASE, parentheses, lambdas, and what is written behind them (<c>::</c>, <c>[]</c>, <c>.field</c>).</summary>
internal sealed class PrimaryExpressions(SparkGrammar grammar) : Production(grammar)
{
    // Rows written as (a, b), told from calls of struct.
    private readonly HashSet<Expression> rows = new(ReferenceEqualityComparer.Instance);

    public bool IsRow(Expression expression) => rows.Contains(expression);

    public Expression Primary()
    {
        var start = Cursor.Current.Start;
        return Postfixed(Base(), start);
    }

    /// <summary>A value with all that is written behind it.</summary>
    public Expression Postfixed(Expression value, int start)
    {
        var length = 0;
        while (true)
        {
            if (++length > Cursor.MaxDepth)
                throw Cursor.TooComplex(Cursor.Current.Origin);
            if (Cursor.AcceptSymbol("::"))
            {
                value = new UnresolvedCast(value, Grammar.Types.Type(), Try: false) { Origin = Cursor.Since(start) };
            }
            else if (Cursor.AcceptSymbol("["))
            {
                var key = Grammar.Expressions.Expression();
                Cursor.ExpectSymbol("]");
                value = new UnresolvedExtract(value, key) { Origin = Cursor.Since(start) };
            }
            else if (Cursor.AtSymbol(".") && Grammar.Names.IsName(Cursor.Peek()))
            {
                Cursor.Advance();
                var nameStart = Cursor.Current.Start;
                var name = new Literal(ByteString.Of(Grammar.Names.Name()), DataType.String) { Origin = Cursor.Since(nameStart) };
                value = new UnresolvedExtract(value, name) { Origin = Cursor.Since(start) };
            }
            else if (Cursor.AtSymbol(":") && (Grammar.Names.IsName(Cursor.Peek()) || Cursor.Peek().IsSymbol("[")))
            {
                Cursor.Advance();
                value = new UnresolvedFunction(["variant_path"], [value, VariantPath()]) { Origin = Cursor.Since(start) };
            }
            else if (Cursor.At("COLLATE"))
            {
                Cursor.Advance();
                var collation = Literal.Of(string.Join(".", Grammar.Names.MultiPart("a collation")));
                value = new UnresolvedFunction(["collate"], [value, collation]) { Origin = Cursor.Since(start) };
            }
            else
            {
                return value;
            }
        }
    }

    /// <summary>What follows the colon in <c>v:a.b[0]['c d']</c>, as the path that variant_get takes.</summary>
    private Literal VariantPath()
    {
        var start = Cursor.Current.Start;
        var path = new StringBuilder("$");
        for (var first = true; ; first = false)
        {
            if (Cursor.AcceptSymbol("["))
            {
                path.Append('[').Append(Cursor.Current.Kind == TokenKind.Integer ? Cursor.Advance().Text : $"'{Grammar.Literals.Text()}'").Append(']');
                Cursor.ExpectSymbol("]");
                continue;
            }

            if (!first && !(Cursor.AtSymbol(".") && Grammar.Names.IsName(Cursor.Peek())))
                return new Literal(ByteString.Of(path.ToString()), DataType.String) { Origin = Cursor.Since(start) };
            if (!first)
                Cursor.Advance();
            path.Append('.').Append(Grammar.Names.Name());
        }
    }

    private Expression Base()
    {
        var token = Cursor.Current;
        switch (token.Kind)
        {
            case TokenKind.Integer or TokenKind.Decimal or TokenKind.Exponent or TokenKind.SuffixedNumber:
                return Grammar.Literals.Number(token.Start, negative: false);
            case TokenKind.Text:
                return Grammar.Literals.TextLiteral();
            case TokenKind.DoubleQuotedText when Grammar.Literals.AtText:
                return Grammar.Literals.TextLiteral();
            case TokenKind.Symbol when token.Text == "(":
                return Parentheses();
            case TokenKind.Symbol when Grammar.Parameters.AtParameter:
                return Grammar.Literals.ParameterValue();
            case TokenKind.Symbol when token.Text == "*":
                return Star([]);
            case TokenKind.Word:
                return Grammar.SpecialForms.TryForm() ?? Named();
            case TokenKind.QuotedName or TokenKind.DoubleQuotedText:
                return Named();
            default:
                throw Cursor.Unexpected("an expression");
        }
    }

    // A name, a star behind it, a call, or a lambda with one parameter.
    private Expression Named()
    {
        var token = Cursor.Current;
        var start = token.Start;
        if (token.Kind == TokenKind.Word && !Keywords.MayBeColumn(token.Text))
            throw Cursor.Unexpected("an expression");
        if (Cursor.Peek().IsSymbol("->"))
        {
            var parameter = Grammar.Names.Name();
            Cursor.Advance();
            return new UnresolvedLambda([parameter], Grammar.Expressions.Expression()) { Origin = Cursor.Since(start) };
        }

        // IDENTIFIER('t').c is a field of the column t: the clause is a whole name by itself.
        var parts = Grammar.Names.AtClause ? Grammar.Names.FromClause() : Grammar.Names.MultiPart();
        if (Cursor.AtSymbol(".") && (!Cursor.Previous.IsSymbol(")") || Cursor.Peek().IsSymbol("*")))
        {
            if (Cursor.Peek().IsSymbol("*"))
            {
                Cursor.Advance();
                return Star(parts);
            }

            Cursor.Advance();
            throw Cursor.Unexpected("a name");
        }

        if (Cursor.AtSymbol("("))
            return Grammar.Calls.Call(parts, start);
        return new UnresolvedColumn(parts) { Origin = Cursor.Since(start) };
    }

    private UnresolvedStar Star(ValueList<string> qualifier)
    {
        var start = Cursor.Current.Start;
        Cursor.ExpectSymbol("*");
        var except = ValueList<UnresolvedColumn>.Empty;
        if (Cursor.At("EXCEPT") && Cursor.Peek().IsSymbol("(") && !Grammar.Queries.IsQueryAt(Cursor.Position + 2))
        {
            Cursor.Advance();
            except = Parenthesized(() =>
            {
                var at = Cursor.Current.Start;
                return new UnresolvedColumn(Grammar.Names.MultiPart("a column name")) { Origin = Cursor.Since(at) };
            });
        }

        return new UnresolvedStar(qualifier, except) { Origin = Cursor.Since(start) };
    }

    private Expression Parentheses()
    {
        var start = Cursor.Current.Start;
        if (AtLambdaParameters())
        {
            var parameters = Grammar.Names.List();
            Cursor.ExpectSymbol("->");
            return new UnresolvedLambda(parameters, Grammar.Expressions.Expression()) { Origin = Cursor.Since(start) };
        }

        Cursor.Advance();
        if (Grammar.Queries.AtQuery)
        {
            var plan = Grammar.Queries.Query();
            Cursor.ExpectSymbol(")");
            return new ScalarSubquery(plan) { Origin = Cursor.Since(start) };
        }

        var items = CommaSeparated(Grammar.Select.AliasedArgument);
        Cursor.ExpectSymbol(")");
        if (items is [var single])
        {
            return single is UnresolvedAlias ? Row(items, start) : single with { Origin = Cursor.Since(start) };
        }

        return Row(items, start);
    }

    private UnresolvedFunction Row(ValueList<Expression> items, int start)
    {
        var row = new UnresolvedFunction(["struct"], items) { Origin = Cursor.Since(start) };
        rows.Add(row);
        return row;
    }

    private bool AtLambdaParameters()
    {
        var ahead = 1;
        while (Grammar.Names.IsName(Cursor.Peek(ahead)))
        {
            if (Cursor.Peek(ahead + 1).IsSymbol(")"))
                return Cursor.Peek(ahead + 2).IsSymbol("->");
            if (!Cursor.Peek(ahead + 1).IsSymbol(","))
                return false;
            ahead += 2;
        }

        return false;
    }
}
