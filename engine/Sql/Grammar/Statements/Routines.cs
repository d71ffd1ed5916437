using Spindle.Columnar.Types;
using Spindle.Plans.Commands;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;
using Spindle.Sql.Parsing.Lexing;
using Spindle.Sql.Parsing.Literals;

namespace Spindle.Sql.Parsing.Grammar.Statements;

/// <summary>CREATE and DROP FUNCTION.</summary>
internal sealed class Routines(SparkGrammar grammar) : Production(grammar)
{
    /// <summary>What follows <c>CREATE [OR REPLACE] [TEMPORARY] FUNCTION</c>.</summary>
    public LogicalPlan Create(bool temporary, bool orReplace, int start)
    {
        var ifNotExists = Cursor.AcceptWords("IF", "NOT", "EXISTS");
        var name = Grammar.Names.MultiPart("a function");
        if (Cursor.Accept("AS"))
        {
            var className = Grammar.Literals.Text();
            if (Cursor.Accept("USING"))
                CommaSeparated(() => (Grammar.Names.Name("JAR"), Grammar.Literals.Text()));
            return new CreateExternalFunction(name, className, temporary, orReplace, ifNotExists).At(Cursor.Since(start));
        }

        Cursor.ExpectSymbol("(");
        var parameters = Parameters(start);
        var (returns, columns) = Cursor.Accept("RETURNS") ? Returned() : (null, null);
        var (access, comment) = Characteristics();
        Cursor.Expect("RETURN");
        var bodyStart = Cursor.Current.Start;
        while (Cursor.Current.Kind != TokenKind.End && !Cursor.AtSymbol(";"))
            Cursor.Advance();
        var text = Cursor.TextSince(bodyStart);
        // The places of a body's parts point into the body alone, which outlives the statement.
        var body = new SparkGrammar(text, Grammar.Settings);
        var isQuery = body.Queries.AtQuery && (columns is not null || !body.Cursor.AtSymbol("("));
        var query = isQuery ? body.Queries.Query() : null;
        var value = isQuery ? null : body.Expressions.Expression();
        if (body.Cursor.Current.Kind != TokenKind.End)
            throw body.Cursor.Unexpected(Keywords.AfterQuery);
        if (columns is not null && query is null)
            throw Cursor.Error(SyntaxErrors.TableFunctionWithoutQuery, $"{string.Join(".", name)} returns a table, so its body is a query", default);
        return new CreateFunction(name, new RoutineDefinition(parameters, returns, columns, value, query, text, access, comment), temporary, orReplace, ifNotExists).At(Cursor.Since(start));
    }

    /// <summary>What follows <c>DROP [TEMPORARY] FUNCTION</c>.</summary>
    public LogicalPlan Drop(bool temporary, int start)
    {
        var ifExists = Cursor.AcceptWords("IF", "EXISTS");
        return new DropFunction(Grammar.Names.MultiPart("a function"), temporary, ifExists).At(Cursor.Since(start));
    }

    private ValueList<RoutineParameter> Parameters(int start)
    {
        if (Cursor.AcceptSymbol(")"))
            return [];
        var listStart = Cursor.Current.Start;
        var listEnd = Cursor.TokenAt(Cursor.ClosingOf(Cursor.Position - 1)).Start;
        var parameters = CommaSeparated(() => Parameter(listStart, listEnd, start));
        Cursor.ExpectSymbol(")");
        return parameters;
    }

    private RoutineParameter Parameter(int listStart, int listEnd, int start)
    {
        var name = Grammar.Names.Name("a parameter");
        var type = Grammar.Types.Type();
        Expression? value = null;
        string? comment = null;
        while (!Cursor.AtSymbol(",") && !Cursor.AtSymbol(")"))
        {
            if (Cursor.AcceptWords("NOT", "NULL"))
                throw NotNull(listStart, listEnd);
            if (Cursor.At("GENERATED"))
                throw Whole(SyntaxErrors.GeneratedParameter, "a function's parameter cannot be GENERATED", start);
            if (Cursor.AtAny("CHECK", "UNIQUE", "PRIMARY", "REFERENCES", "CONSTRAINT"))
                throw Whole(SyntaxErrors.ConstrainedParameter, "a function's parameter takes no constraint", start);
            if (Cursor.Accept("DEFAULT"))
                value = Detached(Grammar.Expressions.Expression);
            else if (Cursor.Accept("COMMENT"))
                comment = Grammar.Literals.Text();
            else
                throw Cursor.Unexpected("','", "')'");
        }

        return new RoutineParameter(name, type, value, comment);
    }

    // A default's places point into its own text.
    private Expression Detached(Func<Expression> production)
    {
        var start = Cursor.Current.Start;
        production();
        return new SparkGrammar(Cursor.TextSince(start), Grammar.Settings).Expressions.Expression();
    }

    private (DataType? Type, StructType? Columns) Returned()
    {
        if (!Cursor.At("TABLE"))
            return (Grammar.Types.Type(), null);
        Cursor.Advance();
        if (!Cursor.AcceptSymbol("("))
            return (null, StructType.Empty);
        var (start, end) = (Cursor.Current.Start, Cursor.TokenAt(Cursor.ClosingOf(Cursor.Position - 1)).Start);
        var fields = CommaSeparated(() =>
        {
            var field = new Field(Grammar.Names.Name("a column name"), Grammar.Types.Type(), true);
            if (Cursor.AcceptWords("NOT", "NULL"))
                throw NotNull(start, end);
            return Cursor.Accept("COMMENT") ? field with { Comment = Grammar.Literals.Text() } : field;
        });
        Cursor.ExpectSymbol(")");
        return (null, new StructType(fields));
    }

    private (DataAccess Access, string? Comment) Characteristics()
    {
        var (access, comment) = (DataAccess.Derived, (string?)null);
        while (true)
        {
            if (Cursor.AcceptWords("CONTAINS", "SQL"))
                access = DataAccess.ContainsSql;
            else if (Cursor.AcceptWords("READS", "SQL", "DATA"))
                access = DataAccess.ReadsSqlData;
            else if (Cursor.Accept("COMMENT"))
                comment = Grammar.Literals.Text();
            else if (Cursor.AcceptWords("LANGUAGE", "SQL") || Cursor.Accept("DETERMINISTIC") || Cursor.AcceptWords("NOT", "DETERMINISTIC")
                || Cursor.AcceptWords("SQL", "SECURITY", "DEFINER") || Cursor.AcceptWords("SQL", "SECURITY", "INVOKER"))
                continue;
            else
                return (access, comment);
        }
    }

    private Columnar.Errors.SpindleException NotNull(int start, int end) => new(SyntaxErrors.NotNullParameter, "a function's parameters and results may be null: leave NOT NULL out",
        parameters: new Dictionary<string, string> { ["input"] = Cursor.Text[start..end] }) { SqlText = Cursor.Text };

    // The error marks the whole statement.
    private Columnar.Errors.SpindleException Whole(Columnar.Errors.ErrorClass errorClass, string message, int start)
    {
        while (Cursor.Current.Kind != TokenKind.End && !Cursor.AtSymbol(";"))
            Cursor.Advance();
        return Cursor.Error(errorClass, message, Cursor.Since(start));
    }
}
