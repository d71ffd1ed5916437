using System.Reflection;
using System.Runtime.Loader;
using Spindle.UserCode.Capturing;

namespace Spindle.UserCode.Shipping;

/// <summary>
/// The program's assemblies in an executor, in a context of their own: the program's versions win over what lies beside the executor, but for the engine's assemblies, which are the executor's,
/// so that both sides mean the same types. Files are fetched when they are first needed, checked against their hashes, and kept in a folder for the next program that has them.
/// </summary>
public sealed class ProgramLoadContext : AssemblyLoadContext, IAssemblySource
{
    private readonly IProgramStore store;
    private readonly string folder;
    private readonly CancellationToken cancellation;
    private readonly Dictionary<string, ProgramFile> assemblies;
    private readonly Dictionary<string, ProgramFile> natives;
    private readonly Lock gate = new();

    /// <param name="application">For people.</param>
    /// <param name="files">The program's files.</param>
    /// <param name="store">Where their bytes are.</param>
    /// <param name="folder">Where they are kept, each under its hash.</param>
    /// <param name="cancellation">Ends waits for the store.</param>
    public ProgramLoadContext(string application, IEnumerable<ProgramFile> files, IProgramStore store, string folder, CancellationToken cancellation = default) : base(application, isCollectible: true)
    {
        this.store = store;
        this.folder = folder;
        this.cancellation = cancellation;
        var all = files.ToList();
        assemblies = all.Where(f => f.Kind == ProgramFileKind.Assembly).ToDictionary(f => f.Name, StringComparer.OrdinalIgnoreCase);
        natives = all.Where(f => f.Kind == ProgramFileKind.Native).ToDictionary(f => f.FileName, StringComparer.Ordinal);
    }

    public Assembly Find(string name, string? moduleVersion)
    {
        // Fetched before the loader asks for it, which would wrap what goes wrong.
        if (assemblies.TryGetValue(name, out var file))
            PathOf(file);
        var assembly = file is not null ? LoadFromAssemblyName(new AssemblyName(name)) : Shared(name);
        var found = assembly.ManifestModule.ModuleVersionId.ToString();
        return moduleVersion is null || found == moduleVersion ? assembly : throw UserCodeErrors.OtherBuild(name, moduleVersion, found);
    }

    protected override Assembly? Load(AssemblyName assemblyName) =>
        assemblyName.Name is { } name && assemblies.TryGetValue(name, out var file) ? LoadFromAssemblyPath(PathOf(file)) : null;

    protected override nint LoadUnmanagedDll(string unmanagedDllName)
    {
        foreach (var name in (string[])[unmanagedDllName, $"lib{unmanagedDllName}.so", $"{unmanagedDllName}.so", $"lib{unmanagedDllName}"])
            if (natives.TryGetValue(name, out var file))
                return LoadUnmanagedDllFromPath(PathOf(file));
        return 0;
    }

    private static Assembly Shared(string name)
    {
        try
        {
            return Default.LoadFromAssemblyName(new AssemblyName(name));
        }
        catch (IOException)
        {
            throw UserCodeErrors.Missing(name);
        }
    }

    /// <summary>The file, fetched where it is not there yet; a name of its own until it is whole.</summary>
    private string PathOf(ProgramFile file)
    {
        lock (gate)
        {
            var path = Path.Combine(folder, file.Hash, file.FileName);
            if (File.Exists(path))
                return path;
            var bytes = store.Fetch(file.Hash, cancellation);
            if (ProgramManifest.Hash(bytes) != file.Hash)
                throw new InvalidDataException($"{file.FileName} is not what the driver sent: its hash is not {file.Hash}");
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var part = $"{path}.{Environment.ProcessId}.part";
            File.WriteAllBytes(part, bytes);
            File.Move(part, path, overwrite: true);
            return path;
        }
    }
}
