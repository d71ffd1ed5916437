using System.Net;
using System.Text.Json.Nodes;
using Spindle.Client.Resources;

namespace Spindle.Client;

/// <summary>The API server refused a call. The message is the server's own.</summary>
public sealed class ApiException : Exception
{
    /// <summary>A refusal with the status object that came with it.</summary>
    public ApiException(string call, int code, JsonObject status, TimeSpan? retryAfter = null)
        : base(MessageOf(call, code, status))
    {
        Call = call;
        Code = code;
        Status = status;
        RetryAfter = retryAfter;
    }

    /// <summary>What was asked: <c>POST /api/v1/namespaces/team-a/pods</c>.</summary>
    public string Call { get; }

    /// <summary>The HTTP status code.</summary>
    public int Code { get; }

    /// <summary>The server's status object; empty where something before the server answered.</summary>
    public JsonObject Status { get; }

    /// <summary>When to come back, where the server said so.</summary>
    public TimeSpan? RetryAfter { get; }

    /// <summary>The machine's word for it: <c>NotFound</c>, <c>AlreadyExists</c>, <c>Forbidden</c>, <c>Expired</c>…</summary>
    public string Reason => Status.Text("reason") ?? "";

    /// <summary>What each cause says: fields that are invalid, budgets that forbid an eviction.</summary>
    public IReadOnlyList<string> Causes => [.. Status.Object("details").Objects("causes").Select(c => c.Text("message")).OfType<string>()];

    /// <summary>
    /// An earlier attempt of the same call had its answer lost and may have been applied: a create that ends in <see cref="IsAlreadyExists"/> may have met its own object, which its
    /// labels or content tell.
    /// </summary>
    public bool AfterLostAnswer { get; init; }

    /// <summary>There is no such object.</summary>
    public bool IsNotFound => Code == (int)HttpStatusCode.NotFound;

    /// <summary>An object of this name is there already.</summary>
    public bool IsAlreadyExists => Code == (int)HttpStatusCode.Conflict && Reason == "AlreadyExists";

    /// <summary>The object has changed, or a precondition does not hold.</summary>
    public bool IsConflict => Code == (int)HttpStatusCode.Conflict && Reason != "AlreadyExists";

    /// <summary>The version asked for is no longer kept: list again.</summary>
    public bool IsExpired => Code == (int)HttpStatusCode.Gone || Reason is "Expired" or "Gone";

    /// <summary>The caller may not do this, or an admission rule forbids it: quota, limit range, pod security.</summary>
    public bool IsForbidden => Code == (int)HttpStatusCode.Forbidden;

    /// <summary>A resource quota has no room; goes away when others end.</summary>
    public bool IsOverQuota => IsForbidden && Message.Contains("exceeded quota", StringComparison.Ordinal);

    /// <summary>The namespace is being deleted: nothing can be created in it any more.</summary>
    public bool IsNamespaceEnding => IsForbidden && Status.Object("details").Objects("causes").Any(c => c.Text("reason") == "NamespaceTerminating");

    /// <summary>The object is not valid, or an admission webhook says so; goes away only with another object.</summary>
    public bool IsInvalid => Code is (int)HttpStatusCode.UnprocessableEntity or (int)HttpStatusCode.BadRequest;

    /// <summary>The server does not know who the caller is.</summary>
    public bool IsUnauthorized => Code == (int)HttpStatusCode.Unauthorized;

    /// <summary>Too much is asked at once, or, for an eviction, a disruption budget forbids it now.</summary>
    public bool IsTooManyRequests => Code == (int)HttpStatusCode.TooManyRequests;

    private static string MessageOf(string call, int code, JsonObject status) => status.Text("message") is { Length: > 0 } message ? message : $"{call} was answered with {code} {(HttpStatusCode)code}";
}
