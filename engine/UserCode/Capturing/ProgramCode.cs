using System.Reflection;
using System.Runtime.CompilerServices;

namespace Spindle.UserCode.Capturing;

/// <summary>Which code is the program's own: not the engine's, not .NET's.</summary>
internal static class ProgramCode
{
    private static readonly string Framework = Path.GetDirectoryName(Path.GetDirectoryName(typeof(object).Assembly.Location)!) is { } folder ? Path.GetDirectoryName(folder)! : "";

    public static bool IsFramework(Assembly assembly) => assembly.Location.StartsWith(Framework + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    public static bool IsEngine(Assembly assembly) => IsEngine(assembly.GetName());

    /// <summary>The engine's assemblies, which every executor has: those that are signed by this product and are not its tests or samples.</summary>
    public static bool IsEngine(AssemblyName assembly) => assembly.Name is { } name && Engine.Contains(name);

    public static bool IsClosure(Type type) => type.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false) || (type.DeclaringType is { } outer && type.Name.StartsWith('<') && outer != type);

    public static bool IsRecord(Type type) => type.GetMethod("<Clone>$", BindingFlags.Public | BindingFlags.Instance) is not null;

    private static readonly HashSet<string> Engine =
    [
        "Spindle", "Spindle.Columnar", "Spindle.Formats", "Spindle.Plans", "Spindle.Sources", "Spindle.Functions", "Spindle.UserCode", "Spindle.Sql", "Spindle.Analysis", "Spindle.Optimizer",
        "Spindle.Storage", "Spindle.Storage.S3", "Spindle.Tpch", "Spindle.Execution", "Spindle.Wire", "Spindle.Session", "Spindle.Driver", "Spindle.Launch", "Spindle.Executor", "Spindle.Protos",
        "Spindle.Client", "Spindle.Pods", "Spindle.ControlPlane", "Spindle.Cli", "Spindle.Ui",
    ];
}
