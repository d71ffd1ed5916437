using Spindle.Columnar.Types;
using Spindle.Optimizer.Rewriting;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;

namespace Spindle.Optimizer.Rules.Plans;

/// <summary>
/// A join or an aggregate that stands in several places runs once, where its rows are few beside the work of making them.
/// <code>
/// Join                          SharedPlans t: Aggregate [k] (X)
///   Aggregate [k] (X)      =>     Join
///   Aggregate [k'] (X')             t
///                                   t
/// </code>
/// </summary>
internal sealed class ReuseCommonSubplans : Rule
{
    /// <summary>Rows that are read and made below a shared plan for each row that it keeps, at least.</summary>
    private const double WorkPerKeptRow = 10;

    public override LogicalPlan Apply(LogicalPlan plan, PlanningContext context)
    {
        var candidates = plan.SelfAndDescendants().Where(n => n is Join or Aggregate).Distinct(ReferenceEqualityComparer.Instance).Cast<LogicalPlan>()
            .GroupBy(Signature).Where(g => g.Count() > 1).SelectMany(g => g).ToList();
        if (candidates.Count == 0)
            return plan;
        var groups = new Dictionary<LogicalPlan, LogicalPlan>(ReferenceEqualityComparer.Instance);
        foreach (var group in candidates.GroupBy(CanonicalPlan.Of).Where(g => g.Count() > 1 && IsWorthwhile(g.First(), context)))
            foreach (var member in group)
                groups[member] = group.Key;

        // Only what is not inside another repeated plan counts: that one is shared whole.
        var chosen = Outermost(plan, groups).GroupBy(n => groups[n]).Where(g => g.Count() > 1).ToDictionary(g => g.Key, g => g.First());
        if (chosen.Count == 0)
            return plan;
        var root = SharedPlans.Of(plan);
        var tables = chosen.Select((c, i) => (c.Key, Table: Share(c.Value, i, root))).ToDictionary(c => c.Key, c => c.Table);
        var shares = root.Shares.Select(s => s with { Plan = Replace(s.Plan) }).Concat(tables.Values).ToList();
        return new SharedPlans(SharedPlans.InOrder(shares), root.Subqueries.Select(Replace).ToValueList(), Replace(root.Child));

        LogicalPlan Replace(LogicalPlan node) => groups.TryGetValue(node, out var key) && tables.TryGetValue(key, out var table)
            ? new CommonTableReference(table.Name, table.Id, node.Output)
            : node.MapChildren(Replace);
    }

    private static CommonTable Share(LogicalPlan plan, int index, SharedPlans root)
    {
        var copy = Renumbering.Copy(plan);
        return new CommonTable($"common{index + 1}", -1 - index - root.Shares.Count, new Project(copy.Output.Cast<Expression>().ToValueList(), copy));
    }

    private static IEnumerable<LogicalPlan> Outermost(LogicalPlan plan, Dictionary<LogicalPlan, LogicalPlan> groups) =>
        groups.ContainsKey(plan) ? [plan] : plan.Children.SelectMany(c => Outermost(c, groups));

    private static bool IsWorthwhile(LogicalPlan plan, PlanningContext context)
    {
        var nodes = plan.SelfAndDescendants().ToList();
        return nodes.All(n => n.Expressions.All(e => e.IsDeterministic))
            && nodes.Sum(context.Estimator.Rows) > WorkPerKeptRow * context.Estimator.Rows(plan);
    }

    /// <summary>Cheap to compare, and equal wherever the plans are.</summary>
    private static string Signature(LogicalPlan plan) =>
        string.Join(",", plan.SelfAndDescendants().Select(n => n is Relation relation ? relation.Table.DisplayName : n.GetType().Name));
}
