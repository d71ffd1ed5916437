using System.Reflection;
using Spindle.Columnar.Types;
using Spindle.Plans.UserCode;
using Spindle.UserCode.Capturing;
using Spindle.UserCode.Types;

namespace Spindle.UserCode.Calls;

/// <summary>What a delegate is as a function of columns.</summary>
public static class FunctionShape
{
    private const int MaxParameters = 10;

    /// <summary>A scalar function of up to ten parameters; one over spans where its parameters are <see cref="ReadOnlySpan{T}"/> and a last <see cref="Span{T}"/> for the results.</summary>
    /// <param name="isDeterministic">False where equal arguments may give different results: such calls are neither repeated nor moved.</param>
    /// <exception cref="Columnar.Errors.SpindleException">SPINDLE_USER_CODE: it cannot be sent to executors; UNSUPPORTED_DATATYPE: a parameter or the result has no SQL type.</exception>
    public static UserFunction Of(Delegate function, bool isDeterministic = true)
    {
        var invoke = function.GetType().GetMethod("Invoke")!;
        var parameters = invoke.GetParameters().Select(p => p.ParameterType).ToList();
        var name = UserCodeErrors.Name(function.Method);
        if (parameters.Count > 0 && SpanElement(parameters[^1], typeof(Span<>)) is { } result && invoke.ReturnType == typeof(void))
            return OverSpans(function, name, parameters, result, isDeterministic);
        var code = DelegateCapture.Of(function);
        if (parameters.Count > MaxParameters)
            throw UserCodeErrors.Signature(name, $"it has {parameters.Count} parameters, and a function may have {MaxParameters}");
        if (invoke.ReturnType == typeof(void))
            throw UserCodeErrors.Signature(name, "it gives no result");
        return new UserFunction(code, UserFunctionForm.Row, Parameters(parameters, name), SqlTypes.Of(invoke.ReturnType, $"the result of {name}"), SqlTypes.HoldsNull(invoke.ReturnType), isDeterministic);
    }

    /// <summary>Parameters of these .NET types.</summary>
    internal static ValueList<UserParameter> Parameters(IEnumerable<Type> types, string name) =>
        types.Select((t, i) => new UserParameter(SqlTypes.Of(t, $"parameter {i + 1} of {name}"), SqlTypes.HoldsNull(t))).ToValueList();

    /// <summary>The element type of a span type; null for other types.</summary>
    internal static Type? SpanElement(Type type, Type definition) => type.IsGenericType && type.GetGenericTypeDefinition() == definition ? type.GetGenericArguments()[0] : null;

    private static UserFunction OverSpans(Delegate function, string name, List<Type> parameters, Type result, bool isDeterministic)
    {
        var arguments = parameters.Take(parameters.Count - 1).Select(p => SpanElement(p, typeof(ReadOnlySpan<>)) ?? throw UserCodeErrors.Signature(name, "all of its parameters but the last must be read-only spans")).ToList();
        if (arguments.Count == 0 || arguments.Count > MaxParameters)
            throw UserCodeErrors.Signature(name, $"it has {arguments.Count} spans to read, and a function may have 1 to {MaxParameters}");
        foreach (var element in arguments.Append(result))
            if (!IsSpanElement(element))
                throw UserCodeErrors.Signature(name, $"spans of {UserCodeErrors.Name(element)} are no columns; use sbyte, short, int, long, float or double");
        return new UserFunction(DelegateCapture.Of(function), UserFunctionForm.Span, arguments.Select(a => new UserParameter(SqlTypes.Find(a)!, TakesNull: false)).ToValueList(), SqlTypes.Find(result)!,
            ResultNullable: false, isDeterministic);
    }

    private static bool IsSpanElement(Type type) =>
        type == typeof(sbyte) || type == typeof(short) || type == typeof(int) || type == typeof(long) || type == typeof(float) || type == typeof(double);
}
