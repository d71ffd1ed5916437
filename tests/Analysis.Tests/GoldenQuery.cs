namespace Spindle.Analysis.Tests;

/// <summary>One statement of a golden file: its text, the schema that Spark gave it, and the class of the error where it ended in one.</summary>
internal sealed record GoldenQuery(string File, string Sql, string Schema, string? ErrorClass)
{
    public static IEnumerable<GoldenQuery> Read(string path)
    {
        foreach (var block in Text(path).Split("-- !query\n", StringSplitOptions.RemoveEmptyEntries).Skip(1))
        {
            var schemaAt = block.IndexOf("\n-- !query schema\n", StringComparison.Ordinal);
            var outputAt = block.IndexOf("\n-- !query output\n", StringComparison.Ordinal);
            if (schemaAt < 0 || outputAt < schemaAt)
                continue;
            var output = block[(outputAt + "\n-- !query output\n".Length)..];
            const string key = "\"errorClass\" : \"";
            var at = output.IndexOf(key, StringComparison.Ordinal);
            var error = at < 0 ? output.Contains("Exception", StringComparison.Ordinal) ? "?" : null : output[(at + key.Length)..output.IndexOf('"', at + key.Length)];
            yield return new GoldenQuery(Path.GetFileName(path), block[..schemaAt], block[(schemaAt + "\n-- !query schema\n".Length)..outputAt].Trim(), error);
        }
    }

    private static string Text(string path) => System.IO.File.ReadAllText(path).Replace("\r\n", "\n", StringComparison.Ordinal);
}
