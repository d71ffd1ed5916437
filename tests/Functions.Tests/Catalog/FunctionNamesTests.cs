using Spindle.Functions.Catalog;

namespace Spindle.Functions.Tests.Catalog;

public class FunctionNamesTests
{
    /// <summary>Of two functions under one name the later would win without a word.</summary>
    [Fact]
    public void NoTwoFunctionsHaveTheSameName()
    {
        var twice = FunctionCatalog.Declared.Entries.SelectMany(e => e.Names.Select(n => (Name: n, Entry: e))).GroupBy(p => p.Name, StringComparer.OrdinalIgnoreCase)
            .Where(g => g.Skip(1).Any()).Select(g => $"{g.Key}: {string.Join(", ", g.Select(p => $"{p.Entry.Id} ({p.Entry.Family})"))}");
        Assert.Equal([], twice);
    }
}
