using System.Reflection;
using System.Runtime.CompilerServices;

namespace Spindle.UserCode.Capturing;

/// <summary>Which methods can be sent to an executor.</summary>
internal static class MethodRules
{
    public static void Check(MethodInfo method)
    {
        var assembly = method.Module.Assembly;
        if (assembly.IsDynamic || method.DeclaringType is null)
            throw UserCodeErrors.Dynamic(method.Name);
        var name = UserCodeErrors.Name(method);
        if (method.IsDefined(typeof(AsyncStateMachineAttribute), inherit: false) || IsAwaitable(method.ReturnType))
            throw UserCodeErrors.Async(name);
        if (assembly.Location.Length == 0)
            throw UserCodeErrors.SingleFile(assembly.GetName().Name!);
        if (method.GetParameters().Any(p => p.ParameterType.IsByRef))
            throw UserCodeErrors.Signature(name, "parameters by reference (ref, in, out) are no columns");
    }

    private static bool IsAwaitable(Type type) => type.IsAssignableTo(typeof(Task)) || type == typeof(ValueTask)
        || (type.IsGenericType && (type.GetGenericTypeDefinition() == typeof(ValueTask<>) || type.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>)));
}
