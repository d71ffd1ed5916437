using System.Text.Json.Nodes;
using Spindle.Client.Access;
using Spindle.Client.Kinds;
using Spindle.Client.Requests;
using Spindle.Client.Resources;
using Spindle.Testing.Kubernetes;

namespace Spindle.Client.Tests;

/// <summary>A scripted server with the namespace <c>team-a</c>, and a client of it whose pauses are short.</summary>
internal sealed class Scripted : IAsyncDisposable
{
    private Scripted(ScriptedApiServer server, Credentials credentials)
    {
        Server = server;
        server.CreateNamespace("team-a");
        Client = new ApiClient(new ApiEndpoint(server.Address, credentials), new ApiClientOptions
        {
            Random = new Random(7),
            Retry = new RetryPolicy { FirstPause = TimeSpan.FromMilliseconds(2), LongestPause = TimeSpan.FromMilliseconds(20) },
            AttemptTimeout = TimeSpan.FromSeconds(10),
            RequestsPerSecond = 10_000,
            PageSize = 10,
        });
    }

    public ScriptedApiServer Server { get; }

    public ApiClient Client { get; }

    public ResourceClient<Pod> Pods => Client.Of<Pod>("team-a");

    public ResourceClient<ConfigMap> Maps => Client.Of<ConfigMap>("team-a");

    public static async Task<Scripted> StartAsync(Credentials? credentials = null) => new(await ScriptedApiServer.StartAsync(), credentials ?? Credentials.Anonymous);

    public static Pod PodNamed(string name, params (string Key, string Value)[] labels)
    {
        var pod = Manifest.For<Pod>(name, labels.Select(l => KeyValuePair.Create(l.Key, l.Value)));
        pod.Json["spec"] = JsonNode.Parse("""{"containers":[{"name":"main","image":"busybox","resources":{"requests":{"cpu":"500m","memory":"64Mi"},"limits":{"memory":"64Mi"}}}]}""");
        return pod;
    }

    public static ConfigMap MapNamed(string name, string value = "1")
    {
        var map = Manifest.For<ConfigMap>(name);
        map.Json["data"] = new JsonObject { ["key"] = value };
        return map;
    }

    public int CallsOf(string verb, string resource) => Server.Calls.Count(c => c.Verb == verb && c.Resource == resource);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Server.DisposeAsync();
    }
}
