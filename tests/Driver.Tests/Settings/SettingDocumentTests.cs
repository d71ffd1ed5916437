using Spindle.Driver.Settings;
using Spindle.Sql.Settings;
using Spindle.Testing;

namespace Spindle.Driver.Tests.Settings;

/// <summary><c>docs/settings.md</c> is the tables of settings, written out.</summary>
public sealed class SettingDocumentTests
{
    [Fact]
    public void The_page_says_what_the_tables_hold()
    {
        var path = Path.Combine(Repository.Root, "docs", "settings.md");
        var page = SettingDocument.Write(DriverSettings.All.Select(s => (s.Name, s.Default, s.Form)), DriverSettings.Unsupported);
        if (Environment.GetEnvironmentVariable("UPDATE") == "1")
            File.WriteAllText(path, page);
        Assert.Equal(page, File.ReadAllText(path).ReplaceLineEndings("\n"));
    }
}
