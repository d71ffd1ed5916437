using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Spindle.Client.Resources;

/// <summary>Reads fields that may be absent. A field of another type than asked for counts as absent: the API has validated what it gives.</summary>
public static class JsonFields
{
    /// <summary>An object's member object.</summary>
    public static JsonObject? Object(this JsonObject? json, string name) => json?[name] as JsonObject;

    /// <summary>A text.</summary>
    public static string? Text(this JsonObject? json, string name) => json?[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    /// <summary>A whole number, whichever numeric type the node was made from.</summary>
    public static long? Integer(this JsonObject? json, string name) =>
        json?[name] is JsonValue value && value.GetValueKind() == JsonValueKind.Number && long.TryParse(value.ToJsonString(), NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>True or false.</summary>
    public static bool? Flag(this JsonObject? json, string name) => json?[name] is JsonValue value && value.TryGetValue<bool>(out var flag) ? flag : null;

    /// <summary>A time, as RFC 3339 writes it.</summary>
    public static DateTimeOffset? Instant(this JsonObject? json, string name) =>
        DateTimeOffset.TryParse(json.Text(name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time : null;

    /// <summary>The objects of a list; none where the list is absent.</summary>
    public static IEnumerable<JsonObject> Objects(this JsonObject? json, string name) => json?[name] is JsonArray list ? list.OfType<JsonObject>() : [];

    /// <summary>The texts of a list.</summary>
    public static IReadOnlyList<string> Texts(this JsonObject? json, string name) =>
        json?[name] is JsonArray list ? [.. list.Select(item => item is JsonValue value && value.TryGetValue<string>(out var text) ? text : null).OfType<string>()] : [];

    /// <summary>The texts of an object by their names.</summary>
    public static IReadOnlyDictionary<string, string> Map(this JsonObject? json, string name)
    {
        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, _) in json.Object(name) ?? [])
            if (json.Object(name).Text(key) is { } text)
                map.Add(key, text);
        return map;
    }

    /// <summary>The quantities of an object by their names, whether written as texts or as numbers.</summary>
    public static IReadOnlyDictionary<string, Quantity> Quantities(this JsonObject? json, string name)
    {
        var map = new Dictionary<string, Quantity>(StringComparer.Ordinal);
        foreach (var (key, value) in json.Object(name) ?? [])
            if (value is JsonValue && Quantity.TryParse(value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString(), out var quantity))
                map.Add(key, quantity);
        return map;
    }
}
