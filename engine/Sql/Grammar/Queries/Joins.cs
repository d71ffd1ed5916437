using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;
using Spindle.Plans.Unresolved;

namespace Spindle.Sql.Parsing.Grammar.Queries;

/// <summary><c>relation ([NATURAL] kind JOIN [LATERAL] relation [ON … | USING (…)])*</c>, from left to right.</summary>
internal sealed class Joins(SparkGrammar grammar) : Production(grammar)
{
    private static readonly (string[] Words, JoinKind Kind)[] Kinds =
    [
        (["JOIN"], JoinKind.Inner),
        (["INNER", "JOIN"], JoinKind.Inner),
        (["CROSS", "JOIN"], JoinKind.Cross),
        (["LEFT", "OUTER", "JOIN"], JoinKind.Left),
        (["LEFT", "SEMI", "JOIN"], JoinKind.LeftSemi),
        (["LEFT", "ANTI", "JOIN"], JoinKind.LeftAnti),
        (["LEFT", "JOIN"], JoinKind.Left),
        (["RIGHT", "OUTER", "JOIN"], JoinKind.Right),
        (["RIGHT", "JOIN"], JoinKind.Right),
        (["FULL", "OUTER", "JOIN"], JoinKind.Full),
        (["FULL", "JOIN"], JoinKind.Full),
        (["SEMI", "JOIN"], JoinKind.LeftSemi),
        (["ANTI", "JOIN"], JoinKind.LeftAnti),
    ];

    public bool AtJoin => Kind(Cursor.At("NATURAL") ? 1 : 0) is not null;

    public LogicalPlan After(LogicalPlan plan, Func<LogicalPlan> relation)
    {
        var length = 0;
        while (AtJoin)
        {
            if (++length > Cursor.MaxDepth)
                throw Cursor.TooComplex(Cursor.Current.Origin);
            plan = One(plan, relation);
        }

        return plan;
    }

    /// <summary>One join to what stands on the left.</summary>
    public LogicalPlan One(LogicalPlan left, Func<LogicalPlan> relation)
    {
        var start = Cursor.Current.Start;
        var natural = Cursor.Accept("NATURAL");
        var (words, kind) = Kind(0)!.Value;
        Cursor.Position += words.Length;
        var lateral = Grammar.Relations.Lateral();
        var right = relation();
        if (natural)
            return new UnresolvedUsingJoin(left, right, kind, null) { IsLateral = lateral, Origin = Cursor.Since(start) };
        if (Cursor.Accept("USING"))
            return new UnresolvedUsingJoin(left, right, kind, Grammar.Names.List()) { IsLateral = lateral, Origin = Cursor.Since(start) };
        var condition = Cursor.Accept("ON") ? Grammar.Expressions.Expression() : null;
        return new Join(left, right, kind, condition) { IsLateral = lateral, Origin = Cursor.Since(start) };
    }

    private (string[] Words, JoinKind Kind)? Kind(int ahead)
    {
        foreach (var (words, kind) in Kinds)
        {
            var all = true;
            for (var i = 0; i < words.Length && all; i++)
                all = Cursor.Peek(ahead + i).IsWord(words[i]);
            if (all)
                return (words, kind);
        }

        return null;
    }
}
