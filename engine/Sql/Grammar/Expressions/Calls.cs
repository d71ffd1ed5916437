using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;
using Spindle.Plans.Unresolved;

namespace Spindle.Sql.Parsing.Grammar.Expressions;

/// <summary><c>name([DISTINCT] arguments) [WITHIN GROUP (…)] [FILTER (…)] [IGNORE|RESPECT NULLS] [OVER …]</c>.</summary>
internal sealed class Calls(SparkGrammar grammar) : Production(grammar)
{
    public Expression Call(ValueList<string> name, int start)
    {
        Cursor.ExpectSymbol("(");
        return Rest(name, null, start);
    }

    /// <summary>A call from behind its opening parenthesis, or from behind its first argument where that is already read.</summary>
    public Expression Rest(ValueList<string> name, Expression? first, int start)
    {
        var distinct = false;
        var arguments = new List<Expression>();
        if (first is not null)
        {
            arguments.Add(first);
        }
        else if (!Cursor.AtSymbol(")"))
        {
            if (Cursor.Accept("DISTINCT"))
                distinct = true;
            else if (Cursor.At("ALL") && !Cursor.Peek().IsSymbol(")") && !Cursor.Peek().IsSymbol(","))
                Cursor.Advance();
            arguments.Add(Argument());
        }

        while (arguments.Count > 0 && Cursor.AcceptSymbol(","))
            arguments.Add(Argument());
        var ignoreNulls = NullTreatment();
        if (!Cursor.AtSymbol(")"))
            throw Cursor.Unexpected("','", "')'");
        Cursor.Advance();
        return After(new UnresolvedFunction(name, arguments.ToValueList()) { Distinct = distinct, IgnoreNulls = ignoreNulls, Origin = Cursor.Since(start) }, start);
    }

    /// <summary>A call with the clauses that may follow it.</summary>
    public Expression After(UnresolvedFunction call, int start)
    {
        if (Cursor.AtWords("WITHIN", "GROUP"))
        {
            Cursor.ExpectWords("WITHIN", "GROUP");
            Cursor.ExpectSymbol("(");
            Cursor.ExpectWords("ORDER", "BY");
            call = call with { WithinGroup = CommaSeparated(Grammar.Windows.SortKey) };
            Cursor.ExpectSymbol(")");
        }

        if (Cursor.At("FILTER") && Cursor.Peek().IsSymbol("("))
        {
            Cursor.Advance();
            Cursor.ExpectSymbol("(");
            Cursor.Expect("WHERE");
            call = call with { Filter = Grammar.Expressions.Expression() };
            Cursor.ExpectSymbol(")");
        }

        if (NullTreatment())
            call = call with { IgnoreNulls = true };
        call = call with { Origin = Cursor.Since(start) };
        return Cursor.At("OVER") && (Cursor.Peek().IsSymbol("(") || Grammar.Names.IsName(Cursor.Peek())) ? Grammar.Windows.Over(call, start) : call;
    }

    private bool NullTreatment()
    {
        if (!Cursor.AtAny("IGNORE", "RESPECT") || !Cursor.Peek().IsWord("NULLS"))
            return false;
        var ignore = Cursor.At("IGNORE");
        Cursor.Advance();
        Cursor.Advance();
        return ignore;
    }

    /// <summary>An argument: an expression, or <c>name =&gt; expression</c>.</summary>
    public Expression Argument()
    {
        var start = Cursor.Current.Start;
        if (!Grammar.Names.AtName || !Cursor.Peek().IsSymbol("=>"))
            return Grammar.Select.AliasedArgument();
        var name = Grammar.Names.Name();
        Cursor.Advance();
        return new NamedArgument(name, Grammar.Expressions.Expression()) { Origin = Cursor.Since(start) };
    }
}
