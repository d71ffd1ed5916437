using Spindle.Analysis.Errors;
using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Functions.Catalog;
using Spindle.Plans.Expressions;
using Spindle.Plans.Unresolved;

namespace Spindle.Analysis.Routines;

/// <summary>The arguments of a function of the table by position, with the values of parameters that a call by name leaves out.</summary>
internal static class BuiltInArguments
{
    public static ValueList<Expression> Of(FunctionEntry entry, string name, ValueList<Expression> arguments, Origin origin)
    {
        var parameters = entry.Parameters;
        var required = parameters.Count - entry.Defaults.Count;
        if (arguments.Any(a => a is NamedArgument))
        {
            if (parameters.Count == 0)
            {
                throw new SpindleException(new ErrorClass("NAMED_PARAMETERS_NOT_SUPPORTED", "4274K"), $"{name} takes its arguments by position alone.", origin,
                    parameters: NameErrors.Parameters(("functionName", $"`{name}`")));
            }

            return NamedArguments.Arranged(name, parameters, i => i < required, arguments, origin).Select((a, i) => a ?? entry.Defaults[i - required]).ToValueList();
        }

        if (arguments.Count < required)
        {
            throw new SpindleException(new ErrorClass("REQUIRED_PARAMETER_NOT_FOUND", "4274K"), $"{name} needs an argument for {parameters[arguments.Count]}.", origin,
                parameters: NameErrors.Parameters(("routineName", $"`{name}`"), ("parameterName", $"`{parameters[arguments.Count]}`"), ("index", $"{arguments.Count}")));
        }

        return arguments;
    }
}
