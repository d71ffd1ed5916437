using Spindle.Analysis.Errors;
using Spindle.Analysis.Scopes;
using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Plans.Logical;
using Spindle.Plans.Unresolved;

namespace Spindle.Analysis.Plans;

/// <summary>WITH → each definition resolved once, in order, and references to it by id.</summary>
internal sealed class ResolveWith : PlanRule<UnresolvedWith>
{
    protected override ResolvedPlan Resolve(UnresolvedWith plan, QueryScope scope)
    {
        var child = Defined(plan, scope, out var tables).Resolve(plan.Child);
        return child.With(new With(tables, child.Plan) { Origin = plan.Origin });
    }

    /// <summary>What the query around which the tables are defined sees.</summary>
    public static QueryScope Defined(UnresolvedWith plan, QueryScope scope, out ValueList<CommonTable> tables)
    {
        var defined = new List<CommonTable>();
        foreach (var definition in plan.Tables)
        {
            var table = new CommonTable(definition.Name, scope.Run.NextCommonTable(),
                plan.Recursive && SelfReferences.In(definition.Plan, definition.Name) ? RecursiveTables.Of(definition, plan.Origin, scope) : Plain(definition, plan.Origin, scope));
            defined.Add(table);
            scope = scope with { CommonTables = new CommonTableScope(table, scope.CommonTables) };
        }

        tables = defined.ToValueList();
        return scope;
    }

    private static LogicalPlan Plain(UnresolvedCommonTable definition, Origin origin, QueryScope scope)
    {
        var resolved = scope.Resolve(definition.Plan);
        if (definition.ColumnNames is { } names && names.Count != resolved.Columns.Count)
            throw QueryErrors.AliasCount(names.Count, resolved.Columns.Count, origin);
        return definition.ColumnNames is null ? resolved.Sealed() : ColumnNames.Give(resolved, definition.ColumnNames);
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
