using System.Linq.Expressions;
using System.Reflection;
using X = System.Linq.Expressions.Expression;

namespace Spindle.UserCode.Calls;

/// <summary>Generates direct calls of a delegate's method, so that the compiler may put its body into the loop.</summary>
internal static class MethodCall
{
    /// <summary>The target in the type that the method is called on, for a local of the loop; null where the method has none.</summary>
    public static Type? TargetType(MethodInfo method, bool hasTarget) => !hasTarget ? null : method.IsStatic ? method.GetParameters()[0].ParameterType : method.DeclaringType;

    /// <summary>A call, with conversions to the delegate's result where the method's differs.</summary>
    /// <param name="target">A local of <see cref="TargetType"/>; null where there is none.</param>
    public static X Of(MethodInfo method, X? target, IEnumerable<X> arguments)
    {
        var given = method.IsStatic && target is not null ? arguments.Prepend(target) : arguments;
        var typed = given.Zip(method.GetParameters(), (a, p) => a.Type == p.ParameterType ? a : X.Convert(a, p.ParameterType));
        return method.IsStatic ? X.Call(method, typed) : X.Call(target!, method, typed);
    }
}
