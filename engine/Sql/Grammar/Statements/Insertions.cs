using Spindle.Columnar.Types;
using Spindle.Plans.Commands;
using Spindle.Plans.Logical;
using Spindle.Sql.Parsing.Literals;

namespace Spindle.Sql.Parsing.Grammar.Statements;

/// <summary>INSERT and TRUNCATE.</summary>
internal sealed class Insertions(SparkGrammar grammar) : Production(grammar)
{
    // INSERT INTO|OVERWRITE [TABLE] name [PARTITION (…) [IF NOT EXISTS]] [BY NAME | (columns)] query
    public InsertInto Insert()
    {
        var start = Cursor.Expect("INSERT").Start;
        var overwrite = Cursor.Accept("OVERWRITE");
        if (!overwrite)
            Cursor.Expect("INTO");
        if (Cursor.At("DIRECTORY") || Cursor.AtWords("LOCAL", "DIRECTORY"))
            throw Cursor.Error(SyntaxErrors.UnsupportedStatement, "INSERT OVERWRITE DIRECTORY is not supported; write to a table with a LOCATION", Cursor.Current.Origin);
        if (Cursor.At("TABLE") && Grammar.Names.IsName(Cursor.Peek()))
            Cursor.Advance();
        var nameStart = Cursor.Current.Start;
        var table = Grammar.Names.MultiPart("a table");
        var tableOrigin = Cursor.Since(nameStart);
        var partition = Cursor.Accept("PARTITION") ? Parenthesized(Value) : [];
        Cursor.AcceptWords("IF", "NOT", "EXISTS");
        var byName = Cursor.AcceptWords("BY", "NAME");
        var columns = !byName && Cursor.AtSymbol("(") && !Grammar.Queries.AtQuery ? Grammar.Names.List() : null;
        var query = Grammar.Queries.Query();
        return new InsertInto(table, partition, columns, byName, overwrite, query) { TableOrigin = tableOrigin }.At(Cursor.Since(start));
    }

    public LogicalPlan Truncate()
    {
        var start = Cursor.Expect("TRUNCATE").Start;
        Cursor.Expect("TABLE");
        return new TruncateTable(Grammar.Names.MultiPart("a table")).At(Cursor.Since(start));
    }

    private PartitionValue Value()
    {
        var name = Grammar.Names.Name("a partition column");
        return new PartitionValue(name, Cursor.AcceptSymbol("=") || Cursor.AcceptSymbol("==") ? Grammar.Expressions.Value() : null);
    }
}
