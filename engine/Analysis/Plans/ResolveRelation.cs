using Spindle.Analysis.Errors;
using Spindle.Analysis.Routines;
using Spindle.Analysis.Scopes;
using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Plans.Commands;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;
using Spindle.Plans.Unresolved;
using Spindle.Sources;

namespace Spindle.Analysis.Plans;

/// <summary>A table's name → a common table's reference, the table's columns, or the view's plan.</summary>
internal sealed class ResolveRelation : PlanRule<UnresolvedRelation>
{
    protected override ResolvedPlan Resolve(UnresolvedRelation plan, QueryScope scope)
    {
        if (plan.Parts.Count == 1 && scope.CommonTables?.Find(plan.Parts[0]) is { } common)
            return Reference(common, plan.Parts[0]);
        var entry = scope.Run.Find(plan.Parts, plan.Options, scope.Tables);
        scope.Run.ReadsData = true;
        if (entry is { QualifiedName.Count: 1 } && scope.Views.Count == 0)
            scope.Run.Temporary.Add(new TemporaryObject("VIEW", entry.QualifiedName));
        return entry switch
        {
            TableEntry table => ResolvedPlan.Of(Table(table) with { Origin = plan.Origin }),
            ViewEntry view => View(view, scope, plan.Origin),
            _ => throw NameErrors.TableNotFound(plan.Parts, (scope.Tables ?? scope.Run.Catalog).Names().Concat(CommonNames(scope)), plan.Origin),
        };
    }

    private static Relation Table(TableEntry entry)
    {
        var relation = Relation.Of(entry.Table, entry.QualifiedName);
        return relation with { Columns = relation.Columns.Select(c => c with { ColumnType = TextColumns.AsText(c.ColumnType) }).ToValueList() };
    }

    // A column that the common table gives twice is one column under two names.
    private static ResolvedPlan Reference(CommonTable table, string name)
    {
        var ids = table.Plan.Output.Select(c => c.Id).Distinct().ToDictionary(id => id, _ => ColumnId.Next());
        var columns = table.Plan.Output.Select(c => new ColumnReference(ids[c.Id], c.Name, c.Type, c.IsNullable, [name])).ToValueList();
        return ResolvedPlan.Of(new CommonTableReference(table.Name, table.Id, columns));
    }

    /// <summary>A view sees neither the common tables nor the enclosing query of the place where it is used.</summary>
    private static ResolvedPlan View(ViewEntry view, QueryScope scope, Origin origin)
    {
        var name = string.Join(".", view.QualifiedName);
        if (scope.Views.Contains(name))
        {
            throw new SpindleException(new ErrorClass("RECURSIVE_VIEW", "42K0H"), $"The view {name} reads itself, by way of {string.Join(", ", scope.Views)}.", origin,
                parameters: NameErrors.Parameters(("viewIdent", NameErrors.Quoted(view.QualifiedName)), ("newPath", string.Join(" -> ", [.. scope.Views, name]))));
        }

        var mark = scope.Run.Frames.Mark;
        var plan = ColumnRenewal.Renewed(new QueryScope(scope.Run) { Settings = scope.Settings, Views = [.. scope.Views, name], Tables = view.Names ?? scope.Tables }.Resolve(view.Plan).Sealed());
        scope.Run.Frames.Forget(mark);
        if (view.Schema is { Mode: not ViewSchemaMode.Evolution } schema)
            plan = ViewColumns.Of(view, schema, plan, scope);
        return new ResolvedPlan(plan, plan.Output.Select(c => c with { Qualifier = view.QualifiedName }).ToValueList(), []);
    }

    private static IEnumerable<string> CommonNames(QueryScope scope)
    {
        for (var table = scope.CommonTables; table is not null; table = table.Outer)
            yield return table.Table.Name;
    }
}
