using Spindle.Columnar.Types;

namespace Spindle.Sql.Parsing.Grammar;

/// <summary>Part of the grammar: the productions of one subject over the shared cursor.</summary>
internal abstract class Production(SparkGrammar grammar)
{
    protected SparkGrammar Grammar { get; } = grammar;

    protected Cursor Cursor { get; } = grammar.Cursor;

    /// <summary><c>item (, item)*</c>.</summary>
    protected ValueList<T> CommaSeparated<T>(Func<T> item)
    {
        var items = new List<T>();
        do
            items.Add(item());
        while (Cursor.AcceptSymbol(","));
        return items.ToValueList();
    }

    /// <summary><c>( item (, item)* )</c>.</summary>
    protected ValueList<T> Parenthesized<T>(Func<T> item)
    {
        Cursor.ExpectSymbol("(");
        var items = CommaSeparated(item);
        Cursor.ExpectSymbol(")");
        return items;
    }
}
