using Spindle.Analysis.Errors;
using Spindle.Analysis.Scopes;
using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Functions.Catalog.Coercion;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;
using Spindle.Plans.Unresolved;

namespace Spindle.Analysis.Plans;

/// <summary><c>r AS (anchor UNION ALL step that reads r)</c> → a Recursion whose step gives the anchor's columns.</summary>
internal static class RecursiveTables
{
    public static Recursion Of(UnresolvedCommonTable definition, Origin origin, QueryScope scope)
    {
        var (union, inner, tables) = Shape(definition, scope);
        if (!union.All)
            throw new SpindleException(new ErrorClass("UNION_NOT_SUPPORTED_IN_RECURSIVE_CTE", "42836"), $"The recursive table {definition.Name} takes UNION ALL, and not UNION.", origin);
        var anchor = inner.Resolve(union.Left);
        var names = definition.ColumnNames ?? anchor.Columns.Select(c => c.Name).ToValueList();
        if (names.Count != anchor.Columns.Count)
            throw QueryErrors.AliasCount(names.Count, anchor.Columns.Count, origin);
        var id = scope.Run.NextCommonTable();
        var seen = new CommonTable(definition.Name, id, new Project(anchor.Columns.Select((c, i) => (Expression)new Alias(Nullable(c), names[i], ColumnId.Next())).ToValueList(), anchor.Plan));
        var step = (inner with { CommonTables = new CommonTableScope(seen, inner.CommonTables) }).Resolve(union.Right).Sealed();
        RecursivePlaces.Check(step, id);
        var anchorPlan = anchor.Sealed();
        var (types, output) = (Types(anchorPlan, step), step.Output);
        var items = types.Select((t, i) => TypeFamilies.Same(output[i].Type, t) ? output[i]
            : (Expression)new Alias(Conversion.Implicit(output[i], t, scope.Session, scope.Names), names[i], ColumnId.Next())).ToValueList();
        var columns = types.Select((t, i) => new ColumnReference(ColumnId.Next(), names[i], t, true, [])).ToValueList();
        return new Recursion(id, definition.Name, Around(tables, anchorPlan), Around(tables, new Project(items, step)), columns, definition.MaxLevel) { Origin = origin };
    }

    // An inner WITH stands around the UNION; what it defines must not read the table itself.
    private static (SetOperation Union, QueryScope Scope, List<CommonTable> Tables) Shape(UnresolvedCommonTable definition, QueryScope scope)
    {
        var tables = new List<CommonTable>();
        var plan = definition.Plan;
        while (plan is UnresolvedWith with && !with.Tables.Any(t => SelfReferences.In(t.Plan, definition.Name)))
        {
            scope = ResolveWith.Defined(with, scope, out var defined);
            tables.AddRange(defined);
            plan = with.Child;
        }

        return plan is SetOperation { Operator: SetOperator.Union, ByName: false } union && !SelfReferences.In(union.Left, definition.Name) ? (union, scope, tables)
            : throw new SpindleException(new ErrorClass("INVALID_RECURSIVE_CTE", "42836"),
                $"The recursive table {definition.Name} must be a query that does not read it, UNION ALL one that does.");
    }

    private static LogicalPlan Around(List<CommonTable> tables, LogicalPlan plan) => tables.Count == 0 ? plan : new With(tables.ToValueList(), plan);

    private static List<DataType> Types(LogicalPlan anchor, LogicalPlan step)
    {
        var (left, right) = (anchor.Output, step.Output);
        if (left.Count != right.Count)
            throw QueryErrors.NumberOfColumns("UNION ALL", left.Count, right.Count, 2, default);
        return left.Select((c, i) => CommonType.Wider(c.Type, right[i].Type) is { } wider && TypeFamilies.Same(wider, c.Type) ? wider : throw new SpindleException(
            new ErrorClass("CANNOT_MERGE_INCOMPATIBLE_DATA_TYPE", "42825"), $"The recursion gives {right[i].Type.Sql} where its first rows have {c.Type.Sql}; cast one of them.",
            parameters: NameErrors.Parameters(("left", $"\"{c.Type.Sql}\""), ("right", $"\"{right[i].Type.Sql}\"")))).ToList();
    }

    private static ColumnReference Nullable(ColumnReference column) => column with { IsNullable = true };
}
