using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;
using Spindle.Plans.Unresolved;

namespace Spindle.Sql.Parsing.Grammar.Queries;

/// <summary>Pipe syntax: <c>FROM t |&gt; WHERE … |&gt; AGGREGATE … GROUP BY … |&gt; ORDER BY …</c>, one operator at a time.</summary>
internal sealed class Pipes(SparkGrammar grammar) : Production(grammar)
{
    public LogicalPlan After(LogicalPlan plan)
    {
        var start = Cursor.ExpectSymbol("|>").Start;
        var result = Operator(plan, start);
        return result with { Origin = Cursor.Since(start) };
    }

    private LogicalPlan Operator(LogicalPlan plan, int start)
    {
        if (Grammar.Joins.AtJoin)
            return Grammar.Joins.One(plan, Grammar.Relations.Primary);
        switch (Cursor.Current.Text)
        {
            case "SELECT":
                return Grammar.Select.Items(plan);
            case "EXTEND":
                Cursor.Advance();
                return new UnresolvedColumnEdit(ColumnEdit.Extend, CommaSeparated(Grammar.Select.NamedExpression), plan);
            case "SET":
                Cursor.Advance();
                return new UnresolvedColumnEdit(ColumnEdit.Set, CommaSeparated(Assignment), plan);
            case "DROP":
                Cursor.Advance();
                return new UnresolvedColumnEdit(ColumnEdit.Drop, CommaSeparated(Column), plan);
            case "AS":
                Cursor.Advance();
                return new SubqueryAlias(Grammar.Names.StrictName("an alias"), null, plan);
            case "WHERE":
                Cursor.Advance();
                return new Filter(Grammar.Expressions.Expression(), plan);
            case "AGGREGATE":
                return Aggregate(plan);
            case "PIVOT" or "UNPIVOT":
                return Grammar.Pivots.After(plan);
            case "TABLESAMPLE":
                return Grammar.Relations.Sampled(plan, start);
            case "UNION" or "INTERSECT" or "EXCEPT" or "MINUS":
                return Grammar.Queries.SetOperation(plan, Grammar.Queries.Primary, start);
            case "ORDER" or "SORT" or "CLUSTER" or "DISTRIBUTE" or "WINDOW" or "LIMIT" or "OFFSET":
                return Grammar.Queries.Organize(plan, start);
            default:
                throw Cursor.Unexpected("SELECT", "EXTEND", "SET", "DROP", "AS", "WHERE", "AGGREGATE", "ORDER", "LIMIT", "JOIN", "UNION");
        }
    }

    // AGGREGATE [items] [GROUP BY items]: the grouping items come first in the result.
    private Aggregate Aggregate(LogicalPlan plan)
    {
        Cursor.Expect("AGGREGATE");
        ValueList<Expression> items = Cursor.At("GROUP") ? [] : CommaSeparated(Grammar.Select.NamedExpression);
        if (!Cursor.AcceptWords("GROUP", "BY"))
            return new Aggregate([], items, plan);
        var groups = CommaSeparated(Grammar.Select.NamedExpression);
        return new Aggregate(groups.Select(g => g is UnresolvedAlias alias ? alias.Child : g).ToValueList(), [.. groups, .. items], plan);
    }

    private Expression Assignment()
    {
        var start = Cursor.Current.Start;
        var name = Grammar.Names.Name("a column name");
        Cursor.ExpectSymbol("=");
        return new UnresolvedAlias(Grammar.Expressions.Expression(), [name]) { Origin = Cursor.Since(start) };
    }

    private Expression Column()
    {
        var start = Cursor.Current.Start;
        return new UnresolvedColumn([Grammar.Names.Name("a column name")]) { Origin = Cursor.Since(start) };
    }
}
