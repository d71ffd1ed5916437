using Spindle.Analysis.Errors;
using Spindle.Analysis.Expressions;
using Spindle.Analysis.Plans;
using Spindle.Analysis.Scopes;
using Spindle.Columnar.Types;
using Spindle.Functions.Catalog.Coercion;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;
using Spindle.Plans.Unresolved;

namespace Spindle.Analysis.Select;

/// <summary>
/// One SELECT → the nodes that compute it, in the order in which its clauses mean something:
/// <code>input → Expand → Aggregate → Filter (HAVING) → Generate → Window → Filter (QUALIFY) → Project → Distinct → Sort → Project</code>
/// </summary>
internal sealed class ResolveSelect : IPlanRule
{
    public ResolvedPlan Resolve(LogicalPlan plan, QueryScope scope)
    {
        var block = SelectBlock.Of(plan);
        scope = scope with { Windows = block.Windows };
        var input = (scope with { Windows = new QueryScope(scope.Run).Windows }).Resolve(block.Input);
        var resolved = block.Items is null ? Bare(block, input, scope, plan) : Select(block, block.Items, input, scope, plan);
        foreach (var frame in block.Frames)
            scope.Run.Frames.Add(frame, resolved, scope.Session.NameComparison);
        return resolved;
    }

    /// <summary>DISTINCT, ORDER BY or a condition over a plan that is no select list.</summary>
    private static ResolvedPlan Bare(SelectBlock block, ResolvedPlan input, QueryScope scope, LogicalPlan written)
    {
        var columns = input.Scope(scope.Session.NameComparison);
        var plan = input.Plan;
        foreach (var (condition, clause) in new[] { (block.Having, "HAVING"), (block.Qualify, "QUALIFY") })
        {
            if (condition is null)
                continue;
            var windows = new WindowStage(scope.Names);
            var rewritten = windows.Rewrite(Condition(condition, clause, scope.Over(columns)));
            plan = new Filter(rewritten, windows.Over(plan)) { Origin = condition.Origin };
        }

        var resolved = input.With(plan);
        if (block.Distinct)
            resolved = resolved with { Plan = new Distinct(resolved.Sealed()) { Origin = written.Origin }, Hidden = [] };
        return block.Sort is { } sort ? Sorted(sort, resolved, scope) : resolved;
    }

    /// <summary>A sort over the columns of a plan.</summary>
    private static ResolvedPlan Sorted(Sort sort, ResolvedPlan input, QueryScope scope)
    {
        var items = input.Columns.Select(c => new SelectItem(c, c.Name, c.Id)).ToList();
        var computed = new List<SelectItem>();
        var keys = SortKeys.Resolve(sort, items, computed, input.Scope(scope.Session.NameComparison), true, scope);
        List<SelectItem> all = [.. items, .. computed];
        // Keys that are more than a column are computed by the sort itself.
        return input.With(new Sort(keys.Select(k => k.Key with { Expression = all[k.Item].Value }).ToValueList(), input.Plan) { Global = sort.Global, Origin = sort.Origin });
    }

    /// <summary>A select list over a plan that is resolved already.</summary>
    public static ResolvedPlan Project(ValueList<Expression> items, ResolvedPlan input, QueryScope scope, LogicalPlan top) =>
        Select(new SelectBlock(items, null, input.Plan), items, input, scope, top);

    private static ResolvedPlan Select(SelectBlock block, ValueList<Expression> written, ResolvedPlan input, QueryScope scope, LogicalPlan top)
    {
        var columns = input.Scope(scope.Session.NameComparison);
        if (block.Grouping?.Any(g => g is UnresolvedGroupingSets) == true)
            scope = scope with { Virtual = new GroupingIdName(scope.Names) };
        var window = TimeWindows.Find(block, columns, scope);
        if (window is not null)
        {
            block = window.Within(block);
            written = block.Items!;
            scope = scope with { Virtual = scope.Virtual is null ? window : new NameSources(scope.Virtual, window) };
        }

        var items = SelectItems.Resolve(written, columns, scope);
        var hidden = new List<SelectItem>();
        var outputs = new NameSources(new OutputNames(items, scope), columns);
        var over = scope.Over(outputs) with { InsideAggregates = scope.WithOuter(new NameSources(columns, new OutputNames(items, scope))) };
        var having = block.Having is null ? null : Condition(block.Having, "HAVING", over);
        var qualify = block.Qualify is null ? null : Condition(block.Qualify, "QUALIFY", over);
        var keys = block.Sort is null ? [] : SortKeys.Resolve(block.Sort, items, hidden, columns, !block.Distinct, scope);

        var plan = input.Plan;
        if (block.Grouping is not null || items.Concat(hidden).Any(i => AggregateCalls.Has(i.Value)) || (qualify is not null && AggregateCalls.Has(qualify)))
        {
            var grouping = GroupingKeys.Resolve(block.Grouping ?? [], items, columns, scope);
            if (window is not null)
                input = input.With(plan = window.Over(plan, grouping.Keys));
            // A grand total alone is an aggregate without groups, which has its row over nothing too.
            var isTotal = scope.Session.TotalOverNothing && grouping.Sets is [{ Count: 0 }] && !items.Concat(hidden).Select(i => i.Value).Append(having).Any(HasIndicator);
            var sets = grouping.Sets is null || isTotal ? null : new GroupingSetsStage(grouping, scope.Names);
            var aggregate = new AggregateStage(sets?.ExpandedKeys ?? grouping.Keys, input.Plan.Output.Select(c => c.Id).ToHashSet(), sets, scope.Names, (name, origin) =>
                grouping.IsAll ? QueryErrors.GroupByAll(name, origin)
                : block.Grouping is { Count: > 0 } ? QueryErrors.MissingAggregation(name, origin)
                : QueryErrors.MissingGroupBy(name, block.Origin));
            items = items.Select(i => Over(i, aggregate.Rewrite(i.Value, i))).ToList();
            hidden = hidden.Select(i => Rewritten(i, aggregate.Rewrite(i.Value))).ToList();
            having = having is null ? null : aggregate.Rewrite(having);
            qualify = qualify is null ? null : aggregate.Rewrite(qualify);
            if (items.Where(i => i.Value is GeneratorCall).ToList() is { Count: > 1 } generators)
                throw QueryErrors.SeveralGenerators([.. generators.Select(g => scope.Names.Of(g.Value))], generators[0].Value.Origin);
            plan = aggregate.Over(sets is null ? plan : sets.Over(input)) with { Origin = top.Origin };
        }
        else if (window is not null)
        {
            plan = window.Over(plan, null);
        }

        if (having is not null)
            plan = new Filter(having, plan) { Origin = having.Origin };
        var before = items.Count;
        plan = GeneratorStage.Apply(plan, items, scope);
        var windows = new WindowStage(scope.Names);
        items = items.Select(i => i with { Value = windows.Rewrite(i.Value, i.IsColumn ? null : i) }).ToList();
        hidden = hidden.Select(i => Rewritten(i, windows.Rewrite(i.Value))).ToList();
        qualify = qualify is null ? null : windows.Rewrite(qualify);
        plan = windows.Over(plan);
        if (qualify is not null)
            plan = new Filter(qualify, plan) { Origin = qualify.Origin };
        return Finish(block, plan, items, hidden, keys, items.Count - before, top);
    }

    private static bool HasIndicator(Expression? expression) => expression is not null && expression.SelfAndDescendants().Any(e => e is GroupingFunction);

    /// <summary>The item over what is below now; a column that grouping sets made nullable is another column.</summary>
    private static SelectItem Over(SelectItem item, Expression value) =>
        item.IsColumn && value is ColumnReference column ? item with { Value = value, Id = column.Id } : item with { Value = value };

    private static SelectItem Rewritten(SelectItem item, Expression value) => value is ColumnReference column ? new SelectItem(column, item.Name, column.Id) : item with { Value = value };

    /// <summary>The projection, and above it DISTINCT, ORDER BY, and a projection that drops what only ORDER BY needed.</summary>
    private static ResolvedPlan Finish(SelectBlock block, LogicalPlan plan, List<SelectItem> items, List<SelectItem> hidden, List<(SortKey Key, int Item)> keys, int generated, LogicalPlan top)
    {
        var shown = items.Select(i => i.Output).ToValueList();
        var added = hidden.Where(h => !items.Any(i => i.Id == h.Id)).DistinctBy(h => h.Id).ToList();
        plan = Projection(plan, [.. items.Select(i => i.Named), .. added.Select(h => h.Named)], top);
        if (block.Distinct)
            plan = new Distinct(plan) { Origin = top.Origin };
        if (block.Sort is { } sort)
        {
            List<SelectItem> all = [.. items, .. hidden];
            plan = new Sort(keys.Select(k => k.Key with { Expression = all[k.Item < items.Count - generated ? k.Item : k.Item + generated].Output }).ToValueList(), plan)
            {
                Global = sort.Global, Origin = sort.Origin,
            };
        }

        if (added.Count > 0)
            plan = new Spindle.Plans.Logical.Project(shown.Select(c => (Expression)c).ToValueList(), plan) { Origin = top.Origin };
        return new ResolvedPlan(plan, shown, []);
    }

    /// <summary>A projection, unless it would give exactly what an aggregate below gives.</summary>
    private static LogicalPlan Projection(LogicalPlan plan, ValueList<Expression> items, LogicalPlan top)
    {
        if (plan is Aggregate && items.Count == plan.Output.Count && items.Zip(plan.Output).All(p => p.First is ColumnReference column && column.Id == p.Second.Id && column.Name == p.Second.Name))
            return plan;
        return new Spindle.Plans.Logical.Project(items, plan) { Origin = top.Origin };
    }

    private static Expression Condition(Expression written, string clause, ExpressionScope scope) =>
        scope.Condition(written, c => QueryErrors.NotBoolean(clause, scope.Names.Of(c), c.Type, c.Origin));
}
