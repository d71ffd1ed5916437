using Spindle.Analysis.Errors;
using Spindle.Analysis.Scopes;
using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;

namespace Spindle.Analysis.Routines;

/// <summary>What is found of an SQL function when it is made.</summary>
/// <param name="Temporary">What it uses that only this session has.</param>
/// <param name="ReadsData">True where it reads tables or views.</param>
public sealed record RoutineFindings(IReadOnlyList<TemporaryObject> Temporary, bool ReadsData);

/// <summary>Whether an SQL function can be called at all: its body is resolved once, over parameters without values.</summary>
internal static class RoutineCheck
{
    public static RoutineFindings Of(SqlFunction function, QueryScope scope, Origin statement)
    {
        CheckNames(function);
        CheckTypes(function);
        CheckDefaults(function, scope, statement);
        if (function.IsTable)
            ExpandRoutines.In(RoutineBinding.Query(function, RoutineBinding.Parameters(function), scope));
        else
            CheckValue(function, scope, statement);
        return new RoutineFindings(scope.Run.Temporary, scope.Run.ReadsData);
    }

    private static void CheckValue(SqlFunction function, QueryScope scope, Origin statement)
    {
        try
        {
            RoutineBinding.Body(function, scope);
        }
        catch (SpindleException error) when (error.ErrorClass.Name.StartsWith("INVALID_SUBQUERY_EXPRESSION", StringComparison.Ordinal))
        {
            throw new SpindleException(error.ErrorClass, error.Message, statement, error, error.Parameters);
        }
    }

    private static void CheckNames(SqlFunction function)
    {
        if (Twice(function.Definition.Parameters.Select(p => p.Name)) is { } parameter)
        {
            throw new SpindleException(new ErrorClass("DUPLICATE_ROUTINE_PARAMETER_NAMES", "42734"), $"The function has two parameters {parameter}.",
                parameters: NameErrors.Parameters(("routineName", function.Name[^1]), ("names", $"`{parameter}`")));
        }

        if (function.Definition.ReturnColumns is { } columns && Twice(columns.Fields.Select(f => f.Name)) is { } column)
        {
            throw new SpindleException(new ErrorClass("DUPLICATE_ROUTINE_RETURNS_COLUMNS", "42711"), $"The function returns two columns {column}.",
                parameters: NameErrors.Parameters(("routineName", function.Name[^1]), ("columns", $"`{column}`")));
        }
    }

    private static string? Twice(IEnumerable<string> names) => names.GroupBy(n => n.ToLowerInvariant(), StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1)?.Key;

    private static void CheckTypes(SqlFunction function)
    {
        var types = function.Definition.Parameters.Select(p => p.Type).Concat(function.Definition.ReturnColumns?.Fields.Select(f => f.Type) ?? []).Append(function.Definition.Returns).OfType<DataType>();
        if (types.Any(t => t is CharType or VarcharType))
            throw new SpindleException(new ErrorClass("UNSUPPORTED_CHAR_OR_VARCHAR_AS_STRING", "0A000"), "A function takes and returns STRING in the place of CHAR and VARCHAR.");
    }

    private static void CheckDefaults(SqlFunction function, QueryScope scope, Origin statement)
    {
        var parameters = function.Definition.Parameters;
        for (var i = 0; i < parameters.Count; i++)
        {
            if (parameters[i].Default is null)
                continue;
            if (i + 1 < parameters.Count && parameters[i + 1].Default is null)
            {
                throw new SpindleException(new ErrorClass("USER_DEFINED_FUNCTIONS.NOT_A_VALID_DEFAULT_PARAMETER_POSITION", "42601"),
                    $"{parameters[i + 1].Name} needs a default, as {parameters[i].Name} before it has one.",
                    parameters: NameErrors.Parameters(("functionName", function.Name[^1]), ("parameterName", parameters[i].Name), ("nextParameterName", parameters[i + 1].Name)));
            }

            var value = RoutineBinding.Default(function, parameters[i], statement, scope);
            if (value.SelfAndDescendants().Any(e => e is SubqueryExpression or AggregateCall or WindowCall or GeneratorCall))
            {
                throw new SpindleException(new ErrorClass("USER_DEFINED_FUNCTIONS.NOT_A_VALID_DEFAULT_EXPRESSION", "42601"), $"The default of {parameters[i].Name} must be a value that no row decides.",
                    parameters: NameErrors.Parameters(("functionName", function.Name[^1]), ("parameterName", parameters[i].Name)));
            }
        }
    }
}
