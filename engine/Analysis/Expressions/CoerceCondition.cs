using Spindle.Analysis.Scopes;
using Spindle.Columnar.Types;
using Spindle.Functions.Catalog.Binding;
using Spindle.Functions.Catalog.Coercion;
using Spindle.Plans.Expressions;

namespace Spindle.Analysis.Expressions;

/// <summary>AND, OR, NOT and IN as the parser or a DataFrame call built them → the same over operands of fitting types.</summary>
internal sealed class CoerceCondition<T>(string function) : ExpressionRule<T>
    where T : Expression
{
    protected override Expression Resolve(T expression, ExpressionScope scope) =>
        scope.Call(function, expression.Origin, expression.Children.Select(scope.Resolve).ToValueList().AsSpan());
}

/// <summary>A comparison → the same over operands of their common type.</summary>
internal sealed class CoerceComparison : ExpressionRule<Comparison>
{
    protected override Expression Resolve(Comparison expression, ExpressionScope scope) =>
        scope.Call(expression.Symbol, expression.Origin, scope.Resolve(expression.Left), scope.Resolve(expression.Right));
}

/// <summary>COALESCE → the same over operands of their common type.</summary>
internal sealed class CoerceCoalesce : ExpressionRule<Coalesce>
{
    protected override Expression Resolve(Coalesce expression, ExpressionScope scope) =>
        scope.Call("coalesce", expression.Origin, expression.Arguments.Select(scope.Resolve).ToValueList().AsSpan());
}

/// <summary>CASE → boolean conditions, and values of their common type.</summary>
internal sealed class CoerceCase : ExpressionRule<Case>
{
    protected override Expression Resolve(Case expression, ExpressionScope scope)
    {
        var values = expression.Values.Select(scope.Resolve).ToList();
        var otherwise = expression.Else is null ? null : scope.Resolve(expression.Else);
        var all = otherwise is null ? values : [.. values, otherwise];
        var conditions = expression.Conditions.Select(scope.Resolve).ToList();
        var site = scope.Site("casewhen", conditions.Concat(all).ToValueList(), expression.Origin);
        for (var i = 0; i < conditions.Count; i++)
        {
            if (conditions[i].Type is BooleanType)
                continue;
            if (conditions[i].Type is not NullType && !TypeFamilies.IsText(conditions[i].Type))
                throw BindingErrors.UnexpectedType(site, i, "\"BOOLEAN\"");
            conditions[i] = scope.Convert(conditions[i], DataType.Boolean);
        }

        var common = CommonType.Wider(all.Select(v => v.Type)) ?? throw BindingErrors.NoCommonType(site, all);
        return new Case(conditions.ToValueList(), values.Select(v => scope.Convert(v, common)).ToValueList(), otherwise is null ? null : scope.Convert(otherwise, common))
        {
            Origin = expression.Origin,
        };
    }
}
