using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;
using Spindle.Plans.Unresolved;

namespace Spindle.Sql.Parsing.Grammar.Expressions;

/// <summary>
/// Expressions with operators, by precedence. Loosest first:
/// <code>
/// OR   AND   NOT   IS, IN, BETWEEN, LIKE …   = &lt;&gt; &lt; &lt;= &gt; &gt;= &lt;=&gt;   |   ^   &amp;   &lt;&lt; &gt;&gt; &gt;&gt;&gt;   + - ||   * / % DIV   unary - + ~   :: [] .
/// </code>
/// </summary>
internal sealed class OperatorExpressions(SparkGrammar grammar) : Production(grammar)
{
    private const int ComparisonLevel = 1;

    private readonly Predicates predicates = new(grammar);

    /// <summary>Any expression.</summary>
    public Expression Expression()
    {
        Cursor.Enter();
        var expression = Disjunction();
        Cursor.Leave();
        return expression;
    }

    /// <summary>An expression without AND, OR, NOT and predicates around it: what BETWEEN's bounds are.</summary>
    public Expression Value()
    {
        Cursor.Enter();
        var value = Value(ComparisonLevel);
        Cursor.Leave();
        return value;
    }

    private Expression Disjunction() => Chain("OR", Conjunction, (left, right, origin) => new Or(left, right) { Origin = origin });

    private Expression Conjunction() => Chain("AND", Negation, (left, right, origin) => new And(left, right) { Origin = origin });

    private Expression Chain(string word, Func<Expression> operand, Func<Expression, Expression, Origin, Expression> combine)
    {
        var start = Cursor.Current.Start;
        var first = operand();
        if (!Cursor.At(word))
            return first;
        var operands = new List<(Expression Operand, int Start)> { (first, start) };
        while (Cursor.Accept(word))
        {
            start = Cursor.Current.Start;
            operands.Add((operand(), start));
        }

        return Balanced(operands, 0, operands.Count - 1, combine);
    }

    // As Spark does: a thousand conditions make a tree ten deep.
    private static Expression Balanced(List<(Expression Operand, int Start)> operands, int low, int high, Func<Expression, Expression, Origin, Expression> combine)
    {
        if (low == high)
            return operands[low].Operand;
        var middle = low + (high - low) / 2;
        var left = Balanced(operands, low, middle, combine);
        var right = Balanced(operands, middle + 1, high, combine);
        // A predicate's own place begins at its keyword, behind its operand.
        return combine(left, right, new Origin(operands[low].Start, right.Origin.Stop));
    }

    private Expression Negation()
    {
        var start = Cursor.Current.Start;
        if (Cursor.Accept("NOT") || Cursor.AcceptSymbol("!"))
        {
            Cursor.Enter();
            var child = Negation();
            Cursor.Leave();
            return new Not(child) { Origin = Cursor.Since(start) };
        }

        return predicates.After(Value(ComparisonLevel));
    }

    // Precedence climbing: takes what binds at least as tightly as the level.
    private Expression Value(int level)
    {
        var left = Unary();
        // A chain leans to the left and is walked recursively later: its length counts as depth.
        var length = 0;
        while (OperatorAt() is var (symbol, precedence) && precedence >= level)
        {
            if (++length > Cursor.MaxDepth)
                throw Cursor.TooComplex(Cursor.Current.Origin);
            Cursor.Advance();
            var right = Value(precedence + 1);
            left = new UnresolvedFunction([symbol], [left, right]) { Origin = left.Origin.To(right.Origin) };
        }

        return left;
    }

    private (string Symbol, int Precedence)? OperatorAt()
    {
        var token = Cursor.Current;
        if (token.Kind == Lexing.TokenKind.Word)
            return token.Text == "DIV" ? ("div", 7) : null;
        if (token.Kind != Lexing.TokenKind.Symbol)
            return null;
        return token.Text switch
        {
            "=" or "==" => ("=", ComparisonLevel),
            "<>" or "!=" => ("<>", ComparisonLevel),
            "<" or "<=" or ">" or ">=" or "<=>" => (token.Text, ComparisonLevel),
            "|" => Grammar.Pipes.AtPipe ? null : ("|", 2),
            "^" => ("^", 3),
            "&" => ("&", 4),
            "<<" or ">>" or ">>>" => (token.Text, 5),
            "+" or "-" or "||" => (token.Text, 6),
            "*" or "/" or "%" => (token.Text, 7),
            _ => null,
        };
    }

    private Expression Unary()
    {
        var token = Cursor.Current;
        if (token.Kind != Lexing.TokenKind.Symbol || token.Text is not ("-" or "+" or "~"))
            return Grammar.Primary.Primary();
        Cursor.Advance();
        if (token.Text == "-" && LiteralExpressions.IsNumber(Cursor.Current))
            return Grammar.Primary.Postfixed(Grammar.Literals.Number(token.Start, negative: true), token.Start);
        Cursor.Enter();
        var operand = Unary();
        Cursor.Leave();
        return new UnresolvedFunction([token.Text], [operand]) { Origin = Cursor.Since(token.Start) };
    }
}
