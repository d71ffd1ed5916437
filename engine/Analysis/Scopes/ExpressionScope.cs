using Spindle.Analysis.Errors;
using Spindle.Analysis.Expressions;
using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Functions.Catalog;
using Spindle.Functions.Catalog.Binding;
using Spindle.Functions.Catalog.Coercion;
using Spindle.Plans.Expressions;

namespace Spindle.Analysis.Scopes;

/// <summary>Where an expression stands: what its names mean.</summary>
internal sealed record ExpressionScope(QueryScope Query, INameSource Columns)
{
    /// <summary>What names mean inside aggregate functions, where that differs (HAVING, ORDER BY); null where it does not.</summary>
    public INameSource? InsideAggregates { get; init; }

    /// <summary>The columns that a star stands for; null where none may stand.</summary>
    public ColumnScope? Stars { get; init; }

    /// <summary>True for the function before OVER.</summary>
    public bool IsWindowed { get; init; }

    public GeneratedNames Names => Query.Names;

    public Expression Resolve(Expression expression) => ExpressionRules.Resolve(expression, this);

    public Expression Find(ValueList<string> parts, Origin origin) => Columns.Find(parts, origin)
        ?? Query.Run.FindVariable(parts, origin, Query.Session.NameComparison) ?? throw NameErrors.UnresolvedColumn(parts, Columns.Suggestions(), origin);

    public Expression Convert(Expression value, DataType type) => Conversion.Implicit(value, type, Query.Session, Names);

    /// <summary>A call of a function of the table on resolved arguments.</summary>
    public Expression Call(string function, Origin origin, params ReadOnlySpan<Expression> arguments) =>
        Query.Run.Functions.Find(function)!.Bind(Site(function, ValueList.Create(arguments), origin));

    public CallSite Site(string name, ValueList<Expression> arguments, Origin origin) => new(name, arguments, Query.Session, Names, origin);

    /// <summary>A condition, which is boolean or NULL.</summary>
    public Expression Condition(Expression written, Func<Expression, SpindleException> otherwise)
    {
        var condition = Resolve(written);
        if (condition.Type is BooleanType)
            return condition;
        return condition.Type is NullType || TypeFamilies.IsText(condition.Type) ? Convert(condition, DataType.Boolean) : throw otherwise(condition);
    }
}
