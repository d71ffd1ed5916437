using System.Text.Json.Nodes;

namespace Spindle.Testing.Kubernetes;

/// <summary>An answer of the API that refuses.</summary>
public sealed class ApiRefusal(int code, string reason, string message, JsonObject? details = null, int? retryAfter = null) : Exception(message)
{
    public int Code => code;

    /// <summary>Seconds, for the header and the details.</summary>
    public int? RetryAfter => retryAfter;

    public static ApiRefusal NotFound(string plural, string name) => new(404, "NotFound", $"{plural} \"{name}\" not found", Names(plural, name));

    public static ApiRefusal AlreadyExists(string plural, string name) => new(409, "AlreadyExists", $"{plural} \"{name}\" already exists", Names(plural, name));

    public static ApiRefusal Conflict(string plural, string name, string why) => new(409, "Conflict", $"Operation cannot be fulfilled on {plural} \"{name}\": {why}", Names(plural, name));

    public static ApiRefusal Forbidden(string plural, string name, string why) => new(403, "Forbidden", $"{plural} \"{name}\" is forbidden: {why}", Names(plural, name));

    public static ApiRefusal Expired(string why) => new(410, "Expired", why);

    public static ApiRefusal TooMany(int seconds) => new(429, "TooManyRequests", "the server has received too many requests and has asked us to try again later", retryAfter: seconds);

    /// <summary>The status object that is its body.</summary>
    public JsonObject ToJson()
    {
        var status = new JsonObject { ["kind"] = "Status", ["apiVersion"] = "v1", ["metadata"] = new JsonObject(), ["status"] = "Failure", ["message"] = Message, ["reason"] = reason, ["code"] = code };
        var told = details?.DeepClone().AsObject() ?? [];
        if (retryAfter is not null)
            told["retryAfterSeconds"] = retryAfter;
        if (told.Count > 0)
            status["details"] = told;
        return status;
    }

    private static JsonObject Names(string plural, string name) => new() { ["name"] = name, ["kind"] = plural };
}
