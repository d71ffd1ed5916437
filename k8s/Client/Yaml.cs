using System.Globalization;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Spindle.Client;

/// <summary>YAML as the API understands it: read into JSON by the rules of YAML's core schema.</summary>
public static class Yaml
{
    /// <summary>The first document; null where there is none.</summary>
    /// <exception cref="FormatException">The text is no YAML; the message names line and column.</exception>
    public static JsonNode? Parse(string text) => ParseAll(text).FirstOrDefault();

    /// <summary>All documents of a text, the empty ones left out.</summary>
    /// <exception cref="FormatException">The text is no YAML; the message names line and column.</exception>
    public static IReadOnlyList<JsonNode> ParseAll(string text)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            return [.. stream.Documents.Select(d => Convert(d.RootNode)).OfType<JsonNode>()];
        }
        catch (InvalidOperationException e)
        {
            // What the scanner throws for some broken flow lists.
            throw new FormatException("a list or a mapping in brackets is not closed", e);
        }
        catch (YamlException e)
        {
            throw new FormatException($"line {e.Start.Line}, column {e.Start.Column}: {e.Message}", e);
        }
    }

    private static JsonNode? Convert(YamlNode node) => node switch
    {
        YamlMappingNode map => new JsonObject(map.Children.Select(e => KeyValuePair.Create(((YamlScalarNode)e.Key).Value ?? "", Convert(e.Value)))),
        YamlSequenceNode list => new JsonArray([.. list.Children.Select(Convert)]),
        YamlScalarNode { Style: ScalarStyle.Plain } scalar when scalar.Tag.IsEmpty => Plain(scalar.Value ?? ""),
        YamlScalarNode scalar => JsonValue.Create(scalar.Value),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static JsonValue? Plain(string text) => text switch
    {
        "" or "~" or "null" or "Null" or "NULL" => null,
        "true" or "True" or "TRUE" => JsonValue.Create(true),
        "false" or "False" or "FALSE" => JsonValue.Create(false),
        _ when text[0] is (>= '0' and <= '9') or '-' or '+' or '.' => Number(text),
        _ => JsonValue.Create(text),
    };

    private static JsonValue Number(string text)
    {
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
            return JsonValue.Create(whole);
        if (text.StartsWith("0o", StringComparison.Ordinal) && text.Length > 2 && text.AsSpan(2).IndexOfAnyExceptInRange('0', '7') < 0)
            return JsonValue.Create(System.Convert.ToInt64(text[2..], 8));
        if (text.StartsWith("0x", StringComparison.Ordinal) && long.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hex))
            return JsonValue.Create(hex);
        return double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var real) && double.IsFinite(real)
            ? JsonValue.Create(real)
            : JsonValue.Create(text);
    }
}
