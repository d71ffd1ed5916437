using System.Text.Json;
using System.Xml.Linq;
using Spindle.Testing;

namespace Spindle.Package.Tests;

/// <summary>The package is described by hand; what it holds and needs must not drift from what the projects say.</summary>
public sealed class NuspecTests
{
    [Fact]
    public void The_package_depends_on_what_the_engine_references()
    {
        using var deps = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Spindle.Package.Tests.deps.json")));
        var projects = deps.RootElement.GetProperty("libraries").EnumerateObject().Where(l => l.Value.GetProperty("type").GetString() == "project").Select(l => l.Name.Split('/')[0]).ToHashSet();
        var graph = deps.RootElement.GetProperty("targets").EnumerateObject().Single().Value.EnumerateObject()
            .ToDictionary(l => l.Name.Split('/')[0], l => l.Value.TryGetProperty("dependencies", out var d) ? d.EnumerateObject().Select(p => p.Name).ToList() : []);
        var wanted = Reachable("Spindle").SelectMany(p => graph[p]).Where(d => !projects.Contains(d)).Distinct().Order(StringComparer.Ordinal).ToList();

        var nuspec = XDocument.Load(Path.Combine(Repository.Root, "driver", "Spindle", "Spindle.nuspec"));
        var named = nuspec.Descendants().Where(e => e.Name.LocalName == "dependency").Select(e => e.Attribute("id")!.Value).Order(StringComparer.Ordinal).ToList();
        Assert.Equal(wanted, named);

        HashSet<string> Reachable(string root)
        {
            var found = new HashSet<string> { root };
            var open = new Queue<string>([root]);
            while (open.TryDequeue(out var project))
                foreach (var next in graph[project].Where(d => projects.Contains(d) && found.Add(d)))
                    open.Enqueue(next);
            return found;
        }
    }
}
