using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;
using Spindle.Plans.Unresolved;
using Spindle.Sql.Parsing.Lexing;

namespace Spindle.Sql.Parsing.Grammar.Queries;

/// <summary>Whole queries: WITH, set operations, ORDER BY, LIMIT and OFFSET.</summary>
internal sealed class QueryExpressions(SparkGrammar grammar) : Production(grammar)
{
    // In the order in which they may be written, though few may stand together.
    private static readonly string[] SortClauses = ["ORDER", "CLUSTER", "DISTRIBUTE", "SORT"];

    /// <summary>True where a query begins.</summary>
    public bool AtQuery => IsQueryAt(Cursor.Position);

    /// <summary>True where a query begins at a token: a parenthesis does only when what it closes over is a query, and nothing but more of a query follows.</summary>
    public bool IsQueryAt(int position)
    {
        while (Cursor.TokenAt(position).IsSymbol("("))
        {
            var after = Cursor.TokenAt(Cursor.ClosingOf(position) + 1);
            if (!(after.Kind == TokenKind.End || after.IsSymbol(")") || after.IsSymbol("|>") || after.IsSymbol(";")
                || (after.Kind == TokenKind.Word && after.Text is "UNION" or "INTERSECT" or "EXCEPT" or "MINUS" or "ORDER" or "LIMIT" or "OFFSET" or "SORT" or "CLUSTER" or "DISTRIBUTE")))
            {
                return false;
            }

            position++;
        }

        var token = Cursor.TokenAt(position);
        var next = Cursor.TokenAt(position + 1);
        return token.Kind == TokenKind.Word && token.Text switch
        {
            "SELECT" => true,
            "WITH" => Grammar.Names.IsName(next),
            "FROM" => Grammar.Names.IsName(next) || next.IsSymbol("("),
            "TABLE" => Grammar.Names.IsName(next) && next.Text is not ("AS" or "FROM"),
            "VALUES" => next.IsSymbol("(") || next.Kind is not (TokenKind.Symbol or TokenKind.Word or TokenKind.End) || (next.Kind == TokenKind.Word && (IsValueWord(next.Text) || Cursor.TokenAt(position + 2).IsSymbol("(")))
                || next.IsSymbol("-") || next.IsSymbol("+"),
            _ => false,
        };
    }

    private static bool IsValueWord(string word) => word is "NULL" or "TRUE" or "FALSE" or "DATE" or "TIMESTAMP" or "INTERVAL" or "CAST" or "ARRAY" or "MAP" or "STRUCT" or "NAMED_STRUCT" or "X" or "CASE";

    /// <summary>A query with everything that may stand around it.</summary>
    public LogicalPlan Query()
    {
        Cursor.Enter();
        var plan = Cursor.At("WITH") ? With(Query) : Organized();
        Cursor.Leave();
        return plan;
    }

    /// <summary><c>WITH [RECURSIVE] name [(columns)] AS (query), …</c> around what the function reads.</summary>
    public UnresolvedWith With(Func<LogicalPlan> body)
    {
        var start = Cursor.Expect("WITH").Start;
        var recursive = Cursor.At("RECURSIVE") && Grammar.Names.IsName(Cursor.Peek()) && !Cursor.Peek().IsWord("AS") && Cursor.Accept("RECURSIVE");
        var levelled = false;
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var tables = CommaSeparated(() =>
        {
            var token = Cursor.Current;
            var name = Grammar.Names.Name("a name for the common table");
            if (!names.Add(name))
                throw Cursor.Error(SyntaxErrors.DuplicateCommonTable, $"the common table {name} is defined twice", token.Origin);
            var columns = Cursor.AtSymbol("(") && !IsQueryAt(Cursor.Position + 1) ? Grammar.Names.List() : null;
            int? maxLevel = null;
            if (Cursor.AcceptWords("MAX", "RECURSION", "LEVEL"))
            {
                var level = Cursor.Advance();
                maxLevel = level.Kind == TokenKind.Integer && int.TryParse(level.Text, System.Globalization.CultureInfo.InvariantCulture, out var most) ? most
                    : throw Cursor.SyntaxError("MAX RECURSION LEVEL takes a whole number", level.Origin);
                levelled = true;
            }

            Cursor.Accept("AS");
            Cursor.ExpectSymbol("(");
            var plan = Query();
            Cursor.ExpectSymbol(")");
            return new UnresolvedCommonTable(name, columns, plan) { MaxLevel = maxLevel };
        });
        var child = body();
        return recursive || !levelled ? new UnresolvedWith(tables, recursive, child) { Origin = Cursor.Since(start) }
            : throw Cursor.Error(SyntaxErrors.LevelWithoutRecursion, "MAX RECURSION LEVEL stands only in WITH RECURSIVE", Cursor.Since(start));
    }

    private LogicalPlan Organized()
    {
        var start = Cursor.Current.Start;
        return Organize(Term(), start);
    }

    /// <summary>ORDER BY and what may stand in its place, WINDOW, LIMIT and OFFSET behind a plan.</summary>
    public LogicalPlan Organize(LogicalPlan plan, int start)
    {
        var clauses = Cursor.Current.Start;
        var first = Cursor.Peek().IsWord("BY") ? Array.IndexOf(SortClauses, Cursor.Current.Text) : -1;
        if (Cursor.AtAny("ORDER", "SORT") && Cursor.Peek().IsWord("BY"))
        {
            plan = Sorted(plan, start);
        }
        else if (Cursor.AcceptWords("CLUSTER", "BY"))
        {
            var keys = CommaSeparated(Grammar.Expressions.Expression);
            plan = new Sort(keys.Select(k => new SortKey(k, Descending: false, NullsFirst: true)).ToValueList(), Distributed(keys, plan, start)) { Global = false, Origin = Cursor.Since(start) };
        }
        else if (Cursor.AcceptWords("DISTRIBUTE", "BY"))
        {
            plan = Distributed(CommaSeparated(Grammar.Expressions.Expression), plan, start);
            if (Cursor.AtWords("SORT", "BY"))
            {
                plan = Sorted(plan, start);
                first = SortClauses.Length;
            }
        }

        var next = Array.IndexOf(SortClauses, Cursor.Current.Text);
        if (first >= 0 && next > first && Cursor.Peek().IsWord("BY") && Cursor.Current.Kind == TokenKind.Word)
        {
            Cursor.Position += 2;
            CommaSeparated(Grammar.Windows.SortKey);
            throw Cursor.Error(SyntaxErrors.Combination, "of ORDER BY, SORT BY, CLUSTER BY and DISTRIBUTE BY one may stand, or SORT BY behind DISTRIBUTE BY", Cursor.Since(clauses));
        }

        if (Cursor.At("WINDOW") && Cursor.Peek(2).IsWord("AS"))
            plan = new UnresolvedWindowDefinitions(Grammar.Windows.Definitions(), plan) { Origin = Cursor.Since(start) };
        return Limited(plan, start);
    }

    private Sort Sorted(LogicalPlan plan, int start)
    {
        var global = Cursor.Advance().Text == "ORDER";
        Cursor.Expect("BY");
        return new Sort(CommaSeparated(Grammar.Windows.SortKey), plan) { Global = global, Origin = Cursor.Since(start) };
    }

    // How rows are spread changes no answer.
    private UnresolvedHint Distributed(ValueList<Expression> keys, LogicalPlan plan, int start) => new("REPARTITION", keys, plan) { Origin = Cursor.Since(start) };

    private LogicalPlan Limited(LogicalPlan plan, int start)
    {
        Expression? count = null;
        Expression? offset = null;
        if (Cursor.At("LIMIT"))
        {
            Cursor.Advance();
            if (Cursor.Accept("ALL"))
                plan = new Limit(null, null, plan) { Origin = Cursor.Since(start) };
            else
                count = Grammar.Expressions.Expression();
        }

        if (Cursor.At("OFFSET"))
        {
            Cursor.Advance();
            offset = Grammar.Expressions.Expression();
        }

        return count is null && offset is null ? plan : new Limit(count, offset, plan) { Origin = Cursor.Since(start) };
    }

    private LogicalPlan Term()
    {
        var start = Cursor.Current.Start;
        var plan = Intersections();
        var length = 0;
        while (true)
        {
            if (Grammar.Pipes.AtPipe)
                plan = Grammar.Pipes.After(plan, start);
            else if (Cursor.AtAny("UNION", "EXCEPT", "MINUS"))
                plan = SetOperation(plan, Intersections, start);
            else
                return plan;
            if (++length > Cursor.MaxDepth)
                throw Cursor.TooComplex(Cursor.Current.Origin);
        }
    }

    private LogicalPlan Intersections()
    {
        var start = Cursor.Current.Start;
        var plan = Primary();
        var length = 0;
        while (Cursor.At("INTERSECT"))
        {
            if (++length > Cursor.MaxDepth)
                throw Cursor.TooComplex(Cursor.Current.Origin);
            plan = SetOperation(plan, Primary, start);
        }

        return plan;
    }

    /// <summary>One set operation with what stands on the left.</summary>
    public LogicalPlan SetOperation(LogicalPlan left, Func<LogicalPlan> right, int start)
    {
        var kind = Cursor.Advance().Text switch { "UNION" => SetOperator.Union, "INTERSECT" => SetOperator.Intersect, _ => SetOperator.Except };
        var all = Cursor.Accept("ALL");
        if (!all)
            Cursor.Accept("DISTINCT");
        var byName = Cursor.AcceptWords("BY", "NAME");
        return new SetOperation(kind, all, byName, AllowMissingColumns: false, left, right()) { Origin = Cursor.Since(start) };
    }

    /// <summary>A query without set operations, or one in parentheses.</summary>
    public LogicalPlan Primary()
    {
        var start = Cursor.Current.Start;
        if (Cursor.At("SELECT"))
            return Grammar.Select.Specification();
        if (Cursor.AcceptSymbol("("))
        {
            var plan = Query();
            Cursor.ExpectSymbol(")");
            return plan;
        }

        if (Cursor.At("VALUES"))
            return Grammar.Relations.Aliased(Grammar.Relations.InlineTable(), start, null);
        if (Cursor.Accept("TABLE"))
            return new UnresolvedRelation(Grammar.Names.MultiPart("a table"), []) { Origin = Cursor.Since(start) };
        return Cursor.At("FROM") ? Grammar.Select.FromFirst() : throw Cursor.Unexpected("SELECT", "WITH", "VALUES", "TABLE", "FROM");
    }
}
