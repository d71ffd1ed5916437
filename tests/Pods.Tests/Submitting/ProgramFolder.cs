namespace Spindle.Pods.Tests.Submitting;

/// <summary>A published program of a few bytes, and room beside it.</summary>
internal sealed class ProgramFolder : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("spindle-program-");

    public ProgramFolder()
    {
        Write("Count.dll", "the program");
        Write("Count.runtimeconfig.json", "{}");
        Write("Helper.dll", "what it needs");
        Write("Spindle.dll", "the engine");
        Write("notes.txt", "nothing that runs");
    }

    public string Program => Path.Combine(folder.FullName, "Count.dll");

    /// <summary>An empty folder within.</summary>
    public string Empty => folder.CreateSubdirectory("empty").FullName;

    /// <summary>The image has the engine.</summary>
    public static bool InImage(string name) => name == "Spindle.dll";

    public string Write(string name, string content)
    {
        var path = Path.Combine(folder.FullName, name);
        File.WriteAllText(path, content);
        return path;
    }

    public void Dispose() => folder.Delete(recursive: true);
}
