using System.Collections.Concurrent;

namespace Spindle.Columnar.Time;

/// <summary>Named zones, read once each: the system's TZif files first, because they are kept up to date, then the bundled copy.</summary>
internal static class TimeZoneDatabase
{
    private const string SystemFolder = "/usr/share/zoneinfo";

    private static readonly ConcurrentDictionary<string, TimeZone?> Cache = new(StringComparer.Ordinal);

    /// <summary>The zone of an IANA name, case-sensitive; null when there is none.</summary>
    public static TimeZone? Find(string name) => IsName(name) ? Cache.GetOrAdd(name, Load) : null;

    private static TimeZone? Load(string name) => FromSystem(name) ?? FromBundle(name);

    internal static TimeZone? FromBundle(string name) => BundledZones.Find(name) is { } file ? TzifReader.Read(name, file) : null;

    internal static TimeZone? FromSystem(string name)
    {
        try
        {
            var path = Path.Combine(SystemFolder, name);
            return File.Exists(path) ? TzifReader.Read(name, File.ReadAllBytes(path)) : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Names are words joined by slashes; nothing that leads out of the folder, nor the folder's variants and its other files.</summary>
    private static bool IsName(string name)
    {
        if (name.Length is 0 or > 64 || !char.IsAsciiLetter(name[0]) || name[^1] == '/'
            || name.StartsWith("posix", StringComparison.Ordinal) || name.StartsWith("right/", StringComparison.Ordinal) || name == "localtime")
            return false;
        foreach (var c in name)
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('/' or '_' or '-' or '+'))
                return false;
        return !name.Contains("//", StringComparison.Ordinal);
    }
}
