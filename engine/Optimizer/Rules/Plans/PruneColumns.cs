using Spindle.Columnar.Types;
using Spindle.Optimizer.Rewriting;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;

namespace Spindle.Optimizer.Rules.Plans;

/// <summary>
/// Leaves out what nobody reads: computed columns, aggregate calls, window calls, columns of tables, unions and shared plans.
/// <code>Project [a] (Project [a, b + 1 AS c] (X))  =>  Project [a] (Project [a] (X))</code>
/// </summary>
internal sealed class PruneColumns : Rule
{
    public override LogicalPlan Apply(LogicalPlan plan, PlanningContext context)
    {
        if (plan is not SharedPlans root)
            return Prune(plan, ColumnSets.OutputOf(plan));

        // Readers first: what they read decides what a shared plan keeps. A shared plan is read by later ones only.
        var used = new Dictionary<long, SortedSet<int>>();
        var child = Prune(root.Child, ColumnSets.OutputOf(root.Child));
        var subqueries = root.Subqueries.Select(s => Prune(s, ColumnSets.OutputOf(s))).ToList();
        foreach (var reader in subqueries.Append(child))
            Note(reader, used);
        var shares = root.Shares.ToArray();
        for (var i = shares.Length - 1; i >= 0; i--)
        {
            var positions = used.GetValueOrDefault(shares[i].Id) ?? [];
            var output = shares[i].Plan.Output;
            var kept = positions.Select(p => output[p]).ToList();
            var pinned = shares[i].Plan is Project project
                ? project with { Items = positions.Select(p => project.Items[p]).ToValueList() }
                : shares[i].Plan.Narrow(kept);
            shares[i] = shares[i] with { Plan = Prune(pinned, kept.Select(c => c.Id).ToHashSet()) };
            Note(shares[i].Plan, used);
        }

        return new SharedPlans(
            shares.Select(s => s with { Plan = Fit(s.Plan, used) }).ToValueList(), subqueries.Select(s => Fit(s, used)).ToValueList(), Fit(child, used));
    }

    private static LogicalPlan Prune(LogicalPlan plan, HashSet<ColumnId> required)
    {
        switch (plan)
        {
            case Project project:
                return Over(project with { Items = Only(project.Items, required) }, project.Items.Count, p => p.Items.Count, project);
            case Aggregate aggregate:
                var results = aggregate.Results.Where(r => required.Contains(NamedOutput.Of(r).Id)).ToValueList();
                return Over(aggregate with { Results = results }, aggregate.Results.Count, a => a.Results.Count, aggregate);
            case Window window:
                var calls = Only(window.Calls, required);
                if (calls.Count == 0)
                    return Prune(window.Child, required);
                var kept = calls.Count == window.Calls.Count ? window : window with { Calls = calls };
                return kept.MapChildren(c => Prune(c, With(required, calls)));
            case Relation relation:
                return PruneRelation(relation, required);
            case Union union:
                return PruneUnion(union, required);
            case Expand expand:
                return expand.MapChildren(c => Prune(c, ColumnSets.Of(expand.Expressions)));
            case Join join:
                var needed = join.Condition is null ? required : With(required, [join.Condition]);
                return join.MapChildren(c => Prune(c, needed));
            default:
                var expressions = plan.Expressions;
                var read = expressions.Count == 0 ? required : With(required, expressions);
                return plan.MapChildren(c => Prune(c, read));
        }
    }

    private static LogicalPlan Over<T>(T pruned, int before, Func<T, int> after, T original)
        where T : UnaryPlan
    {
        var node = after(pruned) == before ? original : pruned;
        return node.MapChildren(c => Prune(c, ColumnSets.Of(node.Expressions)));
    }

    private static Relation PruneRelation(Relation relation, HashSet<ColumnId> required)
    {
        var kept = Enumerable.Range(0, relation.Columns.Count).Where(i => required.Contains(relation.Columns[i].Id)).ToList();
        return kept.Count == relation.Columns.Count
            ? relation
            : relation with { Columns = kept.Select(i => relation.Columns[i]).ToValueList(), Ordinals = kept.Select(i => relation.Ordinals[i]).ToValueList() };
    }

    private static Union PruneUnion(Union union, HashSet<ColumnId> required)
    {
        var kept = Enumerable.Range(0, union.Columns.Count).Where(i => required.Contains(union.Columns[i].Id)).ToList();
        var changed = kept.Count < union.Columns.Count;
        var inputs = union.Inputs.Select(input =>
        {
            if (changed)
            {
                var output = input.Output;
                input = input is Project project
                    ? project with { Items = kept.Select(i => project.Items[i]).ToValueList() }
                    : input.Narrow(kept.Select(i => output[i]).ToList());
            }

            return Prune(input, ColumnSets.OutputOf(input));
        }).ToList();
        if (!changed && inputs.Zip(union.Inputs).All(p => ReferenceEquals(p.First, p.Second)))
            return union;
        return union with { Inputs = [.. inputs], Columns = kept.Select(i => union.Columns[i]).ToValueList() };
    }

    private static void Note(LogicalPlan reader, Dictionary<long, SortedSet<int>> used)
    {
        foreach (var (reference, required) in Reads(reader))
        {
            if (!used.TryGetValue(reference.CommonTableId, out var positions))
                used[reference.CommonTableId] = positions = [];
            for (var i = 0; i < reference.Columns.Count; i++)
                if (required.Contains(reference.Columns[i].Id))
                    positions.Add(i);
        }
    }

    private static List<(CommonTableReference Reference, HashSet<ColumnId> Required)> Reads(LogicalPlan plan)
    {
        // Ids are unique, so a column is read somewhere exactly when some expression above names it, or the root gives it out.
        var named = ColumnSets.OutputOf(plan);
        foreach (var node in plan.SelfAndDescendants())
            foreach (var expression in node.Expressions)
                ColumnSets.Add(expression, named);
        return plan.SelfAndDescendants().OfType<CommonTableReference>().Select(r => (r, named)).ToList();
    }

    private static LogicalPlan Fit(LogicalPlan reader, Dictionary<long, SortedSet<int>> used) => reader.Transform(node =>
        node is CommonTableReference reference && used[reference.CommonTableId] is { } kept && kept.Count < reference.Columns.Count
            ? reference with { Columns = kept.Select(i => reference.Columns[i]).ToValueList() }
            : node);

    private static ValueList<Expression> Only(ValueList<Expression> items, HashSet<ColumnId> required) => items.Where(i => required.Contains(NamedOutput.Of(i).Id)).ToValueList();

    private static HashSet<ColumnId> With(HashSet<ColumnId> required, IEnumerable<Expression> expressions)
    {
        var all = ColumnSets.Of(expressions);
        all.UnionWith(required);
        return all;
    }
}
