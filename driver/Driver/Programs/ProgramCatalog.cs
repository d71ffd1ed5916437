using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Spindle.Columnar.Errors;
using Spindle.Plans.UserCode;
using Spindle.UserCode.Capturing;
using Spindle.UserCode.Shipping;

namespace Spindle.Driver.Programs;

/// <summary>
/// Which files of this process's program the functions of its queries need. One program does for all queries as a rule: it grows when a query needs an assembly that it has not, and there are
/// two only where two builds of one assembly are in use. Any number of threads.
/// </summary>
internal sealed class ProgramCatalog
{
    private readonly Lock gate = new();
    private readonly List<ShippedProgram> programs = [];

    /// <summary>A program that has all assemblies which the functions, and the broadcast variables that they read, name.</summary>
    /// <exception cref="SpindleException">SPINDLE_USER_CODE: an assembly is no file; a broadcast variable's value cannot be sent, or was given up.</exception>
    public ShippedProgram For(IEnumerable<UserDelegate> functions)
    {
        var needed = new HashSet<ProgramAssembly>();
        foreach (var function in functions)
        {
            needed.UnionWith(function.Assemblies);
            foreach (var id in function.Handles)
                if (HandleRegistry.Instance.Find(id) is IBroadcast broadcast)
                    needed.UnionWith(broadcast.Captured.Assemblies);
        }

        var assemblies = needed.Select(n => ProgramAssemblies.Instance.Find(n.Name, n.ModuleVersion)).ToList();
        lock (gate)
        {
            if (programs.FindLast(p => assemblies.TrueForAll(p.Manifest.Contains)) is { } known)
                return known;
            var manifest = Manifest(assemblies, programs.Count > 0 ? programs[^1].Manifest : null) ?? Manifest(assemblies, null)
                ?? throw new SpindleException(new ErrorClass("SPINDLE_USER_CODE.TWO_BUILDS", "0A000"), "one query calls functions of two builds of one assembly: call them in queries of their own");
            var id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', manifest.Files.Select(f => $"{f.Kind} {f.FileName} {f.Hash}")))));
            var program = new ShippedProgram(id, manifest);
            programs.Add(program);
            return program;
        }
    }

    /// <summary>The bytes of a file of any of the programs.</summary>
    /// <exception cref="IOException">There is none of that hash, or it cannot be read.</exception>
    public byte[] Fetch(string hash, CancellationToken cancellation)
    {
        ProgramManifest? manifest;
        lock (gate)
            manifest = programs.FindLast(p => p.Manifest.Files.Any(f => f.Hash == hash))?.Manifest;
        return manifest is not null ? manifest.Fetch(hash, cancellation) : throw new FileNotFoundException($"no file of the program has the hash {hash}");
    }

    // The files that belong to the program as a whole before those that an assembly has beside it, so that a library's package comes from where the program has it.
    private static ProgramManifest? Manifest(List<Assembly> assemblies, ProgramManifest? manifest)
    {
        foreach (var assembly in assemblies.Where(a => manifest?.Contains(a) != true))
        {
            if (manifest?.Contains(assembly) == true)
                continue;
            var own = Assembly.GetEntryAssembly() is { Location.Length: > 0 } entry && entry != assembly && ProgramManifest.Of(entry) is var whole && whole.Contains(assembly) ? whole : ProgramManifest.Of(assembly);
            manifest = manifest is null ? own : manifest.With(own);
            if (manifest is null)
                return null;
        }

        return manifest ?? ProgramManifest.Empty;
    }
}
