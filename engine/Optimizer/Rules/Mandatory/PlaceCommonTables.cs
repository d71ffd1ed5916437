using Spindle.Columnar.Types;
using Spindle.Optimizer.Rewriting;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;

namespace Spindle.Optimizer.Rules.Mandatory;

/// <summary>
/// Inlines a common table that is read once, costs little or depends on an enclosing row; lifts the others to the root, where they run once.
/// <code>
/// With t: A          SharedPlans t: A
///   Join        =>     Join
///     t                  t
///     t                  t
/// </code>
/// </summary>
internal sealed class PlaceCommonTables : Rule
{
    public override LogicalPlan Apply(LogicalPlan plan, PlanningContext context)
    {
        if (!plan.SelfAndDescendantsDeep().Any(n => n is With))
            return plan;
        var reads = plan.SelfAndDescendantsDeep().OfType<CommonTableReference>().GroupBy(r => r.CommonTableId).ToDictionary(g => g.Key, g => g.Count());
        var root = SharedPlans.Of(plan);
        var shares = root.Shares.ToList();
        var inlined = new Dictionary<long, LogicalPlan>();
        var copies = new Dictionary<(long Table, ValueList<ColumnReference> Columns), LogicalPlan>();

        // Tables are met in the order in which they are defined, so what one reads has been placed before it.
        var child = Place(root.Child);
        return (root with { Shares = [.. shares], Child = child }).Unwrapped();

        LogicalPlan Place(LogicalPlan node)
        {
            switch (node)
            {
                case With with:
                    foreach (var table in with.Tables)
                    {
                        var placed = table with { Plan = Place(table.Plan) };
                        if (reads.GetValueOrDefault(table.Id) > 1 && IsWorthSharing(placed.Plan))
                            shares.Add(placed);
                        else
                            inlined[table.Id] = placed.Plan;
                    }

                    return Place(with.Child);
                case CommonTableReference reference when inlined.TryGetValue(reference.CommonTableId, out var body):
                    // A reference is met again only inside a repeated expression, as the value of BETWEEN is; its copies stay equal.
                    var key = (reference.CommonTableId, reference.Columns);
                    if (!copies.TryGetValue(key, out var copy))
                        copies[key] = copy = Inline(reference, body);
                    return copy;
                default:
                    return node.MapChildren(Place).MapExpressions(e => e.MapSubqueries(Place));
            }
        }
    }

    private static Project Inline(CommonTableReference reference, LogicalPlan body)
    {
        var copy = Renumbering.Copy(body);
        return new Project(copy.Output.Select((c, i) => (Expression)new Alias(c, reference.Columns[i].Name, reference.Columns[i].Id)).ToValueList(), copy);
    }

    private static bool IsWorthSharing(LogicalPlan plan)
    {
        if (OuterReferences.Free(plan).Count > 0)
            return false;
        var nodes = plan.SelfAndDescendantsDeep().ToList();

        // Two readers of rand() must see the same rows; scans, filters and projections gain more from being fitted to each reader.
        return nodes.Any(n => n is Join or Aggregate or Distinct or Window or SetOperation or Generate or Limit or Sort || n.Expressions.Any(e => !e.IsDeterministic));
    }
}
