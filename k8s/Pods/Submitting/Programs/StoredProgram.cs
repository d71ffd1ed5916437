namespace Spindle.Pods.Submitting.Programs;

/// <summary>
/// A program in object storage: an archive <c>s3://bucket/key.zip</c>, a folder <c>s3://bucket/folder</c>, or an assembly of a folder, <c>s3://bucket/folder/Program.dll</c>, with all that lies beside it. Of archives
/// and folders <c>#Program.dll</c> names the assembly; without it that is the one with a <c>.runtimeconfig.json</c>, as a published program has.
/// </summary>
/// <param name="Path">Of the archive or the folder.</param>
/// <param name="Assembly">The program's assembly within it; null for the only one that can be run.</param>
public sealed record StoredProgram(string Path, string? Assembly)
{
    private const string RuntimeConfig = ".runtimeconfig.json";

    private static readonly string[] Schemes = ["s3://", "s3a://"];

    private bool IsArchive => Path.EndsWith(ProgramArchive.Extension, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether it is a path of object storage.</summary>
    public static bool IsStored(string path) => Schemes.Any(s => path.StartsWith(s, StringComparison.Ordinal) && path.Length > s.Length);

    /// <summary>Reads what a user or a driver pod's command has.</summary>
    public static StoredProgram Parse(string text)
    {
        var mark = text.LastIndexOf('#');
        if (mark >= 0)
            return new StoredProgram(text[..mark].TrimEnd('/'), text[(mark + 1)..]);
        var path = text.TrimEnd('/');
        var name = path.LastIndexOf('/');
        return path.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) ? new StoredProgram(path[..name], path[(name + 1)..]) : new StoredProgram(path, null);
    }

    /// <summary>Brings it into an empty folder of this machine.</summary>
    /// <returns>The path of its assembly.</returns>
    /// <exception cref="SubmissionException">It is not there, is broken, or cannot be had.</exception>
    public string Fetch(IProgramStore store, string folder)
    {
        if (IsArchive)
            FetchArchive(store, folder);
        else
            FetchFolder(store, folder);
        if (Assembly is null)
            return Runnable(folder);
        var assembly = ProgramArchive.Within(folder, Assembly, Path);
        return File.Exists(assembly) ? assembly : throw new SubmissionException($"the program {Path} has no {Assembly}");
    }

    /// <summary>As <see cref="Parse"/> reads it.</summary>
    public override string ToString() => Assembly is null ? Path : $"{Path}#{Assembly}";

    private void FetchArchive(IProgramStore store, string folder)
    {
        var aside = Directory.CreateTempSubdirectory("spindle-fetch-");
        try
        {
            var archive = System.IO.Path.Combine(aside.FullName, "program" + ProgramArchive.Extension);
            store.Get(Path, archive);
            ProgramArchive.Unpack(archive, Path, folder);
        }
        finally
        {
            aside.Delete(recursive: true);
        }
    }

    private void FetchFolder(IProgramStore store, string folder)
    {
        var files = store.Below(Path).Select(name => (Name: name, File: ProgramArchive.Within(folder, name, Path))).ToList();
        if (files.Count == 0)
            throw new SubmissionException($"there is no program at {Path}");
        foreach (var (name, file) in files)
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
            store.Get($"{Path}/{name}", file);
        }
    }

    private string Runnable(string folder)
    {
        var found = Directory.EnumerateFiles(folder, "*" + RuntimeConfig, SearchOption.AllDirectories).Select(f => f[..^RuntimeConfig.Length] + ".dll").Where(File.Exists).ToList();
        return found.Count == 1 ? found[0]
            : throw new SubmissionException($"the program {Path} has {(found.Count == 0 ? "no" : "more than one")} assembly with a {RuntimeConfig}; name the one to run: {Path}#PROGRAM.dll");
    }
}
