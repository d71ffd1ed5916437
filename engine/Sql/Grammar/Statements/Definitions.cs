using Spindle.Columnar.Types;
using Spindle.Plans.Commands;
using Spindle.Plans.Logical;
using Spindle.Sql.Parsing.Lexing;
using Spindle.Sql.Parsing.Literals;

namespace Spindle.Sql.Parsing.Grammar.Statements;

/// <summary>CREATE and DROP of views, tables and databases.</summary>
internal sealed class Definitions(SparkGrammar grammar) : Production(grammar)
{
    public LogicalPlan Create()
    {
        var start = Cursor.Current.Start;
        var orReplace = Cursor.Accept("REPLACE");
        if (!orReplace)
        {
            Cursor.Expect("CREATE");
            orReplace = Cursor.AcceptWords("OR", "REPLACE");
        }

        if (Cursor.AcceptAny("DATABASE", "SCHEMA", "NAMESPACE"))
            return Database().At(Cursor.Since(start));
        var scope = ViewScope.Persistent;
        if (Cursor.AtWords("GLOBAL", "TEMPORARY") || Cursor.AtWords("GLOBAL", "TEMP"))
        {
            Cursor.Position += 2;
            scope = ViewScope.GlobalTemporary;
        }
        else if (Cursor.AcceptAny("TEMPORARY", "TEMP"))
        {
            scope = ViewScope.Temporary;
        }

        if (scope != ViewScope.GlobalTemporary && Cursor.Accept("FUNCTION"))
            return new Routines(Grammar).Create(scope == ViewScope.Temporary, orReplace, start);
        if (Cursor.Accept("VIEW"))
            return View(scope, orReplace, start).At(Cursor.Since(start));
        Cursor.Accept("EXTERNAL");
        if (Cursor.Accept("TABLE"))
            return Table(orReplace).At(Cursor.Since(start));
        throw Cursor.AtAny("VARIABLE", "METRIC", "FLOW", "STREAMING", "MATERIALIZED", "INDEX")
            ? Cursor.Error(SyntaxErrors.UnsupportedStatement, $"CREATE {Cursor.Current.Text} is not supported", Cursor.Since(start))
            : Cursor.Unexpected("VIEW", "TABLE", "DATABASE", "SCHEMA", "TEMPORARY");
    }

    public LogicalPlan Drop()
    {
        var start = Cursor.Expect("DROP").Start;
        var temporary = Cursor.AcceptAny("TEMPORARY", "TEMP");
        if (Cursor.Accept("TABLE"))
        {
            var ifExists = IfExists();
            var name = Grammar.Names.MultiPart("a table");
            Cursor.Accept("PURGE");
            return new DropTable(name, ifExists).At(Cursor.Since(start));
        }

        if (Cursor.Accept("VIEW"))
        {
            var ifExists = IfExists();
            return new DropView(Grammar.Names.MultiPart("a view"), ifExists).At(Cursor.Since(start));
        }

        if (Cursor.AcceptAny("DATABASE", "SCHEMA", "NAMESPACE"))
        {
            var ifExists = IfExists();
            var name = Grammar.Names.MultiPart("a database");
            var cascade = Cursor.AcceptAny("CASCADE", "RESTRICT") && Cursor.Previous.Text == "CASCADE";
            return new DropDatabase(name, ifExists, cascade).At(Cursor.Since(start));
        }

        if (Cursor.Accept("FUNCTION"))
            return new Routines(Grammar).Drop(temporary, start);
        if (temporary && Cursor.AcceptAny("VARIABLE", "VAR"))
            return new Variables(Grammar).Drop(start);
        throw Cursor.Unexpected("TABLE", "VIEW", "DATABASE", "SCHEMA", "FUNCTION");
    }

    /// <summary><c>(key = value, …)</c>; keys are names or strings, values constants.</summary>
    public ValueList<KeyValuePair<string, string>> Properties() => Parenthesized(() =>
    {
        var key = Grammar.Literals.AtText ? Grammar.Literals.Text() : string.Join(".", Grammar.Names.MultiPart("an option"));
        var separated = Cursor.AcceptSymbol("=");
        return KeyValuePair.Create(key, separated || !Cursor.AtSymbol(",") && !Cursor.AtSymbol(")") ? Constant() : "");
    });

    private string Constant()
    {
        if (Grammar.Literals.AtText)
            return Grammar.Literals.Text();
        var start = Cursor.Current.Start;
        Grammar.Expressions.Value();
        return Cursor.TextSince(start) is var text && text is "true" or "TRUE" or "false" or "FALSE" ? text.ToLowerInvariant() : text;
    }

    private bool IfExists() => Cursor.AcceptWords("IF", "EXISTS");

    private bool IfNotExists() => Cursor.AcceptWords("IF", "NOT", "EXISTS");

    private CreateDatabase Database()
    {
        var ifNotExists = IfNotExists();
        var name = Grammar.Names.MultiPart("a database");
        string? location = null;
        string? comment = null;
        while (true)
        {
            if (Cursor.Accept("LOCATION"))
                location = Grammar.Literals.Text();
            else if (Cursor.Accept("COMMENT"))
                comment = Grammar.Literals.Text();
            else if (Cursor.AcceptWords("WITH", "DBPROPERTIES") || Cursor.AcceptWords("WITH", "PROPERTIES"))
                Properties();
            else if (Cursor.AcceptWords("DEFAULT", "COLLATION"))
                Grammar.Names.Name();
            else
                return new CreateDatabase(name, ifNotExists, location, comment);
        }
    }

    private Command View(ViewScope scope, bool orReplace, int start)
    {
        var ifNotExists = IfNotExists();
        var name = Grammar.Names.MultiPart("a view");
        if (scope != ViewScope.Persistent && UsesFormat())
        {
            var columns = Cursor.AtSymbol("(") ? Columns() : null;
            Cursor.Expect("USING");
            var format = string.Join(".", Grammar.Names.MultiPart("a format"));
            var options = Cursor.Accept("OPTIONS") ? Properties() : [];
            return new CreateViewUsing(name, columns, format, options, scope, orReplace);
        }

        ValueList<(string Name, string? Comment)>? columnNames = Cursor.AtSymbol("(")
            ? Parenthesized(() => (Grammar.Names.Name("a column name"), Cursor.Accept("COMMENT") ? Grammar.Literals.Text() : null)) : null;
        string? comment = null;
        ValueList<KeyValuePair<string, string>> properties = [];
        ViewSchemaMode? mode = null;
        var modeOrigin = Columnar.Errors.Origin.None;
        while (true)
        {
            if (Cursor.Accept("COMMENT"))
                comment = Grammar.Literals.Text();
            else if (Cursor.Accept("TBLPROPERTIES"))
                properties = Properties();
            else if (Cursor.AcceptWords("DEFAULT", "COLLATION"))
                Grammar.Names.Name();
            else if (Cursor.AtWords("WITH", "SCHEMA"))
                (mode, modeOrigin) = SchemaMode();
            else
                break;
        }

        Cursor.Expect("AS");
        var queryStart = Cursor.Current.Start;
        var query = Grammar.Queries.Query();
        return new CreateView(name, columnNames?.Select(c => c.Name).ToValueList(), query, Cursor.TextSince(queryStart), scope, orReplace, ifNotExists)
        {
            SchemaMode = mode, SchemaModeOrigin = modeOrigin, Comment = comment, ColumnComments = columnNames?.Select(c => c.Comment).ToValueList() ?? [], Properties = properties,
        };
    }

    /// <summary><c>WITH SCHEMA BINDING | COMPENSATION | [TYPE] EVOLUTION</c>, and where it stands.</summary>
    public (ViewSchemaMode Mode, Columnar.Errors.Origin Origin) SchemaMode()
    {
        var start = Cursor.Current.Start;
        Cursor.ExpectWords("WITH", "SCHEMA");
        var mode = Cursor.Accept("BINDING") ? ViewSchemaMode.Binding
            : Cursor.Accept("COMPENSATION") ? ViewSchemaMode.Compensation
            : Cursor.Accept("EVOLUTION") ? ViewSchemaMode.Evolution
            : Cursor.AcceptWords("TYPE", "EVOLUTION") ? ViewSchemaMode.TypeEvolution
            : throw Cursor.Unexpected("BINDING", "COMPENSATION", "EVOLUTION", "TYPE EVOLUTION");
        return (mode, Cursor.Since(start));
    }

    private bool UsesFormat() =>
        Cursor.At("USING") || (Cursor.AtSymbol("(") && Cursor.TokenAt(Cursor.ClosingOf(Cursor.Position) + 1).IsWord("USING"));

    private StructType Columns()
    {
        Cursor.ExpectSymbol("(");
        var columns = Grammar.Types.Columns();
        Cursor.ExpectSymbol(")");
        return columns;
    }

    private Command Table(bool orReplace)
    {
        var ifNotExists = IfNotExists();
        var name = Grammar.Names.MultiPart("a table");
        var columns = Cursor.AtSymbol("(") && !Grammar.Queries.IsQueryAt(Cursor.Position + 1) ? Columns() : StructType.Empty;
        var fields = columns.Fields.ToList();
        var specification = Clauses(fields);
        if (!Cursor.Accept("AS") && !Grammar.Queries.AtQuery)
            return new CreateTable(name, new StructType(fields.ToValueList()), specification, ifNotExists, orReplace);
        if (fields.Count > 0)
            throw Cursor.SyntaxError("a table made from a query takes its columns from there: leave out the list of columns, or the query", Cursor.Current.Origin);
        return new CreateTableAsSelect(name, specification, Grammar.Queries.Query(), ifNotExists, orReplace);
    }

    // USING, OPTIONS, PARTITIONED BY, LOCATION, COMMENT and TBLPROPERTIES, in any order.
    private TableSpecification Clauses(List<Field> fields)
    {
        string? format = null, location = null, comment = null;
        ValueList<KeyValuePair<string, string>> options = [];
        ValueList<string> partitionedBy = [];
        ValueList<KeyValuePair<string, string>> properties = [];
        while (true)
        {
            if (Cursor.Accept("USING"))
                format = string.Join(".", Grammar.Names.MultiPart("a format")).ToLowerInvariant();
            else if (Cursor.AcceptWords("STORED", "AS"))
                format = Grammar.Names.Name("a format").ToLowerInvariant();
            else if (Cursor.Accept("OPTIONS"))
                options = Properties();
            else if (Cursor.Accept("TBLPROPERTIES"))
                properties = Properties();
            else if (Cursor.AcceptWords("PARTITIONED", "BY"))
                partitionedBy = Partitioning(fields);
            else if (Cursor.Accept("LOCATION"))
                location = Grammar.Literals.Text();
            else if (Cursor.Accept("COMMENT"))
                comment = Grammar.Literals.Text();
            else if (Cursor.AcceptWords("DEFAULT", "COLLATION"))
                Grammar.Names.Name();
            else if (Cursor.AcceptWords("CLUSTERED", "BY") || Cursor.AcceptWords("CLUSTER", "BY"))
                throw Cursor.Error(SyntaxErrors.UnsupportedStatement, "buckets and clustering are not supported", Cursor.Previous.Origin);
            else
                return new TableSpecification(format, options, partitionedBy, location, comment) { Properties = properties };
        }
    }

    // Names of columns, or columns with types, which come behind the table's others.
    private ValueList<string> Partitioning(List<Field> fields) => Parenthesized(() =>
    {
        var start = Cursor.Position;
        var name = Grammar.Names.Name("a column name");
        if (Cursor.AtSymbol(",") || Cursor.AtSymbol(")"))
            return name;
        if (Cursor.AtSymbol("("))
            throw Cursor.Error(SyntaxErrors.UnsupportedStatement, "partitions by a function of a column are not supported", Cursor.Current.Origin);
        Cursor.Position = start;
        fields.Add(Grammar.Types.Column());
        return name;
    });
}
