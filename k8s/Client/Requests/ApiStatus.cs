using System.Text.Json;
using System.Text.Json.Nodes;

namespace Spindle.Client.Requests;

/// <summary>The object that comes with a refusal.</summary>
internal static class ApiStatus
{
    private const int LongestText = 1000;

    /// <summary>The status in an answer's text. A proxy, or a server that is not up yet, answers with plain text, which becomes the message.</summary>
    public static JsonObject Read(string text)
    {
        try
        {
            if (JsonNode.Parse(text) is JsonObject { } status && status.ContainsKey("message"))
                return status;
        }
        catch (JsonException)
        {
            // Not of the API's making.
        }

        return new JsonObject { ["message"] = text.Length > LongestText ? text[..LongestText] : text.Trim() };
    }
}
