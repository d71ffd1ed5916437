using System.Diagnostics;
using Spindle.Analysis.Errors;
using Spindle.Analysis.Expressions;
using Spindle.Analysis.Plans;
using Spindle.Analysis.Scopes;
using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Functions.Catalog.Coercion;
using Spindle.Plans.Commands;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;
using Spindle.Plans.Unresolved;

namespace Spindle.Analysis.Routines;

/// <summary>A function's body over columns that stand for its parameters.</summary>
internal sealed record BoundRoutine(ValueList<ColumnReference> Parameters, Expression Body);

/// <summary>Calls of SQL functions: arguments cast to the parameters' types, and the body resolved.</summary>
internal static class RoutineBinding
{
    /// <summary>A call in an expression.</summary>
    public static Expression Call(SqlFunction function, UnresolvedFunction call, ExpressionScope scope)
    {
        if (function.ClassName is not null)
            throw RoutineErrors.Class(function, call.Origin);
        if (function.IsTable)
            throw RoutineErrors.NotScalar(function, call.Origin);
        if (call.Distinct || call.Filter is not null)
        {
            var syntax = call.Distinct ? "DISTINCT" : "FILTER clause";
            throw new SpindleException(new ErrorClass("INVALID_SQL_SYNTAX.FUNCTION_WITH_UNSUPPORTED_SYNTAX", "42000"), $"{function.DisplayName} is no aggregate function and takes no {syntax}.", call.Origin,
                parameters: NameErrors.Parameters(("prettyName", function.Quoted), ("syntax", $"\"{syntax}\"")));
        }

        var inner = scope with { IsWindowed = false };
        var given = Arranged(function, call.Arguments, call.Origin);
        var values = given.Select(a => a is null ? null : inner.Resolve(a)).ToList();
        var form = $"{function.DisplayName}({string.Join(", ", values.OfType<Expression>().Select(scope.Names.Of))})";
        var bound = Body(function, scope.Query);
        var arguments = values.Select((v, i) => Argument(function, i, v, call.Origin, scope)).ToValueList();
        return scope.Names.Give(new RoutineCall(function, arguments, bound.Parameters, bound.Body) { Origin = call.Origin }, form);
    }

    /// <summary>A call in FROM: the function's rows.</summary>
    public static ResolvedPlan Table(SqlFunction function, UnresolvedTableFunction call, ExpressionScope scope)
    {
        if (function.ClassName is not null)
            throw RoutineErrors.Class(function, call.Origin);
        if (!function.IsTable)
            throw RoutineErrors.NotTable(function.Quoted, call.Origin);
        var arguments = Arranged(function, call.Arguments, call.Origin).Select((a, i) => Argument(function, i, a is null ? null : scope.Resolve(a), call.Origin, scope)).ToList();
        var parameters = Parameters(function);
        var plan = Query(function, parameters, scope.Query);
        var substitution = new Substitution(parameters, arguments);
        plan = ExpandRoutines.In(substitution.Inside(plan));
        return new ResolvedPlan(plan, plan.Output.Select(c => c with { Qualifier = function.Name }).ToValueList(), []);
    }

    /// <summary>The body of a scalar function, once for all calls of an analysis.</summary>
    public static BoundRoutine Body(SqlFunction function, QueryScope scope)
    {
        if (scope.Run.Bound.TryGetValue(function, out var known))
            return known;
        var parameters = Parameters(function);
        var value = scope.Run.Defining(function, () => Value(function, parameters, Inside(function, scope)));
        var bound = new BoundRoutine(parameters, ExpandRoutines.In(value));
        scope.Run.Bound[function] = bound;
        return bound;
    }

    /// <summary>The rows of a table function, its parameters standing as columns of an enclosing query.</summary>
    public static LogicalPlan Query(SqlFunction function, ValueList<ColumnReference> parameters, QueryScope scope) => scope.Run.Defining(function, () =>
    {
        var inner = Inside(function, scope);
        var plan = inner.ResolveInside(function.Definition.Query!, new ColumnScope(parameters, [], inner.Session.NameComparison)).Sealed();
        var declared = function.Definition.ReturnColumns!.Fields;
        var output = plan.Output;
        if (declared.Count == 0)
            return plan;
        if (declared.Count != output.Count)
            throw RoutineErrors.ColumnCount(function, output.Count, declared.Count);
        var items = declared.Select((f, i) => (Expression)new Alias(Converted(output[i], f.Type, default, inner), f.Name, ColumnId.Next()));
        return new Project(items.ToValueList(), plan);
    });

    /// <summary>Columns that stand for the parameters.</summary>
    public static ValueList<ColumnReference> Parameters(SqlFunction function) =>
        function.Definition.Parameters.Select(p => new ColumnReference(ColumnId.Next(), p.Name, TextColumns.AsText(p.Type), true, function.Name)).ToValueList();

    /// <summary>A parameter's default value in its type.</summary>
    public static Expression Default(SqlFunction function, RoutineParameter parameter, Origin origin, QueryScope scope)
    {
        var inner = Inside(function, scope);
        return Converted(inner.Over(new ColumnScope([], [], inner.Session.NameComparison)).Resolve(parameter.Default!), TextColumns.AsText(parameter.Type), origin, inner);
    }

    private static Expression Value(SqlFunction function, ValueList<ColumnReference> parameters, QueryScope inner)
    {
        var names = new ColumnScope(parameters, [], inner.Session.NameComparison);
        Expression value;
        if (function.Definition.Query is { } query)
        {
            var plan = inner.ResolveInside(query, names).Sealed();
            value = plan.Output.Count == 1 ? new ScalarSubquery(plan) : throw QueryErrors.ScalarSubqueryColumns(plan.Output.Count, default);
        }
        else
        {
            value = new ExpressionScope(inner, names) { Stars = function.ParametersFirst ? names : new ColumnScope([], [], inner.Session.NameComparison) }.Resolve(function.Definition.Value ?? throw new UnreachableException("a function without a body"));
            if (value is GroupingFunction grouping)
                throw QueryErrors.UnsupportedGrouping(grouping.Sql, grouping.Origin);
            if (value.SelfAndDescendants().Any(e => e is AggregateCall or WindowCall or GeneratorCall))
                throw RoutineErrors.Complex(function);
        }

        return function.Definition.Returns is { } type ? Converted(value, TextColumns.AsText(type), default, inner) : value;
    }

    // A body sees the parameters and the session, and nothing of the place where it is called.
    private static QueryScope Inside(SqlFunction function, QueryScope scope) => new(scope.Run) { Settings = function.Session with { NowMicros = scope.Session.NowMicros } };

    private static IReadOnlyList<Expression?> Arranged(SqlFunction function, ValueList<Expression> arguments, Origin origin)
    {
        var parameters = function.Definition.Parameters;
        if (arguments.Count > parameters.Count || (arguments.Count < parameters.Count(p => p.Default is null) && !arguments.Any(a => a is NamedArgument)))
            throw RoutineErrors.WrongNumber(function, arguments.Count, origin);
        return NamedArguments.Arranged(function.Name[^1], [.. parameters.Select(p => p.Name)], i => parameters[i].Default is null, arguments, origin);
    }

    private static Expression Argument(SqlFunction function, int index, Expression? value, Origin origin, ExpressionScope scope)
    {
        var parameter = function.Definition.Parameters[index];
        if (value is null)
            return Default(function, parameter, origin, scope.Query);
        if (value is GeneratorCall)
            throw QueryErrors.NestedGenerator(value.Sql, value.Origin);
        return Converted(value, TextColumns.AsText(parameter.Type), origin, scope.Query);
    }

    private static Expression Converted(Expression value, DataType type, Origin origin, QueryScope scope)
    {
        if (TypeFamilies.Same(value.Type, type))
            return value;
        var session = scope.Session;
        var cast = new Cast(value, type, session.Mode, CastRules.NeedsZone(value.Type, type) ? session.TimeZone : null, Implicit: true) { Origin = origin };
        return CastRules.Exists(value.Type, type, session.IsAnsi) ? cast : throw ResolveCast.NoSuchCast(cast, scope.Names.Of(value));
    }
}
