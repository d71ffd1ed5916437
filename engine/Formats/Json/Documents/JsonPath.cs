using System.Globalization;
using System.Text;

namespace Spindle.Formats.Json.Documents;

/// <summary>What a step of a <see cref="JsonPath"/> asks for.</summary>
internal enum JsonStepKind : byte
{
    /// <summary>A field of an object, by name.</summary>
    Name,

    /// <summary>An element of an array, by position.</summary>
    Index,

    /// <summary>Every element of an array.</summary>
    Elements,

    /// <summary><c>.*</c>, which Hive's grammar has and its evaluation never meets.</summary>
    Fields,
}

internal readonly record struct JsonStep(JsonStepKind Kind, byte[] Name, long Index);

/// <summary>A path of get_json_object: <c>$</c>, then any of <c>.name</c>, <c>['name']</c>, <c>[0]</c>, <c>[*]</c>.</summary>
public sealed class JsonPath
{
    private JsonPath(JsonStep[] steps) => Steps = steps;

    internal JsonStep[] Steps { get; }

    /// <summary>Reads a path; null where the text is none.</summary>
    public static JsonPath? TryParse(string text)
    {
        var at = Blank(text, 0);
        if (at >= text.Length || text[at] != '$')
            return null;
        var steps = new List<JsonStep>();
        for (at = Blank(text, at + 1); at < text.Length; at = Blank(text, at))
        {
            var rest = text.AsSpan(at);
            if (rest.StartsWith(".*") || rest.StartsWith("['*']"))
            {
                steps.Add(new JsonStep(JsonStepKind.Fields, [], 0));
                at += text[at] == '.' ? 2 : 5;
                continue;
            }

            var step = text[at] == '.' ? Named(text, ref at) : text[at] == '[' ? Bracketed(text, ref at) : null;
            if (step is null)
                return null;
            steps.Add(step.Value);
        }

        return new JsonPath([.. steps]);
    }

    private static JsonStep? Named(string text, ref int at)
    {
        var start = Blank(text, at + 1);
        var end = start;
        while (end < text.Length && text[end] is not ('.' or '['))
            end++;
        at = end;
        return end > start ? Name(text[start..end]) : null;
    }

    private static JsonStep? Bracketed(string text, ref int at)
    {
        var start = Blank(text, at + 1);
        if (start < text.Length && text[start] == '\'')
        {
            start = Blank(text, start + 1);
            var quote = text.AsSpan(start).IndexOfAny('\'', '?');
            if (quote <= 0 || !text.AsSpan(start + quote).StartsWith("']"))
                return null;
            at = start + quote + 2;
            return Name(text.Substring(start, quote));
        }

        var close = text.IndexOf(']', start);
        if (close < 0)
            return null;
        var inside = text.AsSpan(start, close - start).TrimEnd();
        at = close + 1;
        if (inside is "*")
            return new JsonStep(JsonStepKind.Elements, [], 0);
        return long.TryParse(inside, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? new JsonStep(JsonStepKind.Index, [], index) : null;
    }

    private static JsonStep Name(string name) => new(JsonStepKind.Name, Encoding.UTF8.GetBytes(name), 0);

    private static int Blank(string text, int at)
    {
        while (at < text.Length && text[at] is ' ' or '\t' or '\n' or '\r' or '\f' or '\v')
            at++;
        return at;
    }
}
