using System.Globalization;
using Spindle.Analysis.Errors;
using Spindle.Analysis.Scopes;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Functions.Evaluation;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;

namespace Spindle.Analysis.Plans;

/// <summary>LIMIT and OFFSET → constant whole numbers that are not negative.</summary>
internal sealed class ResolveLimit : PlanRule<Limit>
{
    protected override ResolvedPlan Resolve(Limit plan, QueryScope scope)
    {
        var child = scope.Resolve(plan.Child);
        var expressions = scope.Over(new ColumnScope(child.Columns, [], scope.Session.NameComparison));
        var count = plan.Count is null ? null : Checked(expressions.Resolve(plan.Count), "limit", expressions);
        var offset = plan.Offset is null ? null : Checked(expressions.Resolve(plan.Offset), "offset", expressions);
        return child.With(new Limit(count, offset, child.Plan) { Origin = plan.Origin });
    }

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
