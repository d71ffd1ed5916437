using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Spindle.Testing.Kubernetes.Admission;

namespace Spindle.Testing.Kubernetes;

/// <summary>
/// A Kubernetes API server that does what a test tells it: a store in memory behind plain HTTP, with the admission rules and refusals of a real one, and faults on demand. It knows nothing of the
/// client that it tests. The test plays scheduler and kubelet (<see cref="PodScript"/>).
/// </summary>
public sealed class ScriptedApiServer : IAsyncDisposable
{
    private readonly WebApplication host;
    private readonly ConcurrentQueue<ApiCall> calls = new();
    private readonly List<ScriptedFault> faults = [];
    private readonly Lock gate = new();

    private ScriptedApiServer(WebApplication host, TimeProvider time)
    {
        this.host = host;
        Time = time;
        Objects = new ObjectStore(time);
        Admission = [new NamespaceLifecycle(), new ServiceAccounts(), new LimitRanges(), new ResourceQuotas()];
    }

    /// <summary>Where it listens, without encryption.</summary>
    public Uri Address { get; private set; } = null!;

    public TimeProvider Time { get; }

    /// <summary>What it holds. Tests change it behind the API's back, as other clients do.</summary>
    public ObjectStore Objects { get; }

    /// <summary>The rules that new objects pass, in order. Add <see cref="PodSecurity"/> or <see cref="SidecarInjector"/> for what some clusters do.</summary>
    public IList<IAdmission> Admission { get; }

    /// <summary>The version of the eviction's body: <c>v1</c> since Kubernetes 1.22, before that <c>v1beta1</c>.</summary>
    public string PolicyVersion { get; set; } = "v1";

    /// <summary>The bearer token that is taken; null takes anyone.</summary>
    public string? Token { get; set; }

    /// <summary>Says who may do what; by default everyone everything. Asked by access reviews and enforced.</summary>
    public Func<ApiCall, bool> Allows { get; set; } = _ => true;

    /// <summary>Asked for each call, before the faults of <see cref="Fail"/>.</summary>
    public Func<ApiCall, Fault?>? Script { get; set; }

    /// <summary>What containers have printed, by <c>namespace/pod</c>.</summary>
    public ConcurrentDictionary<string, PodLog> Logs { get; } = new(StringComparer.Ordinal);

    /// <summary>Every call so far, in the order in which they came.</summary>
    public IReadOnlyCollection<ApiCall> Calls => calls;

    /// <summary>Listens on a free port of the loopback interface.</summary>
    public static async Task<ScriptedApiServer> StartAsync(TimeProvider? time = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(o =>
        {
            o.Listen(IPAddress.Loopback, 0);
            o.AddServerHeader = false;
        });
        // A watch that has fallen silent must not hold the end of a test up.
        builder.Services.Configure<HostOptions>(o => o.ShutdownTimeout = TimeSpan.FromMilliseconds(100));
        var app = builder.Build();
        var server = new ScriptedApiServer(app, time ?? TimeProvider.System);
        app.Run(context => server.AnswerAsync(context));
        await app.StartAsync();
        server.Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        return server;
    }

    /// <summary>The next calls that are meant go wrong.</summary>
    /// <param name="which">Such as <c>"create pods"</c>, <c>"watch pods"</c>, <c>"create pods/eviction"</c>; <c>"*"</c> for all.</param>
    public void Fail(string which, Fault fault, int times = 1)
    {
        lock (gate)
            faults.Add(new ScriptedFault(which, fault, times));
    }

    /// <summary>Nothing goes wrong any more.</summary>
    public void Mend()
    {
        lock (gate)
            faults.Clear();
        Script = null;
    }

    /// <summary>A namespace, as an operator makes one.</summary>
    public void CreateNamespace(string name) => Objects.Create(ServedKind.All[0], null, new() { ["metadata"] = new System.Text.Json.Nodes.JsonObject { ["name"] = name } });

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        await host.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var call = ApiCall.Of(context.Request, ServedKind.All, Time.GetUtcNow());
        calls.Enqueue(call);
        try
        {
            await AnswerAsync(context, call, Script?.Invoke(call) ?? NextFault(call));
        }
        catch (ApiRefusal refusal)
        {
            await Answers.RefuseAsync(context, refusal);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client has gone.
        }
    }

    private async Task AnswerAsync(HttpContext context, ApiCall call, Fault? fault)
    {
        switch (fault)
        {
            case Fault.Refuse refuse:
                throw refuse.Answer;
            case Fault.DropRequest:
                context.Abort();
                return;
            case Fault.Stall:
                await new TaskCompletionSource().Task.WaitAsync(context.RequestAborted);
                return;
        }

        if (Token is not null && context.Request.Headers.Authorization != $"Bearer {Token}")
            throw new ApiRefusal(401, "Unauthorized", "Unauthorized");
        if (call.Kind is not null && call.Resource != "selfsubjectaccessreviews" && !Allows(call))
            throw ApiRefusal.Forbidden(call.Kind.Plural, call.Name ?? "", $"User \"test\" cannot {call.Verb} resource \"{call.Resource}\" in API group \"{call.Kind.Group}\" in the namespace \"{call.Namespace}\"");
        if (call.Verb == "watch" && call.Kind is not null)
        {
            await WatchAnswer.WriteAsync(this, context, call, fault as Fault.Watch);
            return;
        }

        if (call.Subresource == "log")
        {
            await LogAnswer.WriteAsync(this, context, call);
            return;
        }

        var (code, body) = await Answers.OfAsync(this, context, call);
        if (fault is Fault.LoseAnswer)
            context.Abort();
        else if (fault is Fault.GatewayTimeout)
            await Answers.WriteAsync(context, 504, "<html><body>504 Gateway Time-out</body></html>"u8.ToArray(), "text/html");
        else
            await Answers.WriteAsync(context, code, body);
    }

    private Fault? NextFault(ApiCall call)
    {
        lock (gate)
        {
            var next = faults.FirstOrDefault(f => f.Matches(call));
            if (next is not null && --next.Times == 0)
                faults.Remove(next);
            return next?.Fault;
        }
    }

    private sealed class ScriptedFault(string which, Fault fault, int times)
    {
        public Fault Fault => fault;

        public int Times { get; set; } = times;

        public bool Matches(ApiCall call) => which == "*" || which == $"{call.Verb} {call.Resource}" || which == $"* {call.Resource}" || which == $"{call.Verb} *";
    }
}
