using System.Xml.Linq;
using Spindle.Testing;

namespace Spindle.Architecture.Tests;

/// <summary>The csproj files say who sees whom; docs/architecture.md says who may. They must agree.</summary>
public sealed class ReferenceTableTests
{
    private static readonly IReadOnlyDictionary<string, Row> Table = ReadTable();

    [Fact]
    public void Every_project_has_a_row()
    {
        var missing = Projects().Select(p => p.Room).Where(room => !Table.ContainsKey(room)).ToList();
        Assert.True(missing.Count == 0, $"no row in docs/architecture.md for: {string.Join(", ", missing)}");
    }

    [Fact]
    public void No_project_references_more_than_its_row_allows()
    {
        var wrong = (from project in Projects()
                     from reference in project.References
                     where !Table[project.Room].MaySee.Contains(reference)
                     select $"{project.Room} -> {reference}").ToList();
        Assert.True(wrong.Count == 0, $"references that docs/architecture.md does not allow: {string.Join(", ", wrong)}");
    }

    [Fact]
    public void What_a_room_must_never_see_is_not_allowed_either()
    {
        foreach (var (room, row) in Table)
            Assert.False(row.MaySee.Overlaps(row.Never), $"{room} may and must not see the same room");
    }

    [Fact]
    public void The_table_names_only_rooms_that_exist_or_come_later()
    {
        var rooms = Projects().Select(p => p.Room).ToHashSet();
        var stale = Table.Where(r => !r.Value.Later && !rooms.Contains(r.Key)).Select(r => r.Key).ToList();
        Assert.True(stale.Count == 0, $"rows without a project: {string.Join(", ", stale)}");
    }

    [Fact]
    public void The_engine_sees_nothing_that_its_projects_do_not_name()
    {
        var props = File.ReadAllText(Path.Combine(Repository.Root, "Directory.Build.props"));
        Assert.Contains("<DisableTransitiveProjectReferences>true</DisableTransitiveProjectReferences>", props, StringComparison.Ordinal);
    }

    private static List<Project> Projects()
    {
        string[] roots = ["engine", "driver", "executor", "protos", "k8s", "samples"];
        return [.. roots.Select(r => Path.Combine(Repository.Root, r)).Where(Directory.Exists)
            .SelectMany(r => Directory.EnumerateFiles(r, "*.csproj", SearchOption.AllDirectories))
            .Select(path => new Project(RoomOf(path), References(path)))];
    }

    // The top-level folders that are a project themselves have a lower-case name.
    private static string RoomOf(string csproj) =>
        csproj.StartsWith(Path.Combine(Repository.Root, "samples"), StringComparison.Ordinal)
            ? "samples"
            : Path.GetFileName(Path.GetDirectoryName(csproj))! switch { "protos" => "Protos", "executor" => "Executor", var folder => folder };

    private static List<string> References(string csproj) =>
        [.. XDocument.Load(csproj).Descendants("ProjectReference").Select(r => RoomOf(Path.GetFullPath(Path.Combine(Path.GetDirectoryName(csproj)!, r.Attribute("Include")!.Value.Replace('\\', '/')))))];

    private static Dictionary<string, Row> ReadTable()
    {
        var rows = new Dictionary<string, Row>();
        foreach (var line in File.ReadLines(Path.Combine(Repository.Root, "docs", "architecture.md")).SkipWhile(l => !l.StartsWith("| room |", StringComparison.Ordinal)).Skip(2))
        {
            if (!line.StartsWith('|'))
                break;
            var cells = line.Split('|')[1..4].Select(c => c.Trim()).ToArray();
            var later = cells[0].EndsWith("*(later)*", StringComparison.Ordinal);
            rows.Add(cells[0].Replace("*(later)*", "", StringComparison.Ordinal).Trim(), new Row(Names(cells[1]), Names(cells[2]), later));
        }

        return rows;
    }

    private static HashSet<string> Names(string cell) => [.. cell.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];

    private sealed record Row(HashSet<string> MaySee, HashSet<string> Never, bool Later);

    private sealed record Project(string Room, List<string> References);
}
