using System.Text;

namespace Spindle.Functions.Catalog;

/// <summary>The table of functions as text: <c>docs/functions.md</c> and DESCRIBE FUNCTION.</summary>
public static class FunctionDocument
{
    /// <summary>The page with every function by family.</summary>
    public static string Write(FunctionCatalog catalog)
    {
        var page = new StringBuilder();
        page.Append("# Functions\n\nGenerated from the table of functions (`engine/Functions/Catalog`); `UPDATE=1 dotnet test tests/Functions.Tests --filter FunctionDocument` writes it again.\n");
        page.Append("Arguments in brackets may be left out; `…` stands for arguments whose types the function itself works out. The third column says when the result is null.\n");
        foreach (var family in catalog.Entries.GroupBy(e => e.Family).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            page.Append($"\n## {family.Key}\n\n| function | arguments | null | what it gives |\n|---|---|---|---|\n");
            foreach (var entry in family.OrderBy(e => e.Names[0], StringComparer.Ordinal))
                page.Append($"| {string.Join(", ", entry.Names.Select(Code))} | {Escaped(entry.Arguments)} | {entry.NullBehaviour} | {Escaped(entry.Description)} |\n");
        }

        return page.ToString();
    }

    /// <summary>What DESCRIBE FUNCTION says of a name, a line each.</summary>
    public static IReadOnlyList<string> Describe(FunctionEntry entry, string name, bool extended)
    {
        var lines = new List<string> { $"Function: {name}", $"Usage: {name}({entry.Arguments}) - {entry.Description}" };
        if (!extended)
            return lines;
        lines.Add($"Extended Usage: {entry.Kind.ToString().ToLowerInvariant()} function of {entry.Family}; null {entry.NullBehaviour}");
        if (entry.Names.Count > 1)
            lines.Add($"Also: {string.Join(", ", entry.Names)}");
        return lines;
    }

    private static string Code(string name) => $"`{Escaped(name)}`";

    private static string Escaped(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
