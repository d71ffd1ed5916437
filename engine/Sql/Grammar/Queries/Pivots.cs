using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;
using Spindle.Plans.Unresolved;

namespace Spindle.Sql.Parsing.Grammar.Queries;

/// <summary>PIVOT and UNPIVOT behind a relation.</summary>
internal sealed class Pivots(SparkGrammar grammar) : Production(grammar)
{
    public LogicalPlan After(LogicalPlan plan)
    {
        var length = 0;
        while (true)
        {
            if (++length > Cursor.MaxDepth)
                throw Cursor.TooComplex(Cursor.Current.Origin);
            var start = Cursor.Current.Start;
            if (Cursor.At("PIVOT") && Cursor.Peek().IsSymbol("("))
                plan = Grammar.Relations.Aliased(Pivot(plan), start, null);
            else if (Cursor.At("UNPIVOT") && (Cursor.Peek().IsSymbol("(") || Cursor.Peek(2).IsWord("NULLS")))
                plan = Grammar.Relations.Aliased(Unpivot(plan), start, null);
            else
                return plan;
        }
    }

    // PIVOT (aggregates FOR column IN (value [AS name], …)); several columns and rows of values in parentheses.
    private UnresolvedPivot Pivot(LogicalPlan child)
    {
        var start = Cursor.Expect("PIVOT").Start;
        Cursor.ExpectSymbol("(");
        var aggregates = CommaSeparated(Grammar.Select.NamedExpression);
        Cursor.Expect("FOR");
        var columns = Cursor.AtSymbol("(") ? Parenthesized(Column) : [Column()];
        Cursor.Expect("IN");
        var values = Parenthesized(Grammar.Select.NamedExpression);
        Cursor.ExpectSymbol(")");
        return new UnresolvedPivot(aggregates, columns, values, child) { Origin = Cursor.Since(start) };
    }

    private Expression Column()
    {
        var start = Cursor.Current.Start;
        return new UnresolvedColumn(Grammar.Names.MultiPart("a column name")) { Origin = Cursor.Since(start) };
    }

    // UNPIVOT [INCLUDE|EXCLUDE NULLS] (value FOR name IN (column [AS 'label'], …)), or with lists of columns in parentheses.
    private UnresolvedUnpivot Unpivot(LogicalPlan child)
    {
        var start = Cursor.Expect("UNPIVOT").Start;
        var includeNulls = false;
        if (Cursor.AtAny("INCLUDE", "EXCLUDE"))
        {
            includeNulls = Cursor.Advance().Text == "INCLUDE";
            Cursor.Expect("NULLS");
        }

        Cursor.ExpectSymbol("(");
        ValueList<string> valueNames = Cursor.AtSymbol("(") ? Grammar.Names.List() : [Grammar.Names.Name()];
        Cursor.Expect("FOR");
        var variable = Grammar.Names.Name();
        Cursor.Expect("IN");
        var columns = Parenthesized(() =>
        {
            var group = Cursor.AtSymbol("(") ? Parenthesized(Column) : [Column()];
            string? label = null;
            if (Cursor.Accept("AS"))
                label = Grammar.Literals.AtText ? Grammar.Literals.Text() : Grammar.Names.Name("an alias");
            else if (Grammar.Names.AtName)
                label = Grammar.Names.Name("an alias");
            return new UnpivotColumns(group, label);
        });
        Cursor.ExpectSymbol(")");
        return new UnresolvedUnpivot(valueNames, variable, columns, includeNulls, child) { Origin = Cursor.Since(start) };
    }
}
