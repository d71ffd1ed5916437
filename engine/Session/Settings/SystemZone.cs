namespace Spindle.Sql.Settings;

/// <summary>The machine's time zone: TZ, else where /etc/localtime leads, else UTC.</summary>
internal static class SystemZone
{
    private static readonly Lazy<string> Found = new(Look);

    public static string Id() => Found.Value;

    private static string Look()
    {
        if (Environment.GetEnvironmentVariable("TZ") is { Length: > 0 } named && Columnar.Time.TimeZone.Find(named.TrimStart(':')) is { } zone)
            return zone.Id;
        const string Folder = "zoneinfo/";
        try
        {
            if (File.ResolveLinkTarget("/etc/localtime", returnFinalTarget: true)?.FullName is { } target && target.LastIndexOf(Folder, StringComparison.Ordinal) is var at and >= 0
                && Columnar.Time.TimeZone.Find(target[(at + Folder.Length)..]) is { } local)
            {
                return local.Id is "Etc/UTC" ? "UTC" : local.Id;
            }
        }
        catch (IOException)
        {
            // No such link: the zone is not said.
        }

        return "UTC";
    }
}
