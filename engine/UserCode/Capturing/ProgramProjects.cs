using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;

namespace Spindle.UserCode.Capturing;

/// <summary>
/// Which assemblies were written together with the program: its projects, as <c>deps.json</c> calls them. What a project keeps in statics is the program's own state; what a package keeps there is its
/// own affair, which each process has for itself.
/// </summary>
internal static class ProgramProjects
{
    private static readonly ConcurrentDictionary<string, HashSet<string>> Known = new(StringComparer.Ordinal);

    /// <param name="root">The assembly of a function.</param>
    public static bool Has(Assembly root, Assembly other)
    {
        if (root.Location.Length == 0 || ProgramCode.IsEngine(other) || ProgramCode.IsFramework(other))
            return false;
        var dependencies = Path.ChangeExtension(root.Location, ".deps.json");
        if (!File.Exists(dependencies) && Assembly.GetEntryAssembly() is { Location.Length: > 0 } entry)
            dependencies = Path.ChangeExtension(entry.Location, ".deps.json");
        return Known.GetOrAdd(dependencies, Read).Contains(other.GetName().Name!);
    }

    private static HashSet<string> Read(string dependencies)
    {
        if (!File.Exists(dependencies))
            return [];
        using var document = JsonDocument.Parse(File.ReadAllBytes(dependencies));
        return !document.RootElement.TryGetProperty("libraries", out var libraries) ? []
            : libraries.EnumerateObject().Where(l => l.Value.TryGetProperty("type", out var type) && type.GetString() == "project").Select(l => l.Name.Split('/')[0]).ToHashSet(StringComparer.Ordinal);
    }
}
