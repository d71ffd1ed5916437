using Spindle.Analysis.Scopes;
using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Functions.Catalog.Coercion;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;
using Spindle.Plans.Unresolved;

namespace Spindle.Analysis.Plans;

/// <summary><c>VALUES (…), (…)</c> → rows of one type a column, named col1, col2 …</summary>
internal sealed class ResolveValues : PlanRule<UnresolvedValues>
{
    private sealed class NoColumns : INameSource
    {
        public Expression? Find(ValueList<string> parts, Origin origin) => null;

        public IEnumerable<string> Suggestions() => [];
    }

    protected override ResolvedPlan Resolve(UnresolvedValues plan, QueryScope scope)
    {
        var expressions = scope.Over(new NoColumns());
        var width = plan.Rows[0].Count;
        var rows = new List<Expression[]>();
        foreach (var (row, index) in plan.Rows.Select((r, i) => (r, i)))
        {
            if (row.Count != width)
                throw WrongWidth(width, row.Count, index, plan.Origin);
            rows.Add(row.Select(e => Value(expressions.Resolve(e))).ToArray());
        }

        var columns = new ColumnReference[width];
        for (var c = 0; c < width; c++)
        {
            var type = CommonType.Wider(rows.Select(r => r[c].Type)) ?? throw Incompatible($"col{c + 1}", plan.Origin);
            foreach (var row in rows)
                row[c] = expressions.Convert(row[c], type);
            columns[c] = new ColumnReference(ColumnId.Next(), $"col{c + 1}", type, rows.Any(r => r[c].Nullable), []);
        }

        return ResolvedPlan.Of(new Values(columns.ToValueList(), rows.Select(r => r.ToValueList()).ToValueList()) { Origin = plan.Origin });
    }

    private static Expression Value(Expression value)
    {
        if (value is Alias alias)
            value = alias.Child;
        return !value.SelfAndDescendants().Any(e => e is ColumnReference or AggregateCall or WindowCall or GeneratorCall or SubqueryExpression) ? value : throw new SpindleException(
            new ErrorClass("INVALID_INLINE_TABLE.CANNOT_EVALUATE_EXPRESSION_IN_INLINE_TABLE", "42000"), $"VALUES cannot hold {value.Sql}; only constants can stand there.", value.Origin);
    }

    private static SpindleException WrongWidth(int expected, int actual, int row, Origin origin) => new(
        new ErrorClass("INVALID_INLINE_TABLE.NUM_COLUMNS_MISMATCH", "42000"),
        $"Row {row + 1} of VALUES has {actual} value(s) where the first has {expected}.",
        origin,
        parameters: Errors.NameErrors.Parameters(("expectedNumCols", $"{expected}"), ("actualNumCols", $"{actual}"), ("rowIndex", $"{row}")));

    private static SpindleException Incompatible(string column, Origin origin) => new(
        new ErrorClass("INVALID_INLINE_TABLE.INCOMPATIBLE_TYPES_IN_INLINE_TABLE", "42000"),
        $"The rows of VALUES give {column} types that do not go together; cast them to one.",
        origin,
        parameters: Errors.NameErrors.Parameters(("colName", $"`{column}`")));
}
