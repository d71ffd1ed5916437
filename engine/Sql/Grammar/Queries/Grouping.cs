using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;
using Spindle.Plans.Unresolved;

namespace Spindle.Sql.Parsing.Grammar.Queries;

/// <summary>What follows GROUP BY: expressions, ROLLUP, CUBE, GROUPING SETS, ALL.</summary>
internal sealed class Grouping(SparkGrammar grammar) : Production(grammar)
{
    public ValueList<Expression> AfterGroupBy()
    {
        var start = Cursor.Current.Start;
        var items = CommaSeparated(Item);
        if (Cursor.AcceptWords("WITH", "ROLLUP"))
            return [WithAll(GroupingAnalytic.Rollup, items, start)];
        if (Cursor.AcceptWords("WITH", "CUBE"))
            return [WithAll(GroupingAnalytic.Cube, items, start)];
        return Cursor.AtWords("GROUPING", "SETS") ? [Analytic() with { Keys = items }] : items;
    }

    private UnresolvedGroupingSets WithAll(GroupingAnalytic kind, ValueList<Expression> items, int start) =>
        new(kind, items.Select(i => ValueList.Create<Expression>([i])).ToValueList()) { Origin = Cursor.Since(start) };

    private Expression Item()
    {
        if (AtAnalytic)
            return Analytic();
        if (Cursor.At("ALL") && !Cursor.Peek().IsSymbol(".") && !Cursor.Peek().IsSymbol("("))
            return new UnresolvedAll { Origin = Cursor.Advance().Origin };
        return Grammar.Expressions.Expression();
    }

    private bool AtAnalytic => Cursor.AtWords("GROUPING", "SETS") || (Cursor.AtAny("ROLLUP", "CUBE") && Cursor.Peek().IsSymbol("("));

    private UnresolvedGroupingSets Analytic()
    {
        Cursor.Enter();
        var start = Cursor.Current.Start;
        var kind = Cursor.Advance().Text switch { "ROLLUP" => GroupingAnalytic.Rollup, "CUBE" => GroupingAnalytic.Cube, _ => GroupingAnalytic.GroupingSets };
        if (kind == GroupingAnalytic.GroupingSets)
            Cursor.Expect("SETS");
        var sets = Parenthesized(Set);
        Cursor.Leave();
        // Spark keeps a nameless class for this.
        if (kind != GroupingAnalytic.GroupingSets && sets.Any(s => s.Count == 0))
            throw Cursor.Error(new ErrorClass("_LEGACY_ERROR_TEMP_0051", "42601"), $"{kind.ToString().ToUpperInvariant()} takes no empty set; it adds that itself", Cursor.Since(start));
        return new UnresolvedGroupingSets(kind, sets) { Origin = Cursor.Since(start) };
    }

    // (a, b), a, () or another analytic, which a set holds by itself.
    private ValueList<Expression> Set()
    {
        if (AtAnalytic)
            return [Analytic()];
        if (!Cursor.AtSymbol("(") || !IsWholeSet())
            return [Grammar.Expressions.Expression()];
        Cursor.Advance();
        var items = Cursor.AtSymbol(")") ? [] : CommaSeparated(Grammar.Expressions.Expression);
        Cursor.ExpectSymbol(")");
        return items;
    }

    // (a + b) * c begins with a parenthesis too.
    private bool IsWholeSet() => Cursor.TokenAt(Cursor.ClosingOf(Cursor.Position) + 1).Text is "," or ")";
}
