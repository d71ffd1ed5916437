using Spindle.Analysis.Errors;
using Spindle.Analysis.Routines;
using Spindle.Analysis.Scopes;
using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Functions.Catalog;
using Spindle.Plans.Expressions;
using Spindle.Plans.Unresolved;

namespace Spindle.Analysis.Expressions;

/// <summary><c>name(arguments)</c> and every operator → what the table of functions makes of it.</summary>
internal sealed class ResolveFunction : ExpressionRule<UnresolvedFunction>
{
    protected override Expression Resolve(UnresolvedFunction expression, ExpressionScope scope)
    {
        var name = expression.Parts[^1].ToLowerInvariant();
        if (GroupingFunction.Named(name) is { } grouping && expression.Parts.Count == 1)
            return grouping with { Arguments = expression.Arguments.Select(scope.Resolve).ToValueList(), Origin = expression.Origin };
        var functions = scope.Query.Run.Functions;
        var entry = expression.Parts.Count == 1 || IsBuiltIn(expression.Parts) ? functions.Find(name) : null;
        if (entry is null && scope.Query.Run.FindFunction(expression.Parts) is { } routine)
            return RoutineBinding.Call(routine, expression, scope);
        entry = entry
            ?? throw NameErrors.UnknownFunction(expression.Parts, functions.Entries.SelectMany(e => e.Names), expression.Origin);
        if (entry.Kind == FunctionKind.Table)
        {
            throw new SpindleException(new ErrorClass("NOT_A_SCALAR_FUNCTION", "42887"), $"{entry.Id} gives rows and stands only in FROM.", expression.Origin,
                parameters: NameErrors.Parameters(("functionName", $"`{entry.Id}`")));
        }

        if (entry.Kind == FunctionKind.Aggregate)
            scope = scope with { Columns = scope.InsideAggregates ?? scope.Columns };
        var site = scope.Site(name, Arguments(expression, entry, scope), expression.Origin) with
        {
            Distinct = expression.Distinct,
            Filter = expression.Filter is null ? null : scope.Condition(expression.Filter, c => QueryErrors.NotBoolean("FILTER", scope.Names.Of(c), c.Type, c.Origin)),
            WithinGroup = expression.WithinGroup.Select(k => k with { Expression = scope.Resolve(k.Expression) }).ToValueList(),
            IgnoreNulls = expression.IgnoreNulls,
            LambdaBinder = (lambda, parameters) => LambdaBinding.Bind(lambda, parameters, scope),
        };
        // A window function is told of its arguments before it is told of its window.
        if (entry.Kind == FunctionKind.Window)
            entry.Bind(site);
        Check(entry, expression, scope);
        if (site.Arguments.FirstOrDefault(a => a is GeneratorCall) is { } generator)
            throw QueryErrors.NestedGenerator(site.Form, generator.Origin);
        return entry.Bind(site);
    }

    public static bool IsBuiltIn(ValueList<string> parts) => string.Join(".", parts.Take(parts.Count - 1)).ToLowerInvariant() is "system.builtin" or "builtin";

    private static ValueList<Expression> Arguments(UnresolvedFunction call, FunctionEntry entry, ExpressionScope scope)
    {
        // count(*) counts rows, whatever the columns.
        if (entry.Id == "count" && call.Arguments is [UnresolvedStar { Qualifier.Count: 0, Except.Count: 0 }] && !call.Distinct)
            return [Literal.Of(1)];
        var inner = scope with { IsWindowed = false };
        return BuiltInArguments.Of(entry, call.Parts[^1].ToLowerInvariant(), call.Arguments, call.Origin).SelectMany(a => a switch
        {
            UnresolvedStar star when scope.Stars is not null => StarExpansion.Of(star, scope),
            UnresolvedLambda lambda when entry.TakesLambdas => [lambda],
            UnresolvedLambda => throw QueryErrors.NotHigherOrder(entry.Id, call.Origin),
            _ => [inner.Resolve(a)],
        }).ToValueList();
    }

    private static void Check(FunctionEntry entry, UnresolvedFunction call, ExpressionScope scope)
    {
        if (entry.Kind == FunctionKind.Window && !scope.IsWindowed)
        {
            throw new SpindleException(new ErrorClass("WINDOW_FUNCTION_WITHOUT_OVER_CLAUSE", "42601"), $"{entry.Id} needs an OVER clause.", call.Origin,
                parameters: NameErrors.Parameters(("funcName", $"\"{entry.Id}()\"")));
        }

        if (entry.Kind != FunctionKind.Aggregate && (call.Distinct || call.Filter is not null))
        {
            var syntax = call.Distinct ? "DISTINCT" : "FILTER clause";
            throw new SpindleException(new ErrorClass("INVALID_SQL_SYNTAX.FUNCTION_WITH_UNSUPPORTED_SYNTAX", "42000"),
                $"{entry.Id} is no aggregate function and takes no {syntax}.", call.Origin, parameters: NameErrors.Parameters(("prettyName", $"`{entry.Id}`"), ("syntax", $"\"{syntax}\"")));
        }
    }
}
