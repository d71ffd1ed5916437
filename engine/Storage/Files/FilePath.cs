namespace Spindle.Storage.Files;

/// <summary>Paths with forward slashes, whatever file system they are of.</summary>
public static class FilePath
{
    public static string NameOf(string path)
    {
        var trimmed = path.TrimEnd('/');
        return trimmed[(trimmed.LastIndexOf('/') + 1)..];
    }

    /// <summary>The path of the folder that holds the path; empty for a relative path of one part.</summary>
    public static string ParentOf(string path)
    {
        var trimmed = path.TrimEnd('/');
        var slash = trimmed.LastIndexOf('/');
        return slash < 0 ? "" : slash == 0 ? "/" : trimmed[..slash];
    }

    public static string Combine(string folder, string name) =>
        folder.Length == 0 ? name : folder.EndsWith('/') ? folder + name : $"{folder}/{name}";

    /// <summary>True for names that tables do not read: they begin with <c>_</c> or <c>.</c>; <c>_c=1</c> is a partition all the same.</summary>
    public static bool IsHidden(string name) =>
        name.StartsWith('.') || (name.StartsWith('_') && !name.Contains('=')) || name.EndsWith("._COPYING_", StringComparison.Ordinal);
}
