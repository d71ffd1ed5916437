using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;
using Spindle.Plans.Unresolved;

namespace Spindle.Sql.Parsing.Grammar.Expressions;

/// <summary>What may follow a value to make a condition: <c>IS …</c>, <c>[NOT] IN</c>, <c>BETWEEN</c>, <c>LIKE</c> and its kind.</summary>
internal sealed class Predicates(SparkGrammar grammar) : Production(grammar)
{
    /// <summary>The condition about a value, or the value itself where none follows.</summary>
    public Expression After(Expression value)
    {
        // The place of a condition is Spark's: from its keyword on, without the value it is about.
        var start = Cursor.Current.Start;
        if (Cursor.At("IS"))
            return Is(value, start);
        var negated = (Cursor.At("NOT") || Cursor.AtSymbol("!")) && IsKeyword(Cursor.Peek());
        if (negated)
            Cursor.Advance();
        else if (!IsKeyword(Cursor.Current))
            return value;
        var condition = Cursor.Advance().Text switch
        {
            "IN" => In(value, start),
            "BETWEEN" => Between(value, start),
            "LIKE" => Like("like", value, start, ref negated),
            "ILIKE" => Like("ilike", value, start, ref negated),
            _ => Function("rlike", start, value, Grammar.Expressions.Value()),
        };
        return negated ? new Not(condition) { Origin = Cursor.Since(start) } : condition;
    }

    private static bool IsKeyword(Lexing.Token token) => token.Kind == Lexing.TokenKind.Word && token.Text is "IN" or "BETWEEN" or "LIKE" or "ILIKE" or "RLIKE" or "REGEXP";

    private UnresolvedFunction Function(string name, int start, params ReadOnlySpan<Expression> arguments) =>
        new([name], ValueList.Create(arguments)) { Origin = Cursor.Since(start) };

    private Expression Is(Expression value, int start)
    {
        Cursor.Expect("IS");
        var negated = Cursor.Accept("NOT");
        if (Cursor.Accept("NULL") || Cursor.Accept("UNKNOWN"))
            return negated ? new IsNotNull(value) { Origin = Cursor.Since(start) } : new IsNull(value) { Origin = Cursor.Since(start) };
        Expression right;
        if (Cursor.AcceptWords("DISTINCT", "FROM"))
        {
            right = Grammar.Expressions.Value();
            negated = !negated;
        }
        else if (Cursor.AtAny("TRUE", "FALSE"))
        {
            var token = Cursor.Advance();
            right = new Literal(token.Text == "TRUE", DataType.Boolean) { Origin = token.Origin };
        }
        else
        {
            throw Cursor.Unexpected("NULL", "TRUE", "FALSE", "UNKNOWN", "DISTINCT FROM");
        }

        Expression same = new UnresolvedFunction(["<=>"], [value, right]) { Origin = Cursor.Since(start) };
        return negated ? new Not(same) { Origin = same.Origin } : same;
    }

    private Expression In(Expression value, int start)
    {
        var open = Cursor.ExpectSymbol("(");
        if (Grammar.Queries.AtQuery)
        {
            var plan = Grammar.Queries.Query();
            Cursor.ExpectSymbol(")");
            var values = value is UnresolvedFunction { Parts: ["struct"] } row && Grammar.Primary.IsRow(row) ? row.Arguments : [value];
            return new InSubquery(values, plan) { Origin = Cursor.Since(start) };
        }

        if (Cursor.AtSymbol(")"))
            throw Cursor.Error(SyntaxErrors.EmptyIn, "IN needs at least one value", new Origin(open.Start, Cursor.Current.Stop));
        var items = CommaSeparated(Grammar.Expressions.Expression);
        Cursor.ExpectSymbol(")");
        return new InList(value, items) { Origin = Cursor.Since(start) };
    }

    private Expression Between(Expression value, int start)
    {
        var symmetric = Cursor.Accept("SYMMETRIC");
        if (!symmetric)
            Cursor.Accept("ASYMMETRIC");
        var low = Grammar.Expressions.Value();
        Cursor.Expect("AND");
        var high = Grammar.Expressions.Value();
        var origin = Cursor.Since(start);
        var between = new UnresolvedFunction(["between"], [value, low, high]) { Origin = origin };
        return symmetric ? new Or(between, new UnresolvedFunction(["between"], [value, high, low]) { Origin = origin }) { Origin = origin } : between;
    }

    // LIKE ANY and ALL are ORs and ANDs of plain LIKEs; NOT LIKE ANY negates each of them.
    private Expression Like(string name, Expression value, int start, ref bool negated)
    {
        var any = Cursor.AtAny("ANY", "SOME");
        if ((!any && !Cursor.At("ALL")) || !Cursor.Peek().IsSymbol("("))
        {
            var pattern = Grammar.Expressions.Value();
            return Cursor.Accept("ESCAPE") ? Function(name, start, value, pattern, Escape()) : Function(name, start, value, pattern);
        }

        var quantifier = Cursor.Advance();
        if (Cursor.Peek().IsSymbol(")"))
            throw Cursor.Error(SyntaxErrors.EmptyPattern, $"LIKE {quantifier.Text} needs at least one pattern", quantifier.Origin);
        var patterns = Parenthesized(Grammar.Expressions.Expression);
        if (patterns.Count > Cursor.MaxDepth)
            throw Cursor.TooComplex(quantifier.Origin);
        var isNegated = negated;
        negated = false;
        if (name == "like" && patterns.All(p => p is Literal { Type: StringType, Value: not null }))
        {
            // A function of its own, so that names show the value alone.
            return new UnresolvedFunction([$"{(isNegated ? "not " : "")}like {(any ? "any" : "all")}"], [value, .. patterns]) { Origin = Cursor.Since(start) };
        }

        Expression? all = null;
        foreach (var pattern in patterns)
        {
            Expression one = Function(name, start, value, pattern);
            if (isNegated)
                one = new Not(one) { Origin = one.Origin };
            all = all is null ? one : any ? new Or(all, one) { Origin = one.Origin } : new And(all, one) { Origin = one.Origin };
        }

        return all!;
    }

    private Literal Escape()
    {
        var escape = Grammar.Literals.TextLiteral();
        return escape.Sql.Length == 1 ? escape : throw Cursor.Error(SyntaxErrors.InvalidEscape, "ESCAPE takes one character", escape.Origin);
    }
}
