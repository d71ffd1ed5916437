using System.Text.Json;

namespace Spindle.Reference.Tests;

/// <summary>One of Spark's golden SQL files: settings, then statements that share a session.</summary>
/// <param name="Name">Its path below the folder of results, without <c>.out</c>.</param>
internal sealed record GoldenFile(string Name, IReadOnlyList<KeyValuePair<string, string>> Settings, IReadOnlyList<ReferenceCase> Cases)
{
    private const string Query = "-- !query\n";
    private const string SchemaMark = "\n-- !query schema\n";
    private const string OutputMark = "\n-- !query output";

    public static IEnumerable<string> All(string root) => Directory.GetFiles(Path.Combine(root, "results"), "*.out", SearchOption.AllDirectories).Order(StringComparer.Ordinal);

    /// <summary>The files that SPINDLE_REFERENCE_FILES names by parts of their paths, for who works on what they ask for; null where it names none.</summary>
    public static IEnumerable<string>? Chosen(string root) => Environment.GetEnvironmentVariable("SPINDLE_REFERENCE_FILES") is { Length: > 0 } names
        ? All(root).Where(p => names.Split(',').Any(n => p.Contains(n, StringComparison.Ordinal))) : null;

    public static GoldenFile Read(string root, string path)
    {
        var name = Path.GetRelativePath(Path.Combine(root, "results"), path).Replace('\\', '/');
        name = name[..^".out".Length];
        var cases = new List<ReferenceCase>();
        foreach (var block in File.ReadAllText(path).ReplaceLineEndings("\n").Split(Query, StringSplitOptions.RemoveEmptyEntries).Skip(1))
        {
            var schemaAt = block.IndexOf(SchemaMark, StringComparison.Ordinal);
            var outputAt = block.IndexOf(OutputMark, StringComparison.Ordinal);
            if (schemaAt < 0 || outputAt < schemaAt)
                continue;
            var sql = block[..schemaAt];
            var schema = block[(schemaAt + SchemaMark.Length)..outputAt].Trim();
            var output = block[(outputAt + OutputMark.Length)..].Trim('\n');
            var error = Error(output);
            cases.Add(new ReferenceCase(name, cases.Count + 1, sql, error is null ? schema : null, error is null && output.Length > 0 ? output.Split('\n') : [], SqlText.OrdersAtTheTop(sql), error));
        }

        return new GoldenFile(name, SettingsOf(root, name), cases);
    }

    private static ExpectedError? Error(string output)
    {
        var lineEnd = output.IndexOf('\n', StringComparison.Ordinal);
        if (lineEnd < 0 || !output.AsSpan(0, lineEnd).EndsWith("Exception"))
            return null;
        var at = output.IndexOf('{', lineEnd);
        if (at < 0)
            return new ExpectedError("", "");
        using var json = JsonDocument.Parse(output.AsMemory(at));
        var root = json.RootElement;
        var (start, stop) = root.TryGetProperty("queryContext", out var contexts) && contexts.GetArrayLength() > 0 && contexts[0].TryGetProperty("startIndex", out var first)
            ? (first.GetInt32(), contexts[0].GetProperty("stopIndex").GetInt32()) : (0, 0);
        return new ExpectedError(
            root.TryGetProperty("errorClass", out var errorClass) ? errorClass.GetString() ?? "" : "",
            root.TryGetProperty("sqlState", out var state) ? state.GetString() ?? "" : "", start, stop);
    }

    private static List<KeyValuePair<string, string>> SettingsOf(string root, string name)
    {
        var settings = new List<KeyValuePair<string, string>>();
        var input = Path.Combine(root, "inputs", name);
        if (!File.Exists(input))
            return settings;
        foreach (var line in File.ReadLines(input).Where(l => l.StartsWith("--SET ", StringComparison.Ordinal)))
            foreach (var setting in line["--SET ".Length..].Split(','))
                if (setting.Split('=', 2) is [var key, var value])
                    settings.Add(new(key.Trim(), value.Trim()));
        return settings;
    }
}
