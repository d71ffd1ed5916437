using Spindle.Testing;

namespace Spindle.Package.Tests;

/// <summary>What the README shows, read from it, so that it cannot say what does not run.</summary>
internal static class Readme
{
    /// <summary>The program it opens with.</summary>
    public static string Program => Fenced("csharp");

    private static string Fenced(string language)
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));
        var start = text.IndexOf($"```{language}\n", StringComparison.Ordinal) + language.Length + 4;
        return text[start..text.IndexOf("```", start, StringComparison.Ordinal)];
    }
}
