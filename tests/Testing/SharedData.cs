namespace Spindle.Testing;

/// <summary>
/// Reference data that lies beside the repository in a folder <c>shared</c> and is not part of it. A test that needs it asks
/// <see cref="TryFind"/> and, when it is absent, says so and passes.
/// </summary>
public static class SharedData
{
    /// <summary>The folder, or null where there is none.</summary>
    public static string? Root { get; } = Find();

    /// <summary>The path of a file or folder in the reference data; false, with a printed line, when it is absent.</summary>
    public static bool TryFind(string relativePath, out string path)
    {
        path = Root is null ? "" : Path.Combine(Root, relativePath);
        if (Root is not null && Path.Exists(path))
            return true;
        Skipped.Say($"reference data {relativePath} is not beside the repository");
        return false;
    }

    private static string? Find()
    {
        var shared = Path.GetFullPath(Path.Combine(Repository.Root, "..", "shared"));
        if (Directory.Exists(shared))
            return shared;

        // A linked work tree lies elsewhere than the repository it belongs to.
        var overridden = Environment.GetEnvironmentVariable("SPINDLE_SHARED");
        return Directory.Exists(overridden) ? overridden : null;
    }
}
