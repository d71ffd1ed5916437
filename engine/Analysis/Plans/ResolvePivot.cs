using Spindle.Analysis.Errors;
using Spindle.Analysis.Scopes;
using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Functions.Catalog.Coercion;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;
using Spindle.Plans.Unresolved;

namespace Spindle.Analysis.Plans;

/// <summary>
/// PIVOT → an aggregate by what is neither aggregated nor pivoted and by the pivot columns, then one that lays each pivot value's row out as columns.
/// <code>PIVOT (sum(x) FOR y IN (1, 2))   →   Aggregate [k] [k, first(s) where y = 1, first(s) where y = 2]  over  Aggregate [k, y] [k, y, sum(x) AS s]</code>
/// </summary>
internal sealed class ResolvePivot : PlanRule<UnresolvedPivot>
{
    protected override ResolvedPlan Resolve(UnresolvedPivot plan, QueryScope scope)
    {
        var child = scope.Resolve(plan.Child);
        var expressions = scope.Over(child.Scope(scope.Session.NameComparison));
        var pivots = plan.Columns.Select(expressions.Resolve).ToList();
        var aggregates = plan.Aggregates.Select(a => a is UnresolvedAlias alias
            ? (Value: expressions.Resolve(alias.Child), Name: alias.Names[0])
            : (Value: expressions.Resolve(a), Name: (string?)null)).ToList();
        foreach (var (value, _) in aggregates)
        {
            if (!Select.AggregateCalls.Has(value))
                throw new SpindleException(new ErrorClass("PIVOT_AGGREGATE_EXPR_REQUIRED", "42803"), $"PIVOT needs an aggregate function, not {scope.Names.Of(value)}.", value.Origin);
        }

        var used = pivots.Concat(aggregates.Select(a => a.Value)).SelectMany(e => e.SelfAndDescendants()).OfType<ColumnReference>().ToHashSet();
        var keys = plan.Grouping is { } grouping ? grouping.Select(g => Key(g, expressions)).ToList() : [.. child.Columns.Where(c => !used.Contains(c)).Select(c => (Expression)c)];
        var groups = keys.Select(k => (Expression)NamedOutput.Of(k)).ToList();

        var pivotItems = pivots.Select(p => p as ColumnReference ?? (Expression)new Alias(p, scope.Names.Of(p), ColumnId.Next())).ToList();
        var results = aggregates.Select(a => new Alias(a.Value, a.Name ?? scope.Names.Of(a.Value), ColumnId.Next())).ToList();
        var inner = new Aggregate([.. keys.Select(k => k is Alias alias ? alias.Child : k), .. pivots], [.. keys, .. pivotItems, .. results], child.Plan);

        var over = scope.Over(new ColumnScope(inner.Output, [], scope.Session.NameComparison));
        var columns = new List<Expression>(groups);
        foreach (var written in plan.Values)
        {
            var (values, name) = Value(written, expressions);
            if (values.Count != pivots.Count)
                throw new SpindleException(new ErrorClass("PIVOT_VALUE_DATA_TYPE_MISMATCH", "42K09"), $"PIVOT's value {name} has {values.Count} part(s) for {pivots.Count} column(s).", written.Origin);
            var matches = values.Select((v, i) => Matches(over, NamedOutput.Of(pivotItems[i]), v)).Aggregate((l, r) => new And(l, r));
            foreach (var (result, aggregate) in results.Zip(aggregates))
            {
                var label = aggregates.Count == 1 ? name : $"{name}_{result.Name}";
                var first = new AggregateCall("first", "first", [result.ToReference(), Literal.False], false, matches, [], result.Type, true, FunctionTraits.None);
                columns.Add(new Alias(first, label, ColumnId.Next()) { Origin = written.Origin });
            }
        }

        return ResolvedPlan.Of(new Aggregate(groups.ToValueList(), columns.ToValueList(), inner) { Origin = plan.Origin });
    }

    private static Expression Key(Expression written, ExpressionScope scope)
    {
        var value = scope.Resolve(written is UnresolvedAlias named ? named.Child : written);
        var name = (written as UnresolvedAlias)?.Names[0];
        return value is ColumnReference && name is null ? value : new Alias(value, name ?? scope.Names.Of(value), ColumnId.Next()) { Origin = written.Origin };
    }

    private static Expression Matches(ExpressionScope scope, ColumnReference column, Expression value)
    {
        if (CommonType.Tightest(column.Type, value.Type) is null && !TypeFamilies.IsText(value.Type))
        {
            throw new SpindleException(new ErrorClass("PIVOT_VALUE_DATA_TYPE_MISMATCH", "42K09"), $"PIVOT compares {column.Name}, {column.Type.Sql}, with {value.Sql}, {value.Type.Sql}.", value.Origin,
                parameters: NameErrors.Parameters(("value", value.Sql), ("valueType", value.Type.Name), ("pivotType", column.Type.Name)));
        }

        return scope.Call("<=>", value.Origin, column, value);
    }

    private static (IReadOnlyList<Expression> Values, string Name) Value(Expression written, ExpressionScope scope)
    {
        var alias = written as UnresolvedAlias;
        var value = alias?.Child ?? written;
        var parts = value is UnresolvedFunction { Parts: ["struct"] } row ? row.Arguments.Select(scope.Resolve).ToList() : [scope.Resolve(value)];
        if (parts.FirstOrDefault(p => !p.IsFoldable) is { } open)
            throw new SpindleException(new ErrorClass("NON_LITERAL_PIVOT_VALUES", "42K08"), $"PIVOT's values must be constants, which {scope.Names.Of(open)} is not.", open.Origin);
        return (parts, alias?.Names[0] ?? (parts.Count == 1 ? Text(parts[0], scope) : $"{{{string.Join(", ", parts.Select(p => Text(p, scope)))}}}"));
    }

    private static string Text(Expression value, ExpressionScope scope) => value is Literal { Value: null } ? "null" : scope.Names.Of(value);
}

/// <summary>UNPIVOT → each row once for every column (or group of columns) that it turns into a row.</summary>
internal sealed class ResolveUnpivot : PlanRule<UnresolvedUnpivot>
{
    protected override ResolvedPlan Resolve(UnresolvedUnpivot plan, QueryScope scope)
    {
        var child = scope.Resolve(plan.Child);
        var expressions = scope.Over(child.Scope(scope.Session.NameComparison));
        var groups = plan.Columns.Select(g => (Values: g.Columns.Select(expressions.Resolve).ToList(), g.Label)).ToList();
        var used = groups.SelectMany(g => g.Values).ToHashSet();
        var kept = child.Columns.Where(c => !used.Contains(c)).ToList();
        var variable = new ColumnReference(ColumnId.Next(), plan.Variable, DataType.String, false, []);
        var values = plan.ValueNames.Select((name, i) => new ColumnReference(ColumnId.Next(), name, CommonType.Wider(groups.Select(g => g.Values[i].Type))
            ?? throw new SpindleException(new ErrorClass("UNPIVOT_VALUE_DATA_TYPE_MISMATCH", "42K09"), $"The columns that UNPIVOT puts into {name} have types that do not go together.", plan.Origin),
            true, [])).ToList();
        var rows = groups.Select(g => (ValueList<Expression>)
        [
            .. kept,
            Literal.Of(g.Label ?? string.Join("_", g.Values.Select(scope.Names.Of))),
            .. g.Values.Select((v, i) => expressions.Convert(v, values[i].Type)),
        ]).ToValueList();
        LogicalPlan made = new Expand(rows, [.. kept, variable, .. values], child.Plan) { Origin = plan.Origin };
        if (!plan.IncludeNulls)
            made = new Filter(values.Select(v => (Expression)new IsNotNull(v)).Aggregate((l, r) => new Or(l, r)), made) { Origin = plan.Origin };
        return ResolvedPlan.Of(made);
    }
}
