using Spindle.Functions.Catalog;
using Spindle.Testing;
using Xunit;

namespace Spindle.Functions.Tests;

/// <summary><c>docs/functions.md</c> is the table of functions, written out.</summary>
public class FunctionDocumentTests
{
    [Fact]
    public void The_page_says_what_the_table_holds()
    {
        var path = Path.Combine(Repository.Root, "docs", "functions.md");
        var page = FunctionDocument.Write(FunctionCatalog.BuiltIn);
        if (Environment.GetEnvironmentVariable("UPDATE") == "1")
            File.WriteAllText(path, page);
        Assert.Equal(page, File.ReadAllText(path).ReplaceLineEndings("\n"));
    }

    [Fact]
    public void Every_name_is_described_in_its_own_words()
    {
        Assert.All(FunctionCatalog.BuiltIn.Entries, entry => Assert.All(entry.Names, name =>
        {
            var lines = FunctionDocument.Describe(entry, name, extended: true);
            Assert.Equal($"Function: {name}", lines[0]);
            Assert.EndsWith(entry.Description, lines[1], StringComparison.Ordinal);
        }));
    }
}
