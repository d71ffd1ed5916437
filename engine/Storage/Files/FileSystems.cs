using Spindle.Columnar.Errors;

namespace Spindle.Storage.Files;

/// <summary>The file systems of a process, by the scheme of paths (<c>s3://…</c>); paths without one are local.</summary>
public sealed class FileSystems
{
    private static readonly ErrorClass UnsupportedScheme = new("UNSUPPORTED_FEATURE", "0A000");

    private readonly Dictionary<string, IFileSystem> byScheme = new(StringComparer.OrdinalIgnoreCase) { ["file"] = LocalFileSystem.Instance };

    /// <summary>Makes a file system known; before the first query.</summary>
    public FileSystems Register(string scheme, IFileSystem fileSystem)
    {
        byScheme[scheme] = fileSystem;
        return this;
    }

    /// <exception cref="SpindleException">The scheme is unknown.</exception>
    public IFileSystem For(string path)
    {
        var scheme = SchemeOf(path) ?? "file";
        return byScheme.GetValueOrDefault(scheme) ?? throw new SpindleException(UnsupportedScheme,
            $"no file system is known for {scheme}: ({path}); known are {string.Join(", ", byScheme.Keys.Order(StringComparer.Ordinal))}");
    }

    private static string? SchemeOf(string path)
    {
        var colon = path.IndexOf(':');
        return colon > 1 && path.AsSpan(0, colon).IndexOfAnyExcept("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-.") < 0 ? path[..colon] : null;
    }
}
