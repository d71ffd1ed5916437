using Spindle.Analysis.Errors;
using Spindle.Analysis.Scopes;
using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Functions.Catalog.Coercion;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;

namespace Spindle.Analysis.Expressions;

/// <summary><c>(SELECT …)</c> as a value → its resolved plan of one column.</summary>
internal sealed class ResolveScalarSubquery : ExpressionRule<ScalarSubquery>
{
    protected override Expression Resolve(ScalarSubquery expression, ExpressionScope scope)
    {
        var plan = scope.Query.ResolveInside(expression.Plan, scope.Columns).Sealed();
        return plan.Output.Count == 1 ? OuterColumnNames.Name(expression with { Plan = plan }, "scalarsubquery", scope) : throw QueryErrors.ScalarSubqueryColumns(plan.Output.Count, expression.Origin);
    }
}

/// <summary><c>EXISTS (SELECT …)</c> → its resolved plan.</summary>
internal sealed class ResolveExists : ExpressionRule<Exists>
{
    protected override Expression Resolve(Exists expression, ExpressionScope scope) =>
        OuterColumnNames.Name(expression with { Plan = scope.Query.ResolveInside(expression.Plan, scope.Columns).Sealed() }, "exists", scope);
}

/// <summary><c>a IN (SELECT …)</c> → values and columns in their common types.</summary>
internal sealed class ResolveInSubquery : ExpressionRule<InSubquery>
{
    protected override Expression Resolve(InSubquery expression, ExpressionScope scope)
    {
        var plan = scope.Query.ResolveInside(expression.Plan, scope.Columns).Sealed();
        var values = expression.Values.Select(scope.Resolve).ToList();
        if (values.Count == 1 && values[0].Type is StructType row && plan.Output.Count == row.Fields.Count && row.Fields.Count > 1)
            values = row.Fields.Select((f, i) => (Expression)new GetField(values[0], i, f.Name)).ToList();
        var columns = plan.Output;
        if (values.Count != columns.Count)
        {
            throw new SpindleException(new ErrorClass("DATATYPE_MISMATCH.IN_SUBQUERY_LENGTH_MISMATCH", "42K09"),
                $"IN compares {values.Count} value(s) with a subquery of {columns.Count} column(s).", expression.Origin,
                parameters: NameErrors.Parameters(("leftLength", $"{values.Count}"), ("rightLength", $"{columns.Count}")));
        }

        var items = new Expression[values.Count];
        var changed = false;
        for (var i = 0; i < items.Length; i++)
        {
            var common = CommonType.Wider(values[i].Type, columns[i].Type) ?? throw new SpindleException(
                new ErrorClass("DATATYPE_MISMATCH.IN_SUBQUERY_DATA_TYPE_MISMATCH", "42K09"),
                $"IN compares {scope.Names.Of(values[i])}, {values[i].Type.Sql}, with {columns[i].Name}, {columns[i].Type.Sql}; cast one.", expression.Origin);
            values[i] = scope.Convert(values[i], common);
            items[i] = columns[i];
            if (TypeFamilies.Same(columns[i].Type, common))
                continue;
            items[i] = new Alias(scope.Convert(columns[i], common), columns[i].Name, ColumnId.Next());
            changed = true;
        }

        var resolved = new InSubquery(values.ToValueList(), changed ? new Project(items.ToValueList(), plan) : plan) { Origin = expression.Origin };
        var outer = OuterColumnNames.Of(plan).Distinct().Select(c => c.Name).ToList();
        var left = values.Count == 1 ? scope.Names.Of(values[0]) : $"named_struct({string.Join(", ", values.Select(v => $"{scope.Names.Of(v)}, {scope.Names.Of(v)}"))})";
        return outer.Count == 0 && values.Count == 1 ? resolved : scope.Names.Give(resolved, $"({left} IN (listquery({string.Join(", ", outer)})))");
    }
}
