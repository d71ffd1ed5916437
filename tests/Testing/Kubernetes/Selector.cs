using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Spindle.Testing.Kubernetes;

/// <summary>Label and field selectors.</summary>
internal static partial class Selector
{
    public static bool Matches(JsonObject json, string? labels, string? fields) =>
        Terms(labels).All(t => LabelMatches(json["metadata"]?["labels"] as JsonObject, t)) && Terms(fields).All(t => FieldMatches(json, t));

    // Commas within parentheses belong to a set.
    private static IEnumerable<string> Terms(string? selector) => string.IsNullOrEmpty(selector) ? [] : TermsPattern().Matches(selector).Select(m => m.Value.Trim()).Where(t => t.Length > 0);

    private static bool LabelMatches(JsonObject? labels, string term)
    {
        string? Value(string key) => (string?)labels?[key.Trim()];
        if (SetPattern().Match(term) is { Success: true } set)
        {
            var isIn = Value(set.Groups[1].Value) is { } value && set.Groups[3].Value.Split(',').Any(v => v.Trim() == value);
            return set.Groups[2].Value == "in" ? isIn : !isIn;
        }

        if (term.Split("!=") is [var key, var unwanted])
            return Value(key) != unwanted.Trim();
        if (term.Split('=', 2) is [var name, var wanted])
            return Value(name) == wanted.TrimStart('=').Trim();
        return term.StartsWith('!') ? Value(term[1..]) is null : Value(term) is not null;
    }

    private static bool FieldMatches(JsonObject json, string term)
    {
        var differs = term.Contains("!=", StringComparison.Ordinal);
        var parts = term.Split(differs ? "!=" : "=", 2);
        JsonNode? node = json;
        foreach (var name in parts[0].Split('.'))
            node = (node as JsonObject)?[name];
        return ((node is JsonValue ? node.ToString() : "") == parts[1].TrimStart('=')) != differs;
    }

    [GeneratedRegex(@"(?:[^,(]|\([^)]*\))+")]
    private static partial Regex TermsPattern();

    [GeneratedRegex(@"^(\S+)\s+(in|notin)\s+\(([^)]*)\)$")]
    private static partial Regex SetPattern();
}
