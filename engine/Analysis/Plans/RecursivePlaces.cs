using Spindle.Columnar.Errors;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;

namespace Spindle.Analysis.Plans;

/// <summary>Where a step may read the level before: wherever more rows below never take rows away above.</summary>
internal static class RecursivePlaces
{
    public static void Check(LogicalPlan step, long id)
    {
        foreach (var node in step.SelfAndDescendants())
        {
            var wrong = node switch
            {
                Aggregate or Window or Sort or Distinct => Reads(node, id),
                Join { Kind: JoinKind.Left or JoinKind.LeftSemi or JoinKind.LeftAnti } join => Reads(join.Right, id),
                Join { Kind: JoinKind.Right } join => Reads(join.Left, id),
                Join { Kind: JoinKind.Full } => Reads(node, id),
                _ => false,
            };
            if (wrong)
                throw new SpindleException(new ErrorClass("INVALID_RECURSIVE_REFERENCE.PLACE", "42836"), "A recursive table cannot be read below an aggregate, a sort, a window, or on the side of an outer, semi or anti join that may go missing.");
            foreach (var subquery in Subqueries(node))
                Check(subquery.Plan, id);
        }
    }

    private static bool Reads(LogicalPlan plan, long id) =>
        plan.SelfAndDescendants().Any(p => p is CommonTableReference reference && reference.CommonTableId == id || Subqueries(p).Any(s => Reads(s.Plan, id)) || (p is With with && with.Tables.Any(t => Reads(t.Plan, id))));

    private static IEnumerable<SubqueryExpression> Subqueries(LogicalPlan plan) => plan.Expressions.SelectMany(e => e.SelfAndDescendants()).OfType<SubqueryExpression>();
}
