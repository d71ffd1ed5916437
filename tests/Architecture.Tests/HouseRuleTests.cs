using System.Text.RegularExpressions;
using Spindle.Testing;

namespace Spindle.Architecture.Tests;

/// <summary>Rules of the house that the compiler does not hold.</summary>
public sealed class HouseRuleTests
{
    [Fact]
    public void Folders_are_named_after_what_they_hold()
    {
        string[] banned = ["Common", "Core", "Utils", "Util", "Helpers", "Helper", "Managers", "Misc"];
        var wrong = Sources().Select(f => Path.GetFileName(Path.GetDirectoryName(f))!).Where(banned.Contains).Distinct().ToList();
        Assert.True(wrong.Count == 0, $"folders without a subject: {string.Join(", ", wrong)}");
    }

    [Fact]
    public void Nothing_is_left_undone_in_the_code()
    {
        var promise = new Regex(@"\bNotImplementedException\b|//\s*(TODO|FIXME|HACK)\b");
        var wrong = Sources().Where(f => promise.IsMatch(File.ReadAllText(f))).ToList();
        Assert.True(wrong.Count == 0, $"unkept promises in: {string.Join(", ", wrong)}");
    }

    [Fact]
    public void Private_fields_have_no_underscore()
    {
        var field = new Regex(@"^\s+(private|protected|internal)( \w+)* [A-Za-z<>\[\],?*]+ _[a-z]\w*\s*(=|;|,)", RegexOptions.Multiline);
        var wrong = Sources().Where(f => field.IsMatch(File.ReadAllText(f))).ToList();
        Assert.True(wrong.Count == 0, $"fields named _like_this in: {string.Join(", ", wrong)}");
    }

    [Fact]
    public void Tests_never_wait_for_the_clock()
    {
        var wait = new Regex(@"Thread\.Sleep\(|Task\.Delay\(");
        var wrong = Files("tests").Where(f => !f.EndsWith("HouseRuleTests.cs", StringComparison.Ordinal) && wait.IsMatch(File.ReadAllText(f))).ToList();
        Assert.True(wrong.Count == 0, $"tests that sleep: {string.Join(", ", wrong)}");
    }

    private static IEnumerable<string> Sources() => Files("engine").Concat(Files("driver")).Concat(Files("samples"));

    private static IEnumerable<string> Files(string root) =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root, root), "*.cs", SearchOption.AllDirectories)
            .Where(f => !f.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal));
}
