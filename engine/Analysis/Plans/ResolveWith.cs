using Spindle.Analysis.Errors;
using Spindle.Analysis.Scopes;
using Spindle.Columnar.Types;
using Spindle.Plans.Logical;
using Spindle.Plans.Unresolved;

namespace Spindle.Analysis.Plans;

/// <summary>WITH → each definition resolved once, in order, and references to it by id.</summary>
internal sealed class ResolveWith : PlanRule<UnresolvedWith>
{
    protected override ResolvedPlan Resolve(UnresolvedWith plan, QueryScope scope)
    {
        var tables = new List<CommonTable>();
        foreach (var definition in plan.Tables)
        {
            var resolved = scope.Resolve(definition.Plan);
            if (definition.ColumnNames is { } names && names.Count != resolved.Columns.Count)
                throw QueryErrors.AliasCount(names.Count, resolved.Columns.Count, plan.Origin);
            var table = new CommonTable(definition.Name, scope.Run.NextCommonTable(), definition.ColumnNames is null ? resolved.Sealed() : ColumnNames.Give(resolved, definition.ColumnNames));
            tables.Add(table);
            scope = scope with { CommonTables = new CommonTableScope(table, scope.CommonTables) };
        }

        var child = scope.Resolve(plan.Child);
        return child.With(new With(tables.ToValueList(), child.Plan) { Origin = plan.Origin });
    }
}

/// <summary>A DataFrame's plan, whose columns are noted under its id.</summary>
internal sealed class NoteFrame : PlanRule<UnresolvedFrame>
{
    protected override ResolvedPlan Resolve(UnresolvedFrame plan, QueryScope scope)
    {
        var child = scope.Resolve(plan.Child);
        scope.Run.Frames.Add(plan.Id, child, scope.Session.NameComparison);
        return child;
    }
}
