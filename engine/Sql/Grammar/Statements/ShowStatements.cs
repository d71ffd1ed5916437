using Spindle.Columnar.Types;
using Spindle.Plans.Commands;
using Spindle.Plans.Logical;
using Spindle.Sql.Parsing.Lexing;
using Spindle.Sql.Parsing.Literals;

namespace Spindle.Sql.Parsing.Grammar.Statements;

/// <summary>SHOW, DESCRIBE and EXPLAIN.</summary>
internal sealed class ShowStatements(SparkGrammar grammar) : Production(grammar)
{
    public LogicalPlan Show()
    {
        var start = Cursor.Expect("SHOW").Start;
        return Shown(start).At(Cursor.Since(start));
    }

    public LogicalPlan Explain()
    {
        var start = Cursor.Expect("EXPLAIN").Start;
        var mode = Cursor.Current.Text switch
        {
            "EXTENDED" => ExplainMode.Extended,
            "FORMATTED" => ExplainMode.Formatted,
            "ANALYZE" => ExplainMode.Analyze,
            "COST" => ExplainMode.Cost,
            "CODEGEN" => ExplainMode.Codegen,
            _ => ExplainMode.Simple,
        };
        if (mode != ExplainMode.Simple)
            Cursor.Advance();
        return new Explain(mode, Grammar.Statements.Statement()).At(Cursor.Since(start));
    }

    public LogicalPlan Describe()
    {
        var start = Cursor.Advance().Start;
        return Described().At(Cursor.Since(start));
    }

    private Command Described()
    {
        if (Cursor.At("QUERY") && Grammar.Queries.IsQueryAt(Cursor.Position + 1))
            Cursor.Advance();
        if (Grammar.Queries.AtQuery && !(Cursor.At("TABLE") && !Cursor.Previous.IsWord("QUERY")))
            return new DescribeQuery(Grammar.Queries.Query());
        if (Cursor.At("FUNCTION") && !EndsAfterOne())
        {
            Cursor.Advance();
            var all = Cursor.At("EXTENDED") && !EndsAfterOne() && Cursor.Accept("EXTENDED");
            if (Grammar.Literals.AtText)
                return new DescribeFunction([Grammar.Literals.Text()], all);
            if (Cursor.Current.Kind == TokenKind.Symbol)
                return new DescribeFunction([Cursor.Advance().Text], all);
            return new DescribeFunction(Grammar.Names.MultiPart("a function"), all);
        }

        if (Cursor.AtAny("DATABASE", "SCHEMA", "NAMESPACE") && !EndsAfterOne())
        {
            Cursor.Advance();
            var all = Cursor.At("EXTENDED") && !EndsAfterOne() && Cursor.Accept("EXTENDED");
            return new DescribeDatabase(Grammar.Names.MultiPart("a database"), all);
        }

        if (Cursor.At("TABLE") && !EndsAfterOne())
            Cursor.Advance();
        var extended = Cursor.AtAny("EXTENDED", "FORMATTED") && !EndsAfterOne() && Cursor.AcceptAny("EXTENDED", "FORMATTED");
        var table = Grammar.Names.MultiPart("a table");
        if (Cursor.Accept("PARTITION"))
            throw Cursor.Error(SyntaxErrors.UnsupportedStatement, "DESCRIBE of one partition is not supported", Cursor.Previous.Origin);
        var column = Grammar.Names.AtName && !Cursor.AtWords("AS", "JSON") ? Grammar.Names.MultiPart("a column") : null;
        return new DescribeTable(table, column, extended);
    }

    private bool EndsAfterOne() => Cursor.Peek().Kind == TokenKind.End || Cursor.Peek().IsSymbol(";") || Cursor.Peek().IsSymbol(".");

    private Command Shown(int start)
    {
        var token = Cursor.Current;
        switch (token.Kind == TokenKind.Word ? token.Text : "")
        {
            case "TABLES":
                Cursor.Advance();
                return new ShowTables(InDatabase(), Pattern());
            case "VIEWS":
                Cursor.Advance();
                return new ShowViews(InDatabase(), Pattern());
            case "COLUMNS":
                Cursor.Advance();
                if (!Cursor.AcceptAny("IN", "FROM"))
                    throw Cursor.Unexpected("IN", "FROM");
                var table = Grammar.Names.MultiPart("a table");
                return new ShowColumns(table, InDatabase());
            case "DATABASES" or "SCHEMAS" or "NAMESPACES":
                Cursor.Advance();
                return new ShowDatabases(Pattern());
            case "CATALOGS":
                Cursor.Advance();
                return new ShowCatalogs(Pattern());
            case "PARTITIONS":
                Cursor.Advance();
                return new ShowPartitions(Grammar.Names.MultiPart("a table"));
            case "TBLPROPERTIES":
                Cursor.Advance();
                var owner = Grammar.Names.MultiPart("a table");
                string? key = null;
                if (Cursor.AcceptSymbol("("))
                {
                    key = Grammar.Literals.AtText ? Grammar.Literals.Text() : string.Join(".", Grammar.Names.MultiPart());
                    Cursor.ExpectSymbol(")");
                }

                return new ShowTableProperties(owner, key);
            case "CREATE":
                Cursor.Advance();
                Cursor.Expect("TABLE");
                var created = Grammar.Names.MultiPart("a table");
                Cursor.AcceptWords("AS", "SERDE");
                return new ShowCreateTable(created);
            case "CURRENT":
                Cursor.Advance();
                if (!Cursor.AcceptAny("NAMESPACE", "DATABASE", "SCHEMA"))
                    throw Cursor.Unexpected("NAMESPACE", "DATABASE", "SCHEMA");
                return new ShowCurrentDatabase();
            case "TABLE" when Cursor.Peek().IsWord("EXTENDED"):
                Cursor.Position += 2;
                var within = InDatabase();
                Cursor.Expect("LIKE");
                var pattern = Grammar.Literals.Text();
                return Cursor.At("PARTITION")
                    ? throw Cursor.Error(SyntaxErrors.UnsupportedStatement, "SHOW TABLE EXTENDED of one partition is not supported", Cursor.Since(start).To(Cursor.Current.Origin))
                    : new ShowTableExtended(within, pattern);
            default:
                return Functions();
        }
    }

    private ShowFunctions Functions()
    {
        var scope = "ALL";
        if (Cursor.AtAny("USER", "SYSTEM", "ALL"))
            scope = Cursor.Advance().Text;
        if (!Cursor.Accept("FUNCTIONS"))
            throw Cursor.Unexpected("TABLES", "VIEWS", "COLUMNS", "FUNCTIONS", "DATABASES", "SCHEMAS", "PARTITIONS", "CREATE", "TBLPROPERTIES", "CATALOGS", "CURRENT");
        InDatabase();
        Cursor.Accept("LIKE");
        if (Grammar.Literals.AtText)
            return new ShowFunctions(scope, Grammar.Literals.Text());
        return new ShowFunctions(scope, Grammar.Names.AtName ? string.Join(".", Grammar.Names.MultiPart()) : null);
    }

    private ValueList<string>? InDatabase() => Cursor.AcceptAny("IN", "FROM") ? Grammar.Names.MultiPart("a database") : null;

    private string? Pattern()
    {
        var like = Cursor.Accept("LIKE");
        return like || Grammar.Literals.AtText ? Grammar.Literals.Text() : null;
    }
}
