namespace Spindle.Launch;

/// <summary>The program that an executor process runs.</summary>
/// <param name="FileName">The executable.</param>
/// <param name="Arguments">What comes before nothing: the launch itself goes over standard input.</param>
public sealed record ProcessCommand(string FileName, IReadOnlyList<string> Arguments)
{
    /// <summary>The executor that lies beside the running program, or in the given folder.</summary>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    public static ProcessCommand Beside(string? folder = null)
    {
        var assembly = Path.Combine(folder ?? AppContext.BaseDirectory, "Spindle.Executor.dll");
        if (!File.Exists(assembly))
            throw new FileNotFoundException($"there is no executor program at {assembly}; it comes with the package Spindle", assembly);
        return new ProcessCommand(Dotnet(), ["exec", assembly]);
    }

    // The running program's host where it was started by it, so that both are of one version; else that of DOTNET_ROOT, else of PATH.
    private static string Dotnet()
    {
        if (Environment.ProcessPath is { } own && Path.GetFileNameWithoutExtension(own) == "dotnet")
            return own;
        var root = Environment.GetEnvironmentVariable("DOTNET_ROOT") ?? Path.GetDirectoryName(Path.GetDirectoryName(Path.GetDirectoryName(System.Runtime.InteropServices.RuntimeEnvironment.GetRuntimeDirectory().TrimEnd('/'))));
        var candidate = root is null ? null : Path.Combine(root, "dotnet");
        return candidate is not null && File.Exists(candidate) ? candidate : "dotnet";
    }
}
