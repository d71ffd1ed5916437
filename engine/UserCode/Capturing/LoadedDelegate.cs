using System.Reflection;
using Spindle.Plans.UserCode;

namespace Spindle.UserCode.Capturing;

/// <summary>A delegate that has travelled: its method here, and a copy of its own of what it captured.</summary>
/// <param name="Target">What the method is called on; for a static method its first argument where the delegate was bound to one.</param>
public sealed record LoadedDelegate(Type Type, MethodInfo Method, object? Target)
{
    public static LoadedDelegate Of(UserDelegate function, IAssemblySource assemblies, IHandleSource handles)
    {
        using var reader = new CapturedReader(function.Code.Memory, assemblies, handles);
        var (type, method, target) = reader.Delegate();
        return new LoadedDelegate(type, method, target);
    }

    /// <summary>The delegate as one of .NET's.</summary>
    public Delegate ToDelegate() => Method.CreateDelegate(Type, Target);
}
