using Spindle.Columnar.Types;
using Spindle.Plans.Commands;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;
using Spindle.Plans.Unresolved;
using Spindle.Sql.Parsing.Lexing;
using Spindle.Sql.Parsing.Literals;

namespace Spindle.Sql.Parsing.Grammar.Statements;

/// <summary>DECLARE, SET VARIABLE, DROP VARIABLE, and EXECUTE IMMEDIATE, which reads and fills variables.</summary>
internal sealed class Variables(SparkGrammar grammar) : Production(grammar)
{
    // DECLARE [OR REPLACE] [VARIABLE|VAR] name (, name)* [type] [(DEFAULT|=) value]
    public LogicalPlan Declare()
    {
        var start = Cursor.Expect("DECLARE").Start;
        var orReplace = Cursor.AcceptWords("OR", "REPLACE");
        if (Cursor.AtAny("VARIABLE", "VAR") && Grammar.Names.IsName(Cursor.Peek()))
            Cursor.Advance();
        var names = CommaSeparated(Name);
        var type = !AtEnd && !Cursor.At("DEFAULT") && !Cursor.AtSymbol("=") ? Grammar.Types.Type() : null;
        Expression? value = null;
        var text = "NULL";
        if (Cursor.Accept("DEFAULT") || Cursor.AcceptSymbol("="))
        {
            var valueStart = Cursor.Current.Start;
            value = Grammar.Expressions.Expression();
            text = Cursor.TextSince(valueStart);
        }

        return type is null && value is null
            ? throw Cursor.Error(SyntaxErrors.VariableWithoutType, "a variable is declared with a type, a default value, or both", Cursor.Since(start))
            : new DeclareVariable(names, type, value, text, orReplace).At(Cursor.Since(start));
    }

    /// <summary>What follows <c>SET VARIABLE</c>.</summary>
    public LogicalPlan Set(int start)
    {
        if (Cursor.AtSymbol("("))
        {
            if (Cursor.Peek().IsSymbol(")"))
                throw InvalidSet(start);
            var row = Parenthesized(Name);
            ExpectEquals();
            Cursor.ExpectSymbol("(");
            var query = Grammar.Queries.Query();
            Cursor.ExpectSymbol(")");
            return new SetVariable(row, [], query).At(Cursor.Since(start));
        }

        var names = new List<VariableName>();
        var values = CommaSeparated(() =>
        {
            names.Add(Name());
            ExpectEquals();
            return Grammar.Expressions.Expression();
        });
        return new SetVariable(names.ToValueList(), values, null).At(Cursor.Since(start));
    }

    /// <summary>What follows <c>DROP TEMPORARY VARIABLE</c>.</summary>
    public LogicalPlan Drop(int start)
    {
        var ifExists = Cursor.AcceptWords("IF", "EXISTS");
        return new DropVariable(Name(), ifExists).At(Cursor.Since(start));
    }

    // EXECUTE IMMEDIATE text [INTO names] [USING (arguments) | USING arguments]
    public LogicalPlan Execute()
    {
        var start = Cursor.Expect("EXECUTE").Start;
        Cursor.Expect("IMMEDIATE");
        var statement = Grammar.Expressions.Expression();
        ValueList<VariableName> into = [];
        if (Cursor.Accept("INTO"))
            into = CommaSeparated(Name);
        ValueList<ParameterArgument> arguments = [];
        if (Cursor.At("USING"))
        {
            var usingStart = Cursor.Advance().Start;
            arguments = Cursor.AtSymbol("(") && Cursor.TokenAt(Cursor.ClosingOf(Cursor.Position) + 1) is var after && (after.Kind == TokenKind.End || after.IsSymbol(";")) && !Grammar.Queries.AtQuery
                ? Parenthesized(Argument) : CommaSeparated(Argument);
            CheckNames(arguments, usingStart);
        }

        return new ExecuteImmediate(statement, into, arguments).At(Cursor.Since(start));
    }

    private void CheckNames(ValueList<ParameterArgument> arguments, int start)
    {
        var twice = arguments.Where(a => a.Name is not null).GroupBy(a => a.Name!, StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1).Select(g => $"`{g.Key}`").ToList();
        if (twice.Count > 0)
            throw Cursor.Error(SyntaxErrors.DuplicateArgumentAliases, $"USING gives {string.Join(", ", twice)} more than once", Cursor.Since(start));
    }

    private ParameterArgument Argument()
    {
        var start = Cursor.Current.Start;
        var value = Grammar.Expressions.Expression();
        var text = Cursor.TextSince(start);
        var name = Cursor.Accept("AS") || (Grammar.Names.AtName && !AtEnd) ? Grammar.Names.Name("a parameter's name") : null;
        // A variable's own name is its parameter's where no other is given.
        return new ParameterArgument(value, name ?? (value is UnresolvedColumn { Parts: [var own] } ? own : null), text) { };
    }

    private VariableName Name()
    {
        var start = Cursor.Current.Start;
        if (Cursor.AtSymbol("("))
            throw Cursor.Unexpected("a variable");
        var parts = Grammar.Names.MultiPart("a variable");
        return new VariableName(parts, Cursor.Since(start));
    }

    private void ExpectEquals()
    {
        if (!Cursor.AcceptSymbol("=") && !Cursor.AcceptSymbol("=="))
            throw Cursor.Unexpected("'='");
    }

    private Columnar.Errors.SpindleException InvalidSet(int start)
    {
        while (Cursor.Current.Kind != TokenKind.End && !Cursor.AtSymbol(";"))
            Cursor.Advance();
        return Cursor.Error(SyntaxErrors.InvalidSet, "SET VARIABLE names at least one variable: SET VARIABLE (a, b) = (query)", Cursor.Since(start));
    }

    private bool AtEnd => Cursor.Current.Kind == TokenKind.End || Cursor.AtSymbol(";");
}
