using System.Runtime.InteropServices;
using Spindle.Testing;

namespace Spindle.Package.Tests;

/// <summary>A folder of packages made by <c>dotnet pack</c>, and a folder outside the repository to use them in. Packing builds apart from the repository's own output, and keeps its intermediate files for the next run.</summary>
public sealed class Feed : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("spindle-package-");

    public string Packages => Directory.CreateDirectory(Path.Combine(folder.FullName, "feed")).FullName;

    /// <summary>An empty folder outside the repository, whose packages come from the feed first.</summary>
    public string Elsewhere(string name)
    {
        var path = Directory.CreateDirectory(Path.Combine(folder.FullName, name)).FullName;
        File.WriteAllText(Path.Combine(path, "nuget.config"), $"""<configuration><packageSources><add key="feed" value="{Packages}" /></packageSources></configuration>""");
        return path;
    }

    /// <summary>What packages are unpacked to: a cache of this run alone for our own, so that an earlier build of the same version is never taken, over the machine's for the others.</summary>
    public Dictionary<string, string?> Environment => new()
    {
        ["NUGET_PACKAGES"] = Path.Combine(folder.FullName, "cache"),
        ["NUGET_FALLBACK_PACKAGES"] = System.Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(System.Environment.GetFolderPath(System.Environment.SpecialFolder.UserProfile), ".nuget", "packages"),
        ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
        ["DOTNET_NOLOGO"] = "1",
        ["MSBUILDDISABLENODEREUSE"] = "1",
    };

    public void Pack(string project)
    {
        var artifacts = Path.Combine(Repository.Root, "artifacts", "package-tests", RuntimeInformation.RuntimeIdentifier);
        Dotnet(Repository.Root, ["pack", Path.Combine(Repository.Root, project), "-c", "Release", "-o", Packages, "--artifacts-path", artifacts, "--nologo", "-v", "quiet"], own: false).Succeeded();
    }

    public ProcessRun Dotnet(string where, IEnumerable<string> arguments, bool own = true) =>
        ProcessRun.Of("dotnet", arguments, where, deadline: TimeSpan.FromMinutes(5), environment: own ? Environment : new Dictionary<string, string?> { ["MSBUILDDISABLENODEREUSE"] = "1" });

    public void Dispose() => folder.Delete(recursive: true);
}
