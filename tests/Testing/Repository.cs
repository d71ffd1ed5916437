namespace Spindle.Testing;

/// <summary>Where the sources are: the folder that holds Engine.sln, looked for upwards from the running test.</summary>
public static class Repository
{
    public static string Root { get; } = Find();

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Engine.sln")))
                return folder.FullName;
        throw new DirectoryNotFoundException("tests run from inside a checkout: no Engine.sln was found above " + AppContext.BaseDirectory);
    }
}
