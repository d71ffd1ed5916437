using System.Reflection;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using Spindle.UserCode.Capturing;

namespace Spindle.UserCode.Shipping;

/// <summary>
/// The files that executors need to run a program's functions: its assemblies and those of its packages, as <c>deps.json</c> lists them, and their native libraries. The engine's own and .NET's are
/// not among them: every executor has those.
/// </summary>
public sealed class ProgramManifest : IProgramStore
{
    private readonly Dictionary<string, string> paths;

    private ProgramManifest(IReadOnlyList<ProgramFile> files, Dictionary<string, string> paths)
    {
        Files = files;
        this.paths = paths;
    }

    /// <summary>No files: for functions that are all .NET's or the engine's.</summary>
    public static ProgramManifest Empty { get; } = new([], []);

    public IReadOnlyList<ProgramFile> Files { get; }

    /// <summary>The program that an assembly belongs to: itself and what lies beside it.</summary>
    /// <exception cref="Columnar.Errors.SpindleException">SPINDLE_USER_CODE.SINGLE_FILE: it is no file.</exception>
    public static ProgramManifest Of(Assembly program) => program.Location.Length == 0
        ? throw UserCodeErrors.SingleFile(program.GetName().Name!)
        : Read(program.Location);

    /// <summary>Whether the assembly's file is among them.</summary>
    public bool Contains(Assembly assembly) => assembly.Location.Length > 0 && paths.ContainsValue(assembly.Location);

    /// <summary>The files of both; null where they have different files under one name.</summary>
    public ProgramManifest? With(ProgramManifest other)
    {
        var all = Files.ToDictionary(f => (f.Kind, f.Name));
        foreach (var file in other.Files)
            if (!all.TryAdd((file.Kind, file.Name), file) && all[(file.Kind, file.Name)].Hash != file.Hash)
                return null;
        return new ProgramManifest([.. all.Values.OrderBy(f => f.Name, StringComparer.Ordinal)], paths.Concat(other.paths.Where(p => !paths.ContainsKey(p.Key))).ToDictionary(StringComparer.Ordinal));
    }

    public byte[] Fetch(string hash, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return paths.TryGetValue(hash, out var path) ? File.ReadAllBytes(path) : throw new FileNotFoundException($"no file of the program has the hash {hash}");
    }

    private static ProgramManifest Read(string location)
    {
        var folder = Path.GetDirectoryName(location)!;
        var dependencies = Path.ChangeExtension(location, ".deps.json");
        var candidates = File.Exists(dependencies) ? Listed(folder, dependencies).Append(location) : Directory.EnumerateFiles(folder, "*.dll");
        var files = new Dictionary<string, ProgramFile>(StringComparer.Ordinal);
        var paths = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var path in candidates.Where(File.Exists).Distinct(StringComparer.Ordinal))
        {
            var name = AssemblyNameOf(path);
            if (name is not null && ProgramCode.IsEngine(name))
                continue;
            var hash = Hash(File.ReadAllBytes(path));
            var kind = name is null ? ProgramFileKind.Native : ProgramFileKind.Assembly;
            if (files.TryAdd($"{kind} {name?.Name ?? Path.GetFileName(path)}", new ProgramFile(kind, name?.Name ?? Path.GetFileName(path), Path.GetFileName(path), hash, new FileInfo(path).Length)))
                paths[hash] = path;
        }

        return new ProgramManifest([.. files.Values.OrderBy(f => f.Name, StringComparer.Ordinal)], paths);
    }

    internal static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <summary>The files that a deps.json names, where a build or a publish puts them: assemblies beside the program, native libraries beside it or under runtimes/.</summary>
    private static List<string> Listed(string folder, string dependencies)
    {
        var found = new List<string>();
        using var document = JsonDocument.Parse(File.ReadAllBytes(dependencies));
        var target = document.RootElement.GetProperty("runtimeTarget").GetProperty("name").GetString()!;
        foreach (var library in document.RootElement.GetProperty("targets").GetProperty(target).EnumerateObject())
        {
            foreach (var kind in (string[])["runtime", "native"])
                if (library.Value.TryGetProperty(kind, out var assets))
                    foreach (var asset in assets.EnumerateObject())
                        found.Add(Path.Combine(folder, Path.GetFileName(asset.Name)));
            if (!library.Value.TryGetProperty("runtimeTargets", out var specific))
                continue;
            foreach (var asset in specific.EnumerateObject())
                if (Runs(asset.Value.GetProperty("rid").GetString()!))
                    found.Add(Path.Combine(folder, asset.Name));
        }

        return found;
    }

    // Executors run on the driver's kind of machine: linux-x64, linux, unix, or any.
    private static bool Runs(string rid) => rid is "any" || rid == RuntimeInformation.RuntimeIdentifier
        || (OperatingSystem.IsLinux() && (rid is "unix" or "linux" || rid == $"linux-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}"));

    private static AssemblyName? AssemblyNameOf(string path)
    {
        using var file = File.OpenRead(path);
        try
        {
            using var image = new PEReader(file);
            return image.HasMetadata ? AssemblyName.GetAssemblyName(path) : null;
        }
        catch (BadImageFormatException)
        {
            return null;
        }
    }
}
