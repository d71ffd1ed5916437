using Spindle.Analysis.Scopes;
using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;
using Spindle.Plans.Unresolved;

namespace Spindle.Analysis.Expressions;

/// <summary>Types a lambda argument once the function that takes it knows its parameters' types.</summary>
internal static class LambdaBinding
{
    public static Lambda Bind(Expression argument, ValueList<(DataType Type, bool Nullable)> parameters, ExpressionScope scope)
    {
        if (argument is not UnresolvedLambda lambda)
        {
            // A plain value in a lambda's place is a function that ignores its parameters.
            return new Lambda(parameters.Select((p, i) => new LambdaVariable(ColumnId.Next(), $"col{i}", p.Type, p.Nullable)).ToValueList(), argument) { Origin = argument.Origin };
        }

        if (lambda.Parameters.Count != parameters.Count)
        {
            throw new SpindleException(new ErrorClass("INVALID_LAMBDA_FUNCTION_CALL.NUM_ARGS_MISMATCH", "42K0D"),
                $"The lambda function has {lambda.Parameters.Count} parameter(s) where {parameters.Count} are passed.", lambda.Origin,
                parameters: Errors.NameErrors.Parameters(("expectedNumArgs", $"{lambda.Parameters.Count}"), ("actualNumArgs", $"{parameters.Count}")));
        }

        if (lambda.Parameters.Distinct(StringComparer.OrdinalIgnoreCase).Count() != lambda.Parameters.Count)
        {
            throw new SpindleException(new ErrorClass("INVALID_LAMBDA_FUNCTION_CALL.DUPLICATE_ARG_NAMES", "42K0D"),
                $"The lambda function has two parameters of one name: {string.Join(", ", lambda.Parameters)}.", lambda.Origin);
        }

        var variables = lambda.Parameters.Select((name, i) => new LambdaVariable(ColumnId.Next(), name, parameters[i].Type, parameters[i].Nullable)).ToValueList();
        var inner = scope with { Columns = new NameSources(new LambdaParameters(variables, scope.Query.Session.NameComparison), scope.Columns) };
        return new Lambda(variables, inner.Resolve(lambda.Body)) { Origin = lambda.Origin };
    }
}
