using System.Reflection;
using System.Runtime.Loader;
using Spindle.UserCode.Capturing;

namespace Spindle.UserCode.Shipping;

/// <summary>
/// The engine's assemblies that a process does not use itself, but that lie beside it for the program's code to link to: an executor has no use for sessions, and a program's aggregate extends a class
/// that stands among them.
/// </summary>
public static class EngineAssemblies
{
    private static readonly Lazy<bool> Registered = new(() =>
    {
        AssemblyLoadContext.Default.Resolving += Find;
        return true;
    });

    /// <summary>From now on the default context finds them.</summary>
    public static void FindBeside() => _ = Registered.Value;

    private static Assembly? Find(AssemblyLoadContext context, AssemblyName name)
    {
        if (!ProgramCode.IsEngine(name))
            return null;
        var path = Path.Combine(AppContext.BaseDirectory, name.Name + ".dll");
        return File.Exists(path) ? context.LoadFromAssemblyPath(path) : null;
    }
}
