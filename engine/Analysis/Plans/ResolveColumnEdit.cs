using Spindle.Analysis.Errors;
using Spindle.Analysis.Scopes;
using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Functions.Catalog;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;
using Spindle.Plans.Unresolved;

namespace Spindle.Analysis.Plans;

/// <summary><c>withColumn</c>, <c>drop</c> and their kind → a projection of all columns, with some added, replaced, renamed or left out.</summary>
internal sealed class ResolveColumnEdit : PlanRule<UnresolvedColumnEdit>
{
    protected override ResolvedPlan Resolve(UnresolvedColumnEdit plan, QueryScope scope)
    {
        if (plan.Kind == ColumnEdit.Extend)
            return Extended(plan, scope);
        var child = scope.Resolve(plan.Child);
        var columns = child.Scope(scope.Session.NameComparison);
        if (plan.Kind is ColumnEdit.Set or ColumnEdit.SetOrExtend)
            return Select.ResolveSelect.Project(Replaced(plan, columns, scope), child, scope, plan);
        var items = plan.Kind switch
        {
            ColumnEdit.Drop or ColumnEdit.DropIfExists => Dropped(plan, columns, scope),
            _ => Renamed(plan, columns),
        };
        return ResolvedPlan.Of(new Project(items, child.Plan) { Origin = plan.Origin });
    }

    /// <summary>All columns and some more; names with a qualifier mean what they meant before.</summary>
    private static ResolvedPlan Extended(UnresolvedColumnEdit plan, QueryScope scope)
    {
        foreach (var item in plan.Items)
            RejectAggregates(item, scope);
        var child = scope.Resolve(plan.Child);
        var hidden = child.Hidden.Where(h => !child.Columns.Any(c => c.Id == h.Id)).ToList();
        var made = Select.ResolveSelect.Project([.. child.Columns, .. hidden, .. plan.Items], child, scope, plan);
        var added = made.Columns.Skip(child.Columns.Count + hidden.Count);
        return made with { Columns = [.. child.Columns, .. added], Hidden = child.Hidden };
    }

    private static void RejectAggregates(Expression item, QueryScope scope)
    {
        switch (item)
        {
            case UnresolvedWindow or SubqueryExpression:
                return;
            case UnresolvedFunction { Parts: [var name] } call when scope.Run.Functions.Find(name) is { Kind: FunctionKind.Aggregate }:
                throw new SpindleException(new ErrorClass("PIPE_OPERATOR_CONTAINS_AGGREGATE_FUNCTION", "0A000"), $"{call.Sql} is an aggregate function, which EXTEND does not take: use AGGREGATE.", call.Origin,
                    parameters: NameErrors.Parameters(("expr", call.Sql), ("clause", "EXTEND")));
        }

        foreach (var child in item.Children)
            RejectAggregates(child, scope);
    }

    private static ValueList<Expression> Dropped(UnresolvedColumnEdit plan, ColumnScope columns, QueryScope scope)
    {
        var gone = new HashSet<ColumnId>();
        foreach (var item in plan.Items)
        {
            var found = item switch
            {
                UnresolvedColumn name => columns.Find(name.Parts, name.Origin) ?? (plan.Kind == ColumnEdit.Drop ? throw NameErrors.UnresolvedColumn(name.Parts, columns.Suggestions(), name.Origin) : null),
                UnresolvedFrameColumn => scope.Over(columns).Resolve(item),
                _ => item,
            };
            if (found is ColumnReference column)
                gone.Add(column.Id);
        }

        return columns.Columns.Where(c => !gone.Contains(c.Id)).Select(c => (Expression)c).ToValueList();
    }

    private static ValueList<Expression> Renamed(UnresolvedColumnEdit plan, ColumnScope columns)
    {
        var names = plan.Items.OfType<UnresolvedAlias>()
            .Select(a => (Column: a.Child is UnresolvedColumn name ? columns.Find(name.Parts, name.Origin) : a.Child, Name: a.Names[0]))
            .Where(p => p.Column is not null)
            .ToDictionary(p => p.Column!, p => p.Name);
        return columns.Columns.Select(c => names.TryGetValue(c, out var name) ? new Alias(c, name, ColumnId.Next()) : (Expression)c).ToValueList();
    }

    private static ValueList<Expression> Replaced(UnresolvedColumnEdit plan, ColumnScope columns, QueryScope scope)
    {
        var items = columns.Columns.Select(c => (Name: c.Name, Item: (Expression)c)).ToList();
        foreach (var alias in plan.Items.OfType<UnresolvedAlias>())
        {
            var name = alias.Names[0];
            var places = Enumerable.Range(0, items.Count).Where(i => string.Equals(items[i].Name, name, scope.Session.NameComparison)).ToList();
            if (places.Count == 0 && plan.Kind == ColumnEdit.Set)
                throw NameErrors.UnresolvedColumn([name], columns.Suggestions(), alias.Origin);
            foreach (var place in places)
                items[place] = (name, alias);
            if (places.Count == 0)
                items.Add((name, alias));
        }

        return items.Select(i => i.Item).ToValueList();
    }
}
