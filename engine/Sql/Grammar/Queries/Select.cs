using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;
using Spindle.Plans.Unresolved;
using Spindle.Sql.Parsing.Lexing;
using Spindle.Sql.Parsing.Literals;

namespace Spindle.Sql.Parsing.Grammar.Queries;

/// <summary>
/// One SELECT, from its hints to QUALIFY. The plan stands in the order in which it means something:
/// <code>relation → LATERAL VIEW → WHERE → GROUP BY and items → HAVING → QUALIFY → DISTINCT → WINDOW → hints</code>
/// </summary>
internal sealed class Select(SparkGrammar grammar) : Production(grammar)
{
    public LogicalPlan Specification()
    {
        var start = Cursor.Expect("SELECT").Start;
        var hints = Hints();
        var distinct = Quantifier();
        var items = CommaSeparated(NamedExpression);
        var from = Cursor.At("FROM") ? Grammar.Relations.From() : Values.OneRow;
        return Body(items, distinct, hints, from, start);
    }

    /// <summary><c>FROM relation SELECT …</c>, and the bare <c>FROM relation</c>, which is all of its columns.</summary>
    public LogicalPlan FromFirst()
    {
        var start = Cursor.Current.Start;
        var from = Grammar.Relations.From();
        from = LateralViews(from);
        if (!Cursor.Accept("SELECT"))
            return from;
        var hints = Hints();
        var distinct = Quantifier();
        return Body(CommaSeparated(NamedExpression), distinct, hints, from, start);
    }

    /// <summary><c>SELECT [hints] [DISTINCT] items [GROUP BY …] [WINDOW …]</c> over rows that are already there.</summary>
    /// <param name="query">Where the whole query begins.</param>
    public LogicalPlan Items(LogicalPlan plan, int query)
    {
        var start = Cursor.Expect("SELECT").Start;
        var hints = Hints();
        var distinct = Quantifier();
        var items = CommaSeparated(NamedExpression);
        var groups = Cursor.AcceptWords("GROUP", "BY") ? Grammar.Grouping.AfterGroupBy() : null;
        var origin = Cursor.Since(query);
        plan = groups is null ? new Project(items, plan) { Origin = origin } : new Aggregate(groups, items, plan) { Origin = origin };
        return Finished(plan, distinct, Cursor.At("WINDOW") ? Grammar.Windows.Definitions() : [], hints, start);
    }

    /// <summary><c>expression [[AS] name | AS (a, b)]</c>.</summary>
    public Expression NamedExpression()
    {
        var start = Cursor.Current.Start;
        var expression = Grammar.Expressions.Expression();
        if (Cursor.At("AS"))
            return Alias(expression, start);
        var token = Cursor.Current;
        var isName = Grammar.Names.AtName && (token.Kind != TokenKind.Word || Keywords.MayBeBareColumnAlias(token.Text));
        if (isName)
            return new UnresolvedAlias(expression, [Grammar.Names.Name()]) { Origin = Cursor.Since(start) };
        // A list of names without AS, for a generator's columns: explode(m) (k, v).
        if (expression is UnresolvedFunction && Cursor.AtSymbol("(") && Grammar.Names.IsName(Cursor.Peek()))
            return new UnresolvedAlias(expression, Grammar.Names.List()) { Origin = Cursor.Since(start) };
        return expression;
    }

    /// <summary>An expression with an alias only where AS says so.</summary>
    public Expression AliasedArgument()
    {
        var start = Cursor.Current.Start;
        var expression = Grammar.Expressions.Expression();
        return Cursor.At("AS") ? Alias(expression, start) : expression;
    }

    private UnresolvedAlias Alias(Expression expression, int start)
    {
        Cursor.Expect("AS");
        ValueList<string> names = Cursor.AtSymbol("(") ? Grammar.Names.List() : [Grammar.Names.Name("an alias")];
        return new UnresolvedAlias(expression, names) { Origin = Cursor.Since(start) };
    }

    private LogicalPlan Body(ValueList<Expression> items, bool distinct, List<UnresolvedHint> hints, LogicalPlan plan, int start)
    {
        plan = LateralViews(plan);
        var where = Condition("WHERE");
        var groups = Cursor.AcceptWords("GROUP", "BY") ? Grammar.Grouping.AfterGroupBy() : null;
        var having = Condition("HAVING");
        ValueList<NamedWindow> windows = AtWindows ? Grammar.Windows.Definitions() : [];
        var qualify = Condition("QUALIFY");
        if (windows.Count == 0 && AtWindows)
            windows = Grammar.Windows.Definitions();

        // The clauses' nodes are known by the whole SELECT, as in Spark.
        var origin = Cursor.Since(start);
        if (where is not null)
            plan = new Filter(where, plan) { Origin = origin };
        if (having is not null && groups is null && Grammar.Settings.HavingAsWhere)
        {
            plan = new Filter(having, plan) { Origin = origin };
            having = null;
        }

        // HAVING alone makes the whole table one group.
        plan = groups is not null || having is not null ? new Aggregate(groups ?? [], items, plan) { Origin = origin } : new Project(items, plan) { Origin = origin };
        if (having is not null)
            plan = new UnresolvedHaving(having, plan) { Origin = origin };
        if (qualify is not null)
            plan = new UnresolvedQualify(qualify, plan) { Origin = origin };
        return Finished(plan, distinct, windows, hints, start);
    }

    private Expression? Condition(string clause) => Cursor.Accept(clause) ? Grammar.Expressions.Expression() : null;

    private bool AtWindows => Cursor.At("WINDOW") && Cursor.Peek(2).IsWord("AS");

    private LogicalPlan Finished(LogicalPlan plan, bool distinct, ValueList<NamedWindow> windows, List<UnresolvedHint> hints, int start)
    {
        if (distinct)
            plan = new Distinct(plan) { Origin = Cursor.Since(start) };
        if (windows.Count > 0)
            plan = new UnresolvedWindowDefinitions(windows, plan) { Origin = Cursor.Since(start) };
        for (var i = hints.Count - 1; i >= 0; i--)
            plan = hints[i] with { Child = plan };
        return plan;
    }

    private bool Quantifier()
    {
        if (Cursor.At("DISTINCT") && !IsLoneItem())
            return Cursor.Accept("DISTINCT");
        if (Cursor.At("ALL") && !IsLoneItem())
            Cursor.Advance();
        return false;
    }

    // SELECT all FROM t reads a column of that name.
    private bool IsLoneItem() => Cursor.Peek() is var next && (next.Kind == TokenKind.End || next.IsWord("FROM") || next.IsSymbol(",") || next.IsSymbol("."));

    private List<UnresolvedHint> Hints()
    {
        var hints = new List<UnresolvedHint>();
        while (Cursor.Current.Kind == TokenKind.HintStart)
        {
            Cursor.Advance();
            while (Cursor.Current.Kind != TokenKind.HintEnd)
            {
                var start = Cursor.Current.Start;
                var name = Grammar.Names.Name("a hint");
                ValueList<Expression> arguments = [];
                if (Cursor.AtSymbol("(") && Cursor.Peek().IsSymbol(")"))
                {
                    Cursor.Advance();
                    Cursor.Advance();
                }
                else if (Cursor.AtSymbol("("))
                {
                    arguments = Parenthesized(Grammar.Expressions.Expression);
                }

                hints.Add(new UnresolvedHint(name.ToUpperInvariant(), arguments, Values.OneRow) { Origin = Cursor.Since(start) });
                Cursor.AcceptSymbol(",");
            }

            Cursor.Advance();
        }

        return hints;
    }

    private LogicalPlan LateralViews(LogicalPlan plan)
    {
        while (Cursor.AtWords("LATERAL", "VIEW"))
        {
            var start = Cursor.Current.Start;
            Cursor.ExpectWords("LATERAL", "VIEW");
            var outer = Cursor.Accept("OUTER");
            var callStart = Cursor.Current.Start;
            var call = (UnresolvedFunction)Grammar.Calls.Call(Grammar.Names.MultiPart("a generator"), callStart);
            var alias = Cursor.At("AS") || AtClause ? "" : Grammar.Names.StrictName("an alias");
            ValueList<string> names = [];
            if (Cursor.Accept("AS") || (Grammar.Names.AtName && !AtClause))
                names = CommaSeparated(() => Grammar.Names.Name());
            plan = new UnresolvedLateralView(call, outer, alias, names, plan).At(Cursor.Since(start));
        }

        return plan;
    }

    private bool AtClause => Cursor.Current.Kind != TokenKind.QuotedName
        && (Cursor.Current.Kind != TokenKind.Word || !Keywords.MayBeBareTableAlias(Cursor.Current.Text));
}
