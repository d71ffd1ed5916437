using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;
using Spindle.Plans.Unresolved;
using Spindle.Sql.Parsing.Lexing;

namespace Spindle.Sql.Parsing.Grammar.Queries;

/// <summary>Pipe syntax: <c>FROM t |&gt; WHERE … |&gt; AGGREGATE … GROUP BY … |&gt; ORDER BY …</c>, one operator at a time.</summary>
internal sealed class Pipes(SparkGrammar grammar) : Production(grammar)
{
    private static readonly string[] Operators =
    [
        "SELECT", "EXTEND", "SET", "DROP", "AS", "WHERE", "AGGREGATE", "PIVOT", "UNPIVOT", "TABLESAMPLE", "UNION", "INTERSECT", "EXCEPT", "MINUS", "ORDER", "SORT", "CLUSTER", "DISTRIBUTE", "LIMIT",
        "OFFSET", "JOIN", "NATURAL", "INNER", "CROSS", "LEFT", "RIGHT", "FULL",
    ];

    private static readonly ErrorClass ManyClauses = new("MULTIPLE_QUERY_RESULT_CLAUSES_WITH_PIPE_OPERATORS", "42000");

    /// <summary>True at <c>|&gt;</c>, and at a <c>|</c> that an operator's word and its operand follow.</summary>
    public bool AtPipe => Cursor.AtSymbol("|>") || (Cursor.AtSymbol("|") && Cursor.Peek().Kind == TokenKind.Word && Operators.Contains(Cursor.Peek().Text, StringComparer.Ordinal)
        && (Cursor.Peek(2).Kind is not (TokenKind.End or TokenKind.Symbol) || Cursor.Peek(2).IsSymbol("*") || Cursor.Peek(2).IsSymbol("(")));

    /// <param name="start">Where the whole query begins: errors of an operator mark all up to its end.</param>
    public LogicalPlan After(LogicalPlan plan, int start)
    {
        Cursor.Advance();
        var own = Cursor.Current.Start;
        var isPivot = Cursor.AtAny("PIVOT", "UNPIVOT");
        var result = Operator(new UnresolvedPipe(plan) { Origin = plan.Origin }, start);
        return result with { Origin = Cursor.Since(isPivot ? own : start) };
    }

    private LogicalPlan Operator(LogicalPlan plan, int start)
    {
        var own = Cursor.Current.Start;
        if (Grammar.Joins.AtJoin)
            return Grammar.Joins.One(plan, Grammar.Relations.Primary);
        switch (Cursor.Current.Text)
        {
            case "SELECT":
                return Grammar.Select.Items(plan, start);
            case "EXTEND":
                Cursor.Advance();
                return new UnresolvedColumnEdit(ColumnEdit.Extend, CommaSeparated(Grammar.Select.NamedExpression), plan);
            case "SET":
                Cursor.Advance();
                return Assigned(plan, start);
            case "DROP":
                Cursor.Advance();
                return Dropped(plan, start);
            case "AS":
                Cursor.Advance();
                return new SubqueryAlias(Grammar.Names.StrictName("an alias"), null, plan);
            case "WHERE":
                Cursor.Advance();
                return new Filter(Grammar.Expressions.Expression(), plan);
            case "AGGREGATE":
                return Grammar.PipeAggregates.Of(plan, start);
            case "PIVOT" or "UNPIVOT":
                return Grammar.Pivots.After(plan);
            case "TABLESAMPLE":
                return Grammar.Relations.Sampled(plan, own);
            case "UNION" or "INTERSECT" or "EXCEPT" or "MINUS":
                return Grammar.Queries.SetOperation(plan, Grammar.Queries.Primary, start);
            case "ORDER" or "SORT" or "CLUSTER" or "DISTRIBUTE" or "WINDOW" or "LIMIT" or "OFFSET":
                return Organized(plan, start);
            default:
                throw Cursor.Unexpected("SELECT", "EXTEND", "SET", "DROP", "AS", "WHERE", "AGGREGATE", "ORDER", "LIMIT", "JOIN", "UNION");
        }
    }

    /// <summary>SET: one assignment after the other, each over what the ones before made.</summary>
    private LogicalPlan Assigned(LogicalPlan plan, int start)
    {
        foreach (var (assignment, origin) in CommaSeparated(() => (Assignment(start), Cursor.Since(start))))
            plan = new UnresolvedColumnEdit(ColumnEdit.Set, [assignment], plan) { Origin = origin };
        return plan;
    }

    private Expression Assignment(int query)
    {
        var start = Cursor.Current.Start;
        var parts = Grammar.Names.MultiPart("a column name");
        Cursor.ExpectSymbol("=");
        var value = Grammar.Expressions.Expression();
        return parts.Count == 1 ? new UnresolvedAlias(value, parts) { Origin = Cursor.Since(query) }
            : throw Cursor.Error(SyntaxErrors.LevelWithoutRecursion, "SET assigns whole columns, by their names alone", Cursor.Since(start));
    }

    /// <summary>DROP: all columns but some, or but some fields of them.</summary>
    private Project Dropped(LogicalPlan plan, int start)
    {
        var names = CommaSeparated(() => Grammar.Names.MultiPart("a column name"));
        var origin = Cursor.Since(start);
        return new Project([new UnresolvedStar([], names.Select(n => new UnresolvedColumn(n) { Origin = origin }).ToValueList()) { Origin = origin }], plan);
    }

    private LogicalPlan Organized(LogicalPlan plan, int start)
    {
        var organized = Grammar.Queries.Organize(plan, start);
        var clauses = 0;
        for (var at = organized; !ReferenceEquals(at, plan); at = at.Children[0])
            clauses += at is Sort { Child: UnresolvedHint } ? 0 : 1;
        return clauses <= 1 || organized is Limit { Child: Limit { Child: UnresolvedPipe } } ? organized
            : throw Cursor.Error(ManyClauses, "of ORDER BY, SORT BY, LIMIT and their kind one stands in a pipe operator; write several operators", Cursor.Since(start));
    }
}
