using System.Text.RegularExpressions;

namespace Spindle.Sql.Tests.Parsing;

/// <summary>The statements of a recorded result file with their answers.</summary>
internal static partial class GoldenFile
{
    public sealed record Statement(string File, string Sql, string Schema, string Output)
    {
        /// <summary>The error class of the answer, or null where rows came.</summary>
        public string? ErrorClass => ErrorClassPattern().Match(Output) is { Success: true } match ? match.Groups[1].Value : null;
    }

    public static IEnumerable<Statement> Read(string path)
    {
        var blocks = Query().Split(File.ReadAllText(path)).Skip(1);
        foreach (var block in blocks)
        {
            var parts = Schema().Split(block, 2);
            if (parts.Length < 2)
                continue;
            var rest = Output().Split(parts[1], 2);
            yield return new Statement(Path.GetFileName(path), parts[0].Trim(), rest[0].Trim(), rest.Length > 1 ? rest[1].Trim() : "");
        }
    }

    [GeneratedRegex("^-- !query\r?\n", RegexOptions.Multiline)]
    private static partial Regex Query();

    [GeneratedRegex("^-- !query (?:schema|analysis)\r?\n", RegexOptions.Multiline)]
    private static partial Regex Schema();

    [GeneratedRegex("^-- !query output\r?\n", RegexOptions.Multiline)]
    private static partial Regex Output();

    [GeneratedRegex("\"(?:errorClass|condition)\"\\s*:\\s*\"([A-Z0-9_.]+)\"")]
    private static partial Regex ErrorClassPattern();
}
