using System.Reflection;
using System.Runtime.CompilerServices;

namespace Spindle.Sql.Runners;

/// <summary>The providers of this process. The package's own registers itself when its assembly is loaded, which the first master that is not local sees to.</summary>
public static class RunnerProviders
{
    private const string Package = "Spindle";

    private static readonly Lock Gate = new();
    private static readonly List<IRunnerProvider> Registered = [];

    public static void Register(IRunnerProvider provider)
    {
        lock (Gate)
            Registered.Add(provider);
    }

    internal static IReadOnlyList<IRunnerProvider> All()
    {
        LoadPackage();
        lock (Gate)
            return [.. Registered];
    }

    // A program names nothing of that assembly, so that it would not be loaded by itself.
    private static void LoadPackage()
    {
        try
        {
            RuntimeHelpers.RunModuleConstructor(Assembly.Load(Package).ManifestModule.ModuleHandle);
        }
        catch (FileNotFoundException)
        {
            // The engine alone: there are local masters and what was registered by hand.
        }
    }
}
