using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Spindle.Testing.Kubernetes;

/// <summary>Answers every call but watches and logs.</summary>
internal static class Answers
{
    public static async Task<(int Code, byte[] Body)> OfAsync(ScriptedApiServer server, HttpContext context, ApiCall call)
    {
        if (call.Verb == "discover")
            return (200, Bytes(Discovery.Of(server, call.Path)));
        var kind = call.Kind ?? throw new ApiRefusal(404, "NotFound", "the server could not find the requested resource");
        var trial = call.Query["dryRun"] == "All";
        switch (call.Verb)
        {
            case "get":
                return (200, (server.Objects.Find(kind, call.Namespace, call.Name!) ?? throw ApiRefusal.NotFound(kind.Plural, call.Name!)).Bytes);
            case "list":
                return (200, Lists.Of(server.Objects, kind, call));
            case "create" when call.Subresource == "eviction":
                return (201, Bytes(Evict(server, call, await BodyAsync(context))));
            case "create" when kind.Plural == "selfsubjectaccessreviews":
                return (201, Bytes(Review(server, call, await BodyAsync(context))));
            case "create":
                var made = await BodyAsync(context);
                return (201, server.Objects.Create(kind, call.Namespace, made, json => Admit(server, kind, json), trial).Bytes);
            case "update":
                return (200, Replace(server, call, await BodyAsync(context), trial).Bytes);
            case "patch":
                return (200, PatchOrApply(server, call, await BodyNodeAsync(context), context.Request.ContentType ?? "", trial).Bytes);
            case "delete":
                return (200, Delete(server, call, await BodyAsync(context)));
            case "deletecollection":
                foreach (var item in server.Objects.List(kind, call.Namespace).Where(o => Selector.Matches(o.Json, call.Query["labelSelector"], call.Query["fieldSelector"])))
                    server.Objects.Delete(kind, item.Namespace, item.Name, (long?)(await BodyAsync(context))["gracePeriodSeconds"]);
                return (200, Bytes(Success()));
            default:
                throw new ApiRefusal(405, "MethodNotAllowed", "the server does not allow this method on the requested resource");
        }
    }

    public static async Task WriteAsync(HttpContext context, int code, byte[] body, string media = "application/json")
    {
        context.Response.StatusCode = code;
        context.Response.ContentType = media;
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }

    public static Task RefuseAsync(HttpContext context, ApiRefusal refusal)
    {
        if (refusal.RetryAfter is { } seconds)
            context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return WriteAsync(context, refusal.Code, Bytes(refusal.ToJson()));
    }

    private static void Admit(ScriptedApiServer server, ServedKind kind, JsonObject json)
    {
        foreach (var rule in server.Admission)
            rule.Admit(server.Objects, kind, json);
    }

    private static StoredObject Replace(ScriptedApiServer server, ApiCall call, JsonObject body, bool trial) => server.Objects.Change(call.Kind!, call.Namespace, call.Name!, json =>
    {
        CheckVersion(call, json, (string?)body["metadata"]?["resourceVersion"]);
        foreach (var name in json.Select(e => e.Key).ToList())
            if (call.Subresource == "status" ? name == "status" : name != "status" || body.ContainsKey("status"))
                json.Remove(name);
        foreach (var (name, value) in body)
            if (!json.ContainsKey(name))
                json[name] = value?.DeepClone();
        json["metadata"]!["resourceVersion"] = "0";
    }, trial);

    private static StoredObject PatchOrApply(ScriptedApiServer server, ApiCall call, JsonNode body, string media, bool trial)
    {
        if (media.StartsWith("application/apply-patch", StringComparison.Ordinal))
        {
            if (call.Query["fieldManager"].Count == 0)
                throw new ApiRefusal(400, "BadRequest", "PatchOptions.meta.k8s.io \"\" is invalid: fieldManager: Required value: is required for apply patch");
            if (server.Objects.Find(call.Kind!, call.Namespace, call.Name!) is null)
                return server.Objects.Create(call.Kind!, call.Namespace, body.AsObject(), json => Admit(server, call.Kind!, json), trial);
        }

        return server.Objects.Change(call.Kind!, call.Namespace, call.Name!, json =>
        {
            CheckVersion(call, json, body is JsonObject o ? (string?)o["metadata"]?["resourceVersion"] : null);
            Patch.Apply(json, body, media);
        }, trial);
    }

    private static byte[] Delete(ScriptedApiServer server, ApiCall call, JsonObject options)
    {
        var known = server.Objects.Find(call.Kind!, call.Namespace, call.Name!) ?? throw ApiRefusal.NotFound(call.Kind!.Plural, call.Name!);
        if ((string?)options["preconditions"]?["uid"] is { } uid && uid != known.Uid)
            throw ApiRefusal.Conflict(call.Kind!.Plural, call.Name!, $"Precondition failed: UID in precondition: {uid}, UID in object meta: {known.Uid}");
        CheckVersion(call, known.Json, (string?)options["preconditions"]?["resourceVersion"]);
        return options["dryRun"] is not null ? known.Bytes : server.Objects.Delete(call.Kind!, call.Namespace, call.Name!, (long?)options["gracePeriodSeconds"]).Bytes;
    }

    private static JsonObject Evict(ScriptedApiServer server, ApiCall call, JsonObject body)
    {
        if ((string?)body["apiVersion"] != $"policy/{server.PolicyVersion}")
            throw new ApiRefusal(400, "BadRequest", $"no kind \"Eviction\" is registered for version \"{body["apiVersion"]}\"");
        server.Objects.Change(call.Kind!, call.Namespace, call.Name!, pod => PodScript.AddCondition(pod, "DisruptionTarget", "True", "EvictionByEvictionAPI", "Eviction API: evicting"));
        server.Objects.Delete(call.Kind!, call.Namespace, call.Name!, (long?)body["deleteOptions"]?["gracePeriodSeconds"]);
        return Success();
    }

    private static JsonObject Review(ScriptedApiServer server, ApiCall call, JsonObject body)
    {
        var asked = body["spec"]!["resourceAttributes"]!;
        var kind = ServedKind.All.FirstOrDefault(k => k.Plural == (string?)asked["resource"] && k.Group == ((string?)asked["group"] ?? ""));
        var allowed = kind is not null && server.Allows(call with { Verb = (string)asked["verb"]!, Kind = kind, Namespace = (string?)asked["namespace"], Name = (string?)asked["name"], Subresource = (string?)asked["subresource"] });
        body["status"] = new JsonObject { ["allowed"] = allowed };
        return body;
    }

    private static void CheckVersion(ApiCall call, JsonObject json, string? wanted)
    {
        if (!string.IsNullOrEmpty(wanted) && wanted != (string?)json["metadata"]!["resourceVersion"])
            throw ApiRefusal.Conflict(call.Kind!.Plural, call.Name!, "the object has been modified; please apply your changes to the latest version and try again");
    }

    private static JsonObject Success() => new() { ["kind"] = "Status", ["apiVersion"] = "v1", ["metadata"] = new JsonObject(), ["status"] = "Success" };

    private static byte[] Bytes(JsonNode json) => Encoding.UTF8.GetBytes(json.ToJsonString());

    private static async Task<JsonObject> BodyAsync(HttpContext context) => (await BodyNodeAsync(context)).AsObject();

    private static async Task<JsonNode> BodyNodeAsync(HttpContext context)
    {
        // Read once: a call over a collection asks for each object.
        if (context.Items.TryGetValue("body", out var known))
            return (JsonNode)known!;
        using var text = new StreamReader(context.Request.Body);
        var body = await text.ReadToEndAsync(context.RequestAborted);
        try
        {
            var json = JsonNode.Parse(body.Length == 0 ? "{}" : body)!;
            context.Items["body"] = json;
            return json;
        }
        catch (JsonException e)
        {
            throw new ApiRefusal(400, "BadRequest", $"the body is no JSON: {e.Message}");
        }
    }
}
