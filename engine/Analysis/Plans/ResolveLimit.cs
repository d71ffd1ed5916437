using System.Globalization;
using Spindle.Analysis.Errors;
using Spindle.Analysis.Scopes;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Functions.Evaluation;
using Spindle.Functions.Catalog.Coercion;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;

namespace Spindle.Analysis.Plans;

/// <summary>LIMIT and OFFSET → constant whole numbers that are not negative.</summary>
internal sealed class ResolveLimit : PlanRule<Limit>
{
    protected override ResolvedPlan Resolve(Limit plan, QueryScope scope)
    {
        var child = scope.Resolve(plan.Child);
        if (plan.Count is null && plan.Offset is null)
            return child.With(Wanted(child.Plan, CommonTableReference.AllRows));
        var expressions = scope.Over(new ColumnScope(child.Columns, [], scope.Session.NameComparison));
        var count = plan.Count is null ? null : Checked(expressions.Resolve(plan.Count), "limit", expressions);
        var offset = plan.Offset is null ? null : Checked(expressions.Resolve(plan.Offset), "offset", expressions);
        if (count is not null && Conversion.LiteralOf(count)?.Value is { } most && (offset is null || Conversion.LiteralOf(offset)?.Value is not null))
        {
            var first = offset is null ? 0 : Convert.ToInt64(Conversion.LiteralOf(offset)!.Value, CultureInfo.InvariantCulture);
            child = child.With(Wanted(child.Plan, first + Convert.ToInt64(most, CultureInfo.InvariantCulture)));
        }

        return child.With(new Limit(count, offset, child.Plan) { Origin = plan.Origin });
    }

    /// <summary>Tells recursive tables below, where nothing in between adds or drops rows, how many rows of theirs are wanted.</summary>
    private static LogicalPlan Wanted(LogicalPlan plan, long rows) => plan switch
    {
        CommonTableReference reference => reference with { RowsWanted = reference.RowsWanted is { } fewer ? Math.Min(fewer, rows) : rows },
        Project project when !project.Items.Any(i => i.SelfAndDescendants().Any(e => e is GeneratorCall)) => project with { Child = Wanted(project.Child, rows) },
        With with => with with { Child = Wanted(with.Child, rows) },
        Union union => union.WithChildren(union.Inputs.Select(i => Wanted(i, rows)).ToValueList()),
        _ => plan,
    };

    private static Expression Checked(Expression value, string clause, ExpressionScope scope)
    {
        var form = scope.Names.Of(value);
        if (!value.IsFoldable)
            throw QueryErrors.Limit("IS_UNFOLDABLE", clause, form, "must be a constant.", value.Origin);
        if (value.Type is not (IntegerType or ShortType or ByteType))
            throw QueryErrors.Limit("DATA_TYPE", clause, form, $"is {value.Type.Sql}, not INT.", value.Origin, ("dataType", $"\"{value.Type.Sql}\""));
        if (ConstantFolder.Fold(value, new MemoryBudget(1 << 20)).Value is not { } number)
            throw QueryErrors.Limit("IS_NULL", clause, form, "must not be NULL.", value.Origin);
        if (Convert.ToInt64(number, CultureInfo.InvariantCulture) is < 0 and var negative)
            throw QueryErrors.Limit("IS_NEGATIVE", clause, form, "must not be negative.", value.Origin, ("v", negative.ToString(CultureInfo.InvariantCulture)));
        return scope.Convert(value, DataType.Int);
    }
}
