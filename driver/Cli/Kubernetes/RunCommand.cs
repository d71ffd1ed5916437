using System.Reflection;
using System.Runtime.Loader;
using Spindle.Pods.Submitting.Programs;
using Spindle.Sql.Settings;

namespace Spindle.Cli.Kubernetes;

/// <summary><c>spindle run PROGRAM.dll …</c>: runs a program over this installation's engine. Driver pods are started so: the program's folder holds what the image does not. One in object storage is fetched first.</summary>
internal static class RunCommand
{
    public static int Run(IReadOnlyList<string> words)
    {
        if (words.Count == 0)
            throw new UsageException("spindle run needs a program: spindle run PROGRAM.dll [arguments]");
        if (!StoredProgram.IsStored(words[0]))
            return Start(Path.GetFullPath(words[0]), words.Skip(1));
        var folder = Directory.CreateTempSubdirectory("spindle-program-");
        try
        {
            return Start(Fetch(StoredProgram.Parse(words[0]), folder.FullName), words.Skip(1));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string Fetch(StoredProgram program, string folder)
    {
        using var store = new ObjectProgramStore(SubmittedSettings.OfProcess());
        return program.Fetch(store, folder);
    }

    private static int Start(string path, IEnumerable<string> words)
    {
        if (!File.Exists(path))
            throw new UsageException($"there is no program at {path}");
        var folder = Path.GetDirectoryName(path)!;
        AssemblyLoadContext.Default.Resolving += (context, name) => Path.Combine(folder, name.Name + ".dll") is var beside && File.Exists(beside) ? context.LoadFromAssemblyPath(beside) : null;
        var program = AssemblyLoadContext.Default.LoadFromAssemblyPath(path);
        var entry = program.EntryPoint ?? throw new UsageException($"{path} is a library: it has no entry point");
        object?[] arguments = entry.GetParameters().Length == 0 ? [] : [words.ToArray()];
        return entry.Invoke(null, BindingFlags.DoNotWrapExceptions, null, arguments, null) is int code ? code : 0;
    }
}
