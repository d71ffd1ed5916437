using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;
using Spindle.Plans.Unresolved;
using Spindle.Sql.Parsing.Lexing;

namespace Spindle.Sql.Parsing.Grammar.Expressions;

/// <summary>Expressions that begin with a word of their own: CASE, CAST, EXTRACT, TRIM … Each is only that where the words behind it fit; else the word is a name.</summary>
internal sealed class SpecialForms(SparkGrammar grammar) : Production(grammar)
{
    /// <summary>The form that begins here, or null where a name does.</summary>
    public Expression? TryForm()
    {
        var start = Cursor.Current.Start;
        var word = Cursor.Current.Text;
        var next = Cursor.Peek();
        if (next.IsSymbol("("))
            return WithParenthesis(word, start);
        if (Grammar.Literals.AtTypedText)
            return Grammar.Literals.TypedText();
        return word switch
        {
            "CASE" when !next.IsSymbol(".") && !next.IsSymbol(",") => Case(start),
            "INTERVAL" when Grammar.Intervals.AtInterval => Grammar.Intervals.Interval(),
            "NULL" when !next.IsSymbol(".") => Constant(null, DataType.Null),
            "TRUE" when !next.IsSymbol(".") => Constant(true, DataType.Boolean),
            "FALSE" when !next.IsSymbol(".") => Constant(false, DataType.Boolean),
            _ => null,
        };
    }

    private Expression? WithParenthesis(string word, int start)
    {
        switch (word)
        {
            case "CAST" or "TRY_CAST" or "SAFE_CAST":
                return Cast(word != "CAST", start);
            case "EXISTS" when Grammar.Queries.IsQueryAt(Cursor.Position + 2):
                return Exists(start);
            case "EXTRACT":
                return Extract(start);
            case "SUBSTRING" or "SUBSTR":
                return Substring(start);
            case "TRIM":
                return Trim(start);
            case "POSITION":
                return Position(start);
            case "OVERLAY":
                return Overlay(start);
            case "TIMESTAMPADD" or "DATEADD" or "TIMESTAMPDIFF" or "DATEDIFF" or "DATE_ADD" or "DATE_DIFF" or "TIMEDIFF" when IsUnit(Cursor.Peek(2)) && Cursor.Peek(3).IsSymbol(","):
                return UnitCall(word is "TIMESTAMPADD" or "DATEADD" or "DATE_ADD" ? "timestampadd" : "timestampdiff", start);
            case "TIMESTAMPADD" or "TIMESTAMPDIFF" when Cursor.Peek(2).Kind == TokenKind.Word && Cursor.Peek(3).IsSymbol(","):
                // Without a unit they are functions like any other, and there are none of these names.
                throw new SpindleException(new ErrorClass("UNRESOLVED_ROUTINE", "42883"), $"{Cursor.Peek(2).Text} is no unit of time, and there is no function {word.ToLowerInvariant()} without one",
                    Cursor.Current.Origin, parameters: new Dictionary<string, string> { ["routineName"] = $"`{word.ToLowerInvariant()}`" }) { SqlText = Cursor.Text };
            case "TIMESTAMPADD" or "TIMESTAMPDIFF" or "TIMEDIFF" when Cursor.Peek(2).Kind == TokenKind.Text:
                throw UnitAsText(start);
            case "CASE":
                return Case(start);
            default:
                return null;
        }
    }

    private static bool IsUnit(Token token) => token.Kind == TokenKind.Word && token.Text is
        "YEAR" or "QUARTER" or "MONTH" or "WEEK" or "DAY" or "DAYOFYEAR" or "HOUR" or "MINUTE" or "SECOND" or "MILLISECOND" or "MICROSECOND";

    private Literal Constant(object? value, DataType type) => new(value, type) { Origin = Cursor.Advance().Origin };

    private Case Case(int start)
    {
        Cursor.Expect("CASE");
        var subject = Cursor.At("WHEN") ? null : Grammar.Expressions.Expression();
        var conditions = new List<Expression>();
        var values = new List<Expression>();
        do
        {
            Cursor.Expect("WHEN");
            var condition = Grammar.Expressions.Expression();
            conditions.Add(subject is null ? condition : new UnresolvedFunction(["="], [subject, condition]) { Origin = condition.Origin });
            Cursor.Expect("THEN");
            values.Add(Grammar.Expressions.Expression());
        }
        while (Cursor.At("WHEN"));
        var otherwise = Cursor.Accept("ELSE") ? Grammar.Expressions.Expression() : null;
        Cursor.Expect("END");
        return new Case(conditions.ToValueList(), values.ToValueList(), otherwise) { Origin = Cursor.Since(start) };
    }

    private UnresolvedCast Cast(bool isTry, int start)
    {
        Cursor.Advance();
        Cursor.ExpectSymbol("(");
        var value = Grammar.Expressions.Expression();
        Cursor.Expect("AS");
        var type = Grammar.Types.Type();
        Cursor.ExpectSymbol(")");
        return new UnresolvedCast(value, type, isTry) { Origin = Cursor.Since(start) };
    }

    private Exists Exists(int start)
    {
        Cursor.Advance();
        Cursor.ExpectSymbol("(");
        var plan = Grammar.Queries.Query();
        Cursor.ExpectSymbol(")");
        return new Exists(plan) { Origin = Cursor.Since(start) };
    }

    private UnresolvedFunction? Extract(int start)
    {
        if (!Grammar.Names.IsName(Cursor.Peek(2)) || !Cursor.Peek(3).IsWord("FROM"))
            return null;
        Cursor.Advance();
        Cursor.ExpectSymbol("(");
        var field = NameLiteral();
        Cursor.Expect("FROM");
        return Close("extract", [field, Grammar.Expressions.Expression()], start);
    }

    // These four look like calls until the word behind their first argument says otherwise.
    private Expression Substring(int start)
    {
        var (name, first) = FirstArgument(start);
        if (first is null || !Cursor.Accept("FROM"))
            return Grammar.Calls.Rest(name, first, start);
        var from = Grammar.Expressions.Expression();
        return Cursor.Accept("FOR") ? Close("substring", [first, from, Grammar.Expressions.Expression()], start) : Close("substring", [first, from], start);
    }

    // TRIM([BOTH|LEADING|TRAILING] [characters] FROM text); the functions take the characters first.
    private Expression Trim(int start)
    {
        var side = Cursor.Peek(2);
        if (side.Kind == TokenKind.Word && side.Text is "BOTH" or "LEADING" or "TRAILING" && Cursor.Peek(3) is var next && !next.IsSymbol(")") && !next.IsSymbol(",") && !next.IsSymbol("."))
        {
            Cursor.Advance();
            Cursor.ExpectSymbol("(");
            var function = Cursor.Advance().Text switch { "LEADING" => "ltrim", "TRAILING" => "rtrim", _ => "trim" };
            if (Cursor.Accept("FROM"))
                return Close(function, [Grammar.Expressions.Expression()], start);
            var characters = Grammar.Expressions.Expression();
            Cursor.Expect("FROM");
            return Close(function, [characters, Grammar.Expressions.Expression()], start);
        }

        var (name, first) = FirstArgument(start);
        return first is not null && Cursor.Accept("FROM") ? Close("trim", [first, Grammar.Expressions.Expression()], start) : Grammar.Calls.Rest(name, first, start);
    }

    private Expression Position(int start)
    {
        var name = Cursor.Text[start..Cursor.Advance().Stop];
        Cursor.ExpectSymbol("(");
        if (Cursor.AtSymbol(")"))
            return Grammar.Calls.Rest([name], null, start);
        var part = Grammar.Expressions.Value();
        return Cursor.Accept("IN") ? Close("locate", [part, Grammar.Expressions.Value()], start) : Grammar.Calls.Rest([name], part, start);
    }

    private Expression Overlay(int start)
    {
        var (name, first) = FirstArgument(start);
        if (first is null || !Cursor.Accept("PLACING"))
            return Grammar.Calls.Rest(name, first, start);
        var arguments = new List<Expression> { first, Grammar.Expressions.Expression() };
        Cursor.Expect("FROM");
        arguments.Add(Grammar.Expressions.Expression());
        if (Cursor.Accept("FOR"))
            arguments.Add(Grammar.Expressions.Expression());
        return Close("overlay", arguments.ToValueList(), start);
    }

    private (ValueList<string> Name, Expression? First) FirstArgument(int start)
    {
        var name = Cursor.Text[start..Cursor.Advance().Stop];
        Cursor.ExpectSymbol("(");
        return ([name], Cursor.AtSymbol(")") || Cursor.At("DISTINCT") ? null : Grammar.Calls.Argument());
    }

    private UnresolvedFunction UnitCall(string function, int start)
    {
        var written = Cursor.Advance().Text.ToLowerInvariant();
        Cursor.ExpectSymbol("(");
        var at = Cursor.Current.Start;
        var unit = Grammar.Names.Name();
        var arguments = new List<Expression> { Literals.Origins.At(Literal.Of(unit), Cursor.Since(at)) };
        while (Cursor.AcceptSymbol(","))
            arguments.Add(Grammar.Expressions.Expression());
        // date_add(day, 7) is about a column that is called like a unit.
        if (arguments.Count == 2 && written is "date_add" or "dateadd" or "date_diff" or "datediff")
            return Close(written, [new UnresolvedColumn([unit]) { Origin = arguments[0].Origin }, arguments[1]], start);
        return Close(function, arguments.ToValueList(), start);
    }

    /// <summary>The unit of a sum or difference of times is a keyword: as text it would be a value.</summary>
    private SpindleException UnitAsText(int start)
    {
        var (name, unit) = (Cursor.Current.Text.ToLowerInvariant(), Cursor.Peek(2));
        Cursor.Advance();
        Cursor.ExpectSymbol("(");
        do
        {
            Grammar.Expressions.Expression();
        }
        while (Cursor.AcceptSymbol(","));
        Cursor.ExpectSymbol(")");
        return new SpindleException(new ErrorClass("INVALID_PARAMETER_VALUE.DATETIME_UNIT", "22023"), $"the unit of {name} is a keyword without quotes", Cursor.Since(start),
            parameters: new Dictionary<string, string> { ["functionName"] = $"`{name}`", ["parameter"] = "`unit`", ["invalidValue"] = $"'{unit.Text}'" }) { SqlText = Cursor.Text };
    }

    private Literal NameLiteral()
    {
        var start = Cursor.Current.Start;
        return Literals.Origins.At(Literal.Of(Grammar.Names.Name()), Cursor.Since(start));
    }

    private UnresolvedFunction Close(string function, ValueList<Expression> arguments, int start)
    {
        Cursor.ExpectSymbol(")");
        return new UnresolvedFunction([function], arguments) { Origin = Cursor.Since(start) };
    }
}
