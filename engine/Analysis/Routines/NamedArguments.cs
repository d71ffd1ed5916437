using Spindle.Analysis.Errors;
using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;
using Spindle.Plans.Unresolved;

namespace Spindle.Analysis.Routines;

/// <summary>Arguments by position and by name → one a parameter, in the parameters' order.</summary>
internal static class NamedArguments
{
    /// <summary>The arguments in order; null for a parameter that none is given for and that may be left out.</summary>
    /// <param name="required">Whether a parameter has to be given.</param>
    public static IReadOnlyList<Expression?> Arranged(string routine, IReadOnlyList<string> parameters, Func<int, bool> required, ValueList<Expression> arguments, Origin origin)
    {
        var arranged = new Expression?[parameters.Count];
        var positional = arguments.TakeWhile(a => a is not NamedArgument).Count();
        if (arguments.Skip(positional).FirstOrDefault(a => a is not NamedArgument) is not null)
        {
            var before = (NamedArgument)arguments[positional];
            throw Error("UNEXPECTED_POSITIONAL_ARGUMENT", $"{routine} has an argument by position after {before.Name} by name.", before.Name);
        }

        for (var i = 0; i < Math.Min(positional, arranged.Length); i++)
            arranged[i] = arguments[i];
        foreach (var named in arguments.Skip(positional).Cast<NamedArgument>())
        {
            var index = Index(parameters, named.Name);
            if (index < 0)
            {
                throw new SpindleException(new ErrorClass("UNRECOGNIZED_PARAMETER_NAME", "4274K"), $"{routine} has no parameter {named.Name}; it has {string.Join(", ", parameters)}.", origin,
                    parameters: NameErrors.Parameters(("routineName", $"`{routine}`"), ("argumentName", $"`{named.Name}`"), ("proposal", string.Join(" ", NearestNames.Of(named.Name, parameters).Select(p => $"`{p}`")))));
            }

            if (arranged[index] is not null)
            {
                throw Error(index < positional ? "DUPLICATE_ROUTINE_PARAMETER_ASSIGNMENT.BOTH_POSITIONAL_AND_NAMED" : "DUPLICATE_ROUTINE_PARAMETER_ASSIGNMENT.DOUBLE_NAMED_ARGUMENT_REFERENCE",
                    $"{routine} is given {named.Name} twice.", parameters[index]);
            }

            arranged[index] = named.Value;
        }

        for (var i = 0; i < arranged.Length; i++)
            if (arranged[i] is null && required(i))
                throw Error("REQUIRED_PARAMETER_NOT_FOUND", $"{routine} needs an argument for {parameters[i]}.", parameters[i]);
        return arranged;

        SpindleException Error(string errorClass, string message, string parameter) => new(new ErrorClass(errorClass, "4274K"), message, origin,
            parameters: NameErrors.Parameters(("routineName", $"`{routine}`"), ("parameterName", $"`{parameter}`")));
    }

    private static int Index(IReadOnlyList<string> parameters, string name)
    {
        for (var i = 0; i < parameters.Count; i++)
            if (string.Equals(parameters[i], name, StringComparison.OrdinalIgnoreCase))
                return i;
        return -1;
    }
}
