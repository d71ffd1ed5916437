using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;
using Spindle.Plans.Unresolved;

namespace Spindle.Sql.Parsing.Grammar.Queries;

/// <summary><c>|&gt; AGGREGATE [items] [GROUP BY items]</c>: the grouping items come first in the result, and a number among them is a column of the input.</summary>
internal sealed class PipeAggregates(SparkGrammar grammar) : Production(grammar)
{
    private static readonly ErrorClass Unsupported = new("UNSUPPORTED_FEATURE.PIPE_OPERATOR_AGGREGATE_UNSUPPORTED_CASE", "0A000");

    /// <param name="start">Where the whole query begins, which errors mark.</param>
    public Aggregate Of(LogicalPlan plan, int start)
    {
        Cursor.Expect("AGGREGATE");
        var grouped = Cursor.AtWords("GROUP", "BY") && Cursor.Peek(2).Kind != Lexing.TokenKind.End;
        if (!grouped && (Cursor.Current.Kind == Lexing.TokenKind.End || Cursor.AtSymbol("|>")))
            throw Cursor.Error(SyntaxErrors.LevelWithoutRecursion, "AGGREGATE needs aggregate functions, or GROUP BY", Cursor.Since(start));
        ValueList<Expression> items = grouped ? [] : CommaSeparated(Grammar.Select.NamedExpression);
        if (!Cursor.AcceptWords("GROUP", "BY"))
        {
            Check(items, start);
            return new Aggregate([], items, plan);
        }

        if (Cursor.At("ALL") && Cursor.Peek().Kind is Lexing.TokenKind.End or Lexing.TokenKind.Symbol)
        {
            Cursor.Advance();
            throw Refused("GROUP BY ALL", start);
        }

        var groups = CommaSeparated(Grammar.Select.NamedExpression).Select(Grouped).ToValueList();
        if (Cursor.AtWords("GROUPING", "SETS") || (Cursor.At("SETS") && Cursor.Peek().IsSymbol("(")))
        {
            Cursor.Position += Cursor.At("SETS") ? 1 : 2;
            Parenthesized(Grammar.Expressions.Expression);
            throw Refused("GROUPING SETS", start);
        }

        if (groups.Any(g => Plain(g) is UnresolvedFunction { Parts: [var name] } && name.ToUpperInvariant() is "ROLLUP" or "CUBE"))
            throw Refused("ROLLUP and CUBE", start);
        Check(items, start);
        return new Aggregate(groups.Select(Plain).ToValueList(), [.. groups, .. items], plan);
    }

    private void Check(ValueList<Expression> items, int start)
    {
        var parts = items.SelectMany(i => i.SelfAndDescendants()).ToList();
        if (parts.Any(p => p is UnresolvedWindow))
            throw Refused("window functions", start);
        if (parts.Any(p => p is UnresolvedFunction { Parts: [var name] } && name.ToUpperInvariant() is "GROUPING" or "GROUPING_ID"))
            throw Refused("grouping indicators", start);
    }

    private SpindleException Refused(string what, int start) => Cursor.Error(Unsupported, $"AGGREGATE takes no {what}", Cursor.Since(start));

    private static Expression Plain(Expression item) => item is UnresolvedAlias alias ? alias.Child : item;

    private static Expression Grouped(Expression item) => item is Literal { Value: int position } ? new UnresolvedPosition(position) { Origin = item.Origin } : item;
}
