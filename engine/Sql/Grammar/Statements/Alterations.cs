using Spindle.Columnar.Types;
using Spindle.Plans.Commands;
using Spindle.Plans.Logical;
using Spindle.Sql.Parsing.Literals;

namespace Spindle.Sql.Parsing.Grammar.Statements;

/// <summary>ALTER of tables and views.</summary>
internal sealed class Alterations(SparkGrammar grammar, Definitions definitions) : Production(grammar)
{
    public LogicalPlan Alter()
    {
        var start = Cursor.Expect("ALTER").Start;
        var isView = Cursor.Accept("VIEW");
        if (!isView && !Cursor.Accept("TABLE"))
            throw Cursor.Error(SyntaxErrors.UnsupportedStatement, $"ALTER {Cursor.Current.Text} is not supported; ALTER TABLE and ALTER VIEW are", Cursor.Since(start));
        var name = Grammar.Names.MultiPart(isView ? "a view" : "a table");
        return (Change(name, isView) ?? throw Cursor.Error(SyntaxErrors.UnsupportedStatement,
            "of ALTER there are RENAME TO, SET and UNSET TBLPROPERTIES, ADD COLUMNS, and for views AS and WITH SCHEMA", Cursor.Since(start).To(Cursor.Current.Origin))).At(Cursor.Since(start));
    }

    private Command? Change(ValueList<string> name, bool isView)
    {
        if (Cursor.AcceptWords("RENAME", "TO"))
            return new RenameEntry(name, Grammar.Names.MultiPart("a new name"), isView);
        if (Cursor.AcceptWords("SET", "TBLPROPERTIES"))
            return new ChangeProperties(name, definitions.Properties(), [], IfExists: false, isView);
        if (Cursor.AcceptWords("UNSET", "TBLPROPERTIES"))
        {
            var ifExists = Cursor.AcceptWords("IF", "EXISTS");
            return new ChangeProperties(name, [], definitions.Properties().Select(p => p.Key).ToValueList(), ifExists, isView);
        }

        if (!isView)
            return Cursor.AcceptWords("ADD", "COLUMN") || Cursor.AcceptWords("ADD", "COLUMNS") ? new AddColumns(name, Columns()) : null;
        if (Cursor.AtWords("WITH", "SCHEMA"))
        {
            var (mode, origin) = definitions.SchemaMode();
            return new AlterViewSchema(name, mode, origin);
        }

        Cursor.Accept("AS");
        if (!Grammar.Queries.AtQuery)
            return null;
        var queryStart = Cursor.Current.Start;
        var query = Grammar.Queries.Query();
        return new AlterViewQuery(name, query, Cursor.TextSince(queryStart));
    }

    private StructType Columns()
    {
        var isEnclosed = Cursor.AcceptSymbol("(");
        var columns = Grammar.Types.Columns();
        if (isEnclosed)
            Cursor.ExpectSymbol(")");
        return columns;
    }
}
