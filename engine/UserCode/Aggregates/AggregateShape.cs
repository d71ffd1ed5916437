using Spindle.Columnar.Types;
using Spindle.Plans.UserCode;
using Spindle.UserCode.Calls;
using Spindle.UserCode.Capturing;
using Spindle.UserCode.Types;

namespace Spindle.UserCode.Aggregates;

/// <summary>What four delegates are as an aggregate function.</summary>
public static class AggregateShape
{
    /// <param name="initial">() => state.</param>
    /// <param name="update">(state, argument …) => state.</param>
    /// <param name="merge">(state, state) => state.</param>
    /// <param name="evaluate">state => result.</param>
    /// <exception cref="Columnar.Errors.SpindleException">SPINDLE_USER_CODE, UNSUPPORTED_DATATYPE: as for functions.</exception>
    public static UserAggregate Of(Delegate initial, Delegate update, Delegate merge, Delegate evaluate, bool isDeterministic = true)
    {
        var name = UserCodeErrors.Name(update.Method);
        var state = initial.Method.ReturnType;
        var parameters = update.GetType().GetMethod("Invoke")!.GetParameters();
        var result = evaluate.GetType().GetMethod("Invoke")!.ReturnType;
        if (initial.GetType().GetMethod("Invoke")!.ReturnType is var given && (parameters.Length == 0 || parameters[0].ParameterType != given))
            throw UserCodeErrors.Signature(name, $"its first parameter must be the state, {UserCodeErrors.Name(given)}");
        var columns = SqlTypes.Columns(given, $"the state of {name}");
        // A state that holds null needs a column that says so: it travels as one struct or one value.
        var held = SqlTypes.HoldsNull(given) && columns.Fields.Count > 0 && SqlTypes.Of(given, name) is StructType whole ? new StructType([new Field("state", whole)]) : columns;
        return new UserAggregate(DelegateCapture.Of(initial), DelegateCapture.Of(update), DelegateCapture.Of(merge), DelegateCapture.Of(evaluate),
            FunctionShape.Parameters(parameters.Skip(1).Select(p => p.ParameterType), name), held, SqlTypes.Of(result, $"the result of {name}"), SqlTypes.HoldsNull(result), isDeterministic);
    }
}
