using Spindle.Columnar.Types;
using Spindle.Plans.Commands;
using Spindle.Plans.Logical;
using Spindle.Sql.Parsing.Lexing;
using Spindle.Sql.Parsing.Literals;

namespace Spindle.Sql.Parsing.Grammar.Statements;

/// <summary>UPDATE, DELETE and MERGE.</summary>
internal sealed class RowChanges(SparkGrammar grammar) : Production(grammar)
{
    // UPDATE table [alias] SET column = value, … [WHERE condition]
    public LogicalPlan Update()
    {
        var start = Cursor.Expect("UPDATE").Start;
        var table = Target();
        Cursor.Expect("SET");
        Assignments();
        Where();
        return new ChangeRows("UPDATE TABLE", table).At(Cursor.Since(start));
    }

    // DELETE FROM table [alias] [WHERE condition]
    public LogicalPlan Delete()
    {
        var start = Cursor.Expect("DELETE").Start;
        Cursor.Expect("FROM");
        var table = Target();
        Where();
        return new ChangeRows("DELETE", table).At(Cursor.Since(start));
    }

    // MERGE INTO table [alias] USING relation ON condition WHEN [NOT] MATCHED [BY …] [AND condition] THEN …
    public LogicalPlan Merge()
    {
        var start = Cursor.Expect("MERGE").Start;
        if (Cursor.AcceptWords("WITH", "SCHEMA"))
            Cursor.Expect("EVOLUTION");
        Cursor.Expect("INTO");
        var table = Target();
        Cursor.Expect("USING");
        Grammar.Relations.Primary();
        Cursor.Expect("ON");
        Grammar.Expressions.Expression();
        do
        {
            Cursor.Expect("WHEN");
            Cursor.Accept("NOT");
            Cursor.Expect("MATCHED");
            if (Cursor.Accept("BY") && !Cursor.AcceptAny("SOURCE", "TARGET"))
                throw Cursor.Unexpected("SOURCE", "TARGET");
            if (Cursor.Accept("AND"))
                Grammar.Expressions.Expression();
            Cursor.Expect("THEN");
            Action();
        }
        while (Cursor.At("WHEN"));
        return new ChangeRows("MERGE INTO TABLE", table).At(Cursor.Since(start));
    }

    private void Action()
    {
        if (Cursor.Accept("DELETE"))
            return;
        if (Cursor.Accept("UPDATE"))
        {
            Cursor.Expect("SET");
            if (!Cursor.AcceptSymbol("*"))
                Assignments();
            return;
        }

        Cursor.Expect("INSERT");
        if (Cursor.AcceptSymbol("*"))
            return;
        if (Cursor.AtSymbol("("))
            Parenthesized(() => Grammar.Names.MultiPart("a column name"));
        Cursor.Expect("VALUES");
        Parenthesized(Grammar.Expressions.Expression);
    }

    private ValueList<string> Target()
    {
        var table = Grammar.Names.MultiPart("a table");
        if (Cursor.Accept("AS") || (Grammar.Names.AtName && (Cursor.Current.Kind != TokenKind.Word || Keywords.MayBeBareTableAlias(Cursor.Current.Text))))
            Grammar.Names.StrictName("an alias");
        return table;
    }

    private void Assignments() => CommaSeparated(() =>
    {
        Grammar.Names.MultiPart("a column name");
        Cursor.ExpectSymbol("=");
        return Grammar.Expressions.Expression();
    });

    private void Where()
    {
        if (Cursor.Accept("WHERE"))
            Grammar.Expressions.Expression();
    }
}
