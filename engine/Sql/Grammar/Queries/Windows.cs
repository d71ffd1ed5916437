using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;
using Spindle.Plans.Unresolved;

namespace Spindle.Sql.Parsing.Grammar.Queries;

/// <summary>Window specifications and frames, the WINDOW clause, and keys to sort by.</summary>
internal sealed class Windows(SparkGrammar grammar) : Production(grammar)
{
    private sealed record Specification(string? Base, ValueList<Expression> PartitionBy, ValueList<SortKey> OrderBy, WindowFrame? Frame);

    /// <summary><c>function OVER name</c> or <c>OVER (…)</c>.</summary>
    public UnresolvedWindow Over(Expression function, int start)
    {
        Cursor.Expect("OVER");
        var specification = Cursor.Current.Start;
        var window = OneSpecification();
        return new UnresolvedWindow(function, window.Base, window.PartitionBy, window.OrderBy, window.Frame) { Origin = Cursor.Since(start), Specification = Cursor.Since(specification) };
    }

    /// <summary><c>WINDOW name AS (…), …</c>.</summary>
    public ValueList<NamedWindow> Definitions()
    {
        Cursor.Expect("WINDOW");
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        return CommaSeparated(() =>
        {
            var token = Cursor.Current;
            var name = Grammar.Names.Name("a window's name");
            if (!names.Add(name))
                throw Cursor.Error(SyntaxErrors.RepeatedWindow, $"the window {name} is defined twice", token.Origin);
            Cursor.Expect("AS");
            var window = OneSpecification();
            return new NamedWindow(name, window.Base, window.PartitionBy, window.OrderBy, window.Frame);
        });
    }

    /// <summary><c>expression [ASC|DESC] [NULLS FIRST|LAST]</c>; nulls are lowest.</summary>
    public SortKey SortKey()
    {
        var token = Cursor.Current;
        Expression expression;
        if (token.IsWord("ALL") && !Cursor.Peek().IsSymbol(".") && !Cursor.Peek().IsSymbol("("))
            expression = new UnresolvedAll { Origin = Cursor.Advance().Origin };
        else
            expression = Grammar.Expressions.Expression();
        var descending = Cursor.Accept("DESC");
        if (!descending)
            Cursor.Accept("ASC");
        var nullsFirst = !descending;
        if (Cursor.Accept("NULLS"))
            nullsFirst = Cursor.Accept("FIRST") || (Cursor.Accept("LAST") ? false : throw Cursor.Unexpected("FIRST", "LAST"));
        return new SortKey(expression, descending, nullsFirst);
    }

    private Specification OneSpecification()
    {
        if (!Cursor.AtSymbol("("))
            return new Specification(Grammar.Names.Name("a window"), [], [], null);
        Cursor.Advance();
        if (Grammar.Names.AtName && Cursor.Peek().IsSymbol(")"))
        {
            var name = Grammar.Names.Name();
            Cursor.Advance();
            return new Specification(name, [], [], null);
        }

        ValueList<Expression> partitionBy = [];
        ValueList<SortKey> orderBy = [];
        if (Cursor.AcceptAny("PARTITION", "DISTRIBUTE", "CLUSTER"))
        {
            Cursor.Expect("BY");
            partitionBy = CommaSeparated(Grammar.Expressions.Expression);
        }

        if (Cursor.AcceptAny("ORDER", "SORT"))
        {
            Cursor.Expect("BY");
            orderBy = CommaSeparated(SortKey);
        }

        var frame = Cursor.AtAny("ROWS", "RANGE") ? Frame() : null;
        if (!Cursor.AtSymbol(")"))
            throw Cursor.Unexpected("PARTITION", "ORDER", "ROWS", "RANGE", "')'");
        Cursor.Advance();
        return new Specification(null, partitionBy, orderBy, frame);
    }

    private WindowFrame Frame()
    {
        var unit = Cursor.Advance().Text == "ROWS" ? FrameUnit.Rows : FrameUnit.Range;
        if (!Cursor.Accept("BETWEEN"))
            return new WindowFrame(unit, Bound(), new FrameBound(FrameBoundKind.CurrentRow));
        var from = Bound();
        Cursor.Expect("AND");
        return new WindowFrame(unit, from, Bound());
    }

    private FrameBound Bound()
    {
        if (Cursor.AcceptWords("CURRENT", "ROW"))
            return new FrameBound(FrameBoundKind.CurrentRow);
        if (Cursor.AcceptWords("UNBOUNDED", "PRECEDING"))
            return new FrameBound(FrameBoundKind.UnboundedPreceding);
        if (Cursor.AcceptWords("UNBOUNDED", "FOLLOWING"))
            return new FrameBound(FrameBoundKind.UnboundedFollowing);
        var offset = Grammar.Expressions.Value();
        if (Cursor.Accept("PRECEDING"))
            return new FrameBound(FrameBoundKind.Preceding, offset);
        Cursor.Expect("FOLLOWING");
        return new FrameBound(FrameBoundKind.Following, offset);
    }
}
