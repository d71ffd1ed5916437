using System.Text.RegularExpressions;
using Spindle.Testing;

namespace Spindle.Sql.Tests.Logic;

/// <summary>The table in slt/README.md: which file holds which feature, and that it does.</summary>
public class FeatureIndexTests
{
    private static string Folder => Path.Combine(Repository.Root, "tests", "Sql.Tests", "slt");

    public static TheoryData<string, string, string> Features()
    {
        var features = new TheoryData<string, string, string>();
        foreach (var (feature, file, pattern) in Table())
            features.Add(feature, file, pattern);
        return features;
    }

    [Theory]
    [MemberData(nameof(Features))]
    public void AFeatureIsHeldByItsFile(string feature, string file, string pattern)
    {
        var records = LogicFile.Parse(File.ReadAllText(Path.Combine(Folder, file)));
        var asked = new Regex(pattern, RegexOptions.IgnoreCase | RegexOptions.Multiline);
        Assert.True(records.Any(r => r.Kind != LogicKind.Error && asked.IsMatch(r.Sql)), $"{file} never has {feature}: no statement that works is like {pattern}");
    }

    [Fact]
    public void EveryFileIsInTheTable()
    {
        var named = Table().Select(f => f.File).ToHashSet(StringComparer.Ordinal);
        var files = Directory.GetFiles(Folder, "*.slt", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(Folder, f).Replace('\\', '/')).ToHashSet(StringComparer.Ordinal);
        Assert.Equal(files.Order(StringComparer.Ordinal), named.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void EveryFileHasNullsAndErrorsAndQueriesOverNothing()
    {
        foreach (var file in Table().Select(f => f.File).Distinct())
        {
            var records = LogicFile.Parse(File.ReadAllText(Path.Combine(Folder, file)));
            Assert.True(records.Any(r => r.Kind == LogicKind.Error), $"{file} has no statement that fails");
            if (file.StartsWith("errors/", StringComparison.Ordinal) || file.Contains("after_errors", StringComparison.Ordinal))
                continue;
            Assert.True(records.Any(r => r.Sql.Contains("NULL", StringComparison.OrdinalIgnoreCase) || r.Expected.Any(e => e.Contains("NULL", StringComparison.Ordinal))), $"{file} has no NULL");
            Assert.True(records.Any(r => r.Kind == LogicKind.Query && (r.Expected.Count == 0 || r.Sql.Contains("WHERE false", StringComparison.OrdinalIgnoreCase))), $"{file} asks nothing over nothing");
        }
    }

    private static IEnumerable<(string Feature, string File, string Pattern)> Table() =>
        from line in File.ReadLines(Path.Combine(Folder, "README.md"))
        where line.StartsWith("| ", StringComparison.Ordinal) && line.Contains(".slt |", StringComparison.Ordinal)
        let cells = Regex.Split(line, @"(?<!\\)\|").Select(c => c.Trim()).ToArray()
        select (cells[1], cells[2], cells[3].Trim('`').Replace(@"\|", "|", StringComparison.Ordinal));
}
