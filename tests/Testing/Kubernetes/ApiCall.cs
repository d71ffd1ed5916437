using Microsoft.AspNetCore.Http;

namespace Spindle.Testing.Kubernetes;

/// <summary>A request as the server understands it.</summary>
/// <param name="Verb">get, list, watch, create, update, patch, delete, deletecollection; <c>discover</c> for the rest.</param>
/// <param name="Namespace">Null for all, and for kinds without.</param>
/// <param name="Name">Null for collections.</param>
/// <param name="Subresource">Such as <c>status</c>, <c>log</c>, <c>eviction</c>.</param>
/// <param name="At">When it came, by the server's clock.</param>
public sealed record ApiCall(string Verb, ServedKind? Kind, string? Namespace, string? Name, string? Subresource, string Path, IQueryCollection Query, DateTimeOffset At)
{
    public string Resource => Subresource is null ? Kind?.Plural ?? "" : $"{Kind?.Plural}/{Subresource}";

    public override string ToString() => $"{Verb} {Path}";

    /// <summary>Reads method and path; the kind stays null where the server has none of that name.</summary>
    internal static ApiCall Of(HttpRequest request, IReadOnlyList<ServedKind> kinds, DateTimeOffset at)
    {
        var path = request.Path.Value ?? "/";
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString).ToArray();
        var (group, version, rest) = parts switch
        {
            ["api", var v, .. var tail] => ("", v, tail),
            ["apis", var g, var v, .. var tail] => (g, v, tail),
            _ => ("", "", Array.Empty<string>()),
        };
        if (rest.Length == 0)
            return new ApiCall("discover", null, null, null, null, path, request.Query, at);
        var scope = rest is ["namespaces", _, var within, ..] && within is not ("status" or "finalize") ? rest[1] : null;
        if (scope is not null)
            rest = rest[2..];
        var kind = kinds.FirstOrDefault(k => k.Group == group && k.Version == version && k.Plural == rest[0]);
        var name = rest.Length > 1 ? rest[1] : null;
        return new ApiCall(VerbOf(request, name), kind, scope, name, rest.Length > 2 ? rest[2] : null, path, request.Query, at);
    }

    private static string VerbOf(HttpRequest request, string? name) => request.Method switch
    {
        "GET" when request.Query["watch"] == "true" => "watch",
        "GET" => name is null ? "list" : "get",
        "POST" => "create",
        "PUT" => "update",
        "PATCH" => "patch",
        "DELETE" => name is null ? "deletecollection" : "delete",
        var other => other,
    };
}
