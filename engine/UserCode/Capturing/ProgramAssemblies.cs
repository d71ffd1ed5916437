using System.Reflection;

namespace Spindle.UserCode.Capturing;

/// <summary>The assemblies of the program that this process runs.</summary>
public sealed class ProgramAssemblies : IAssemblySource
{
    public static readonly ProgramAssemblies Instance = new();

    private ProgramAssemblies()
    {
    }

    public Assembly Find(string name, string? moduleVersion)
    {
        Assembly? other = null;
        foreach (var assembly in AppDomain.CurrentDomain.GetAssemblies())
        {
            if (assembly.GetName().Name != name || assembly.IsDynamic)
                continue;
            if (moduleVersion is null ? System.Runtime.Loader.AssemblyLoadContext.GetLoadContext(assembly) == System.Runtime.Loader.AssemblyLoadContext.Default : assembly.ManifestModule.ModuleVersionId.ToString() == moduleVersion)
                return assembly;
            other ??= assembly;
        }

        return other ?? Load(name);
    }

    private static Assembly Load(string name)
    {
        try
        {
            return Assembly.Load(new AssemblyName(name));
        }
        catch (IOException)
        {
            throw UserCodeErrors.Missing(name);
        }
    }
}
