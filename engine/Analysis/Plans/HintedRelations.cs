using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;
using Spindle.Plans.Unresolved;

namespace Spindle.Analysis.Plans;

/// <summary>
/// Puts a hint that names relations, <c>/*+ BROADCAST(t) */</c>, on those of the FROM that have such a name: their alias, or, without one, the end of their own. What lies behind an alias, in a subquery or
/// in a common table has names of its own. A name that nobody has is no error, as in Spark.
/// </summary>
internal static class HintedRelations
{
    public static LogicalPlan Of(UnresolvedHint hint, LogicalPlan plan, StringComparison names)
    {
        var wanted = hint.Arguments.Select(Parts).OfType<ValueList<string>>().ToList();
        return Walk(plan);

        LogicalPlan Walk(LogicalPlan node) => node switch
        {
            UnresolvedRelation relation => IsWanted(relation.Parts) ? Hinted(node) : node,
            SubqueryAlias alias => IsWanted([alias.Name]) ? Hinted(node) : node,
            UnresolvedHint { Arguments.Count: 0 } inner when JoinHints.Strategy(inner.Name) is not null => node,
            UnresolvedWith => node,
            _ => node.MapChildren(Walk),
        };

        LogicalPlan Hinted(LogicalPlan node) => hint with { Arguments = [], Child = node };

        bool IsWanted(ValueList<string> name) => wanted.Any(w => w.Count <= name.Count && w.Zip(name.Skip(name.Count - w.Count), (a, b) => string.Equals(a, b, names)).All(same => same));
    }

    private static ValueList<string>? Parts(Expression argument) => argument switch
    {
        UnresolvedColumn column => column.Parts,
        Literal { Value: ByteString text } => [text.ToString()],
        _ => null,
    };
}
