using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Spindle.Client;
using Spindle.Client.Access;
using Spindle.Client.Requests;
using Spindle.Pods.Submitting;
using Spindle.Pods.Submitting.Programs;
using Spindle.Pods.Tests.Settings;
using Spindle.Testing.Kubernetes;

namespace Spindle.Pods.Tests.Submitting;

/// <summary>Driver pods as they are submitted to an API server, and what of their program lies in object storage before, while and after they are there.</summary>
public sealed class SubmissionTests : IAsyncLifetime, IDisposable
{
    private const string Namespace = "team-a";
    private const string Application = "app-1";

    private static readonly Dictionary<string, string> Settings = new() { ["spark.kubernetes.container.image"] = "spindle:1", ["spark.kubernetes.file.upload.path"] = "s3://data/programs/" };

    private readonly ProgramFolder folder = new();
    private readonly FolderStore store = new();
    private ScriptedApiServer server = null!;
    private ApiClient client = null!;

    public async Task InitializeAsync()
    {
        server = await ScriptedApiServer.StartAsync();
        server.CreateNamespace(Namespace);
        server.Objects.Create(ServedKind.All.First(k => k.Plural == "serviceaccounts"), Namespace, new JsonObject { ["metadata"] = new JsonObject { ["name"] = "default" } });
        client = new ApiClient(new ApiEndpoint(server.Address, Credentials.Anonymous), new ApiClientOptions { Random = new Random(3), Retry = new RetryPolicy { Attempts = 1 } });
    }

    public async Task DisposeAsync()
    {
        client.Dispose();
        await server.DisposeAsync();
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task One_that_is_uploaded_is_named_in_the_pods_command_and_takes_no_config_map()
    {
        var upload = await SubmitAsync();
        var pod = Assert.Single(server.Objects.List("pods", Namespace)).Json;
        var (key, content) = Assert.Single(store.Objects);
        Assert.Equal(["run", $"{key}#Count.dll", "--fast"], pod["spec"]!["containers"]![0]!["args"]!.AsArray().Select(a => a!.ToString()));
        Assert.DoesNotContain(pod["spec"]!["volumes"]!.AsArray(), v => v!["name"]!.ToString() == "spindle-program");
        Assert.Empty(server.Objects.List("configmaps", Namespace));
        Assert.Equal("s3://data/programs/spindle-upload-app-1", upload.Folder);
        // What the pod does with it.
        var to = folder.Empty;
        Assert.Equal("the program", File.ReadAllText(StoredProgram.Parse($"{key}#Count.dll").Fetch(store, to)));
        Assert.False(File.Exists(Path.Combine(to, "Spindle.dll")));
        Assert.NotEmpty(content);
    }

    [Fact]
    public async Task The_pods_settings_come_when_its_program_is_there()
    {
        var there = 0;
        server.Script = call =>
        {
            if (call is { Verb: "create", Resource: "secrets" })
                there = store.Objects.Count;
            return null;
        };
        await SubmitAsync();
        Assert.Equal(1, there);
    }

    [Fact]
    public async Task A_pod_that_is_not_let_in_uploads_nothing()
    {
        server.Script = call => call is { Verb: "create", Resource: "pods" } ? new Fault.Refuse(ApiRefusal.Forbidden("pods", "app-1-driver", "exceeded quota: team")) : null;
        await Assert.ThrowsAsync<ApiException>(() => SubmitAsync());
        Assert.Empty(store.Objects);
    }

    [Fact]
    public async Task Whatever_fails_leaves_neither_a_pod_nor_an_archive()
    {
        server.Script = call => call is { Verb: "create", Resource: "secrets" } ? new Fault.Refuse(ApiRefusal.Forbidden("secrets", "app-1-driver", "no")) : null;
        await Assert.ThrowsAsync<ApiException>(() => SubmitAsync());
        Assert.Empty(store.Objects);
        Assert.All(server.Objects.List("pods", Namespace), p => Assert.NotNull(p.Json["metadata"]!["deletionTimestamp"]));

        server.Script = null;
        foreach (var pod in server.Objects.List("pods", Namespace))
            server.FinishDeletion(Namespace, (string)pod.Json["metadata"]!["name"]!);
        store.Refusal = "s3://data/programs/x.zip cannot be written: access is denied";
        Assert.Equal(store.Refusal, (await Assert.ThrowsAsync<SubmissionException>(() => SubmitAsync())).Message);
        Assert.Empty(store.Objects);
        Assert.Empty(server.Objects.List("secrets", Namespace));
    }

    [Fact]
    public async Task Whoever_follows_the_driver_to_its_end_removes_its_program()
    {
        var run = RunAsync(out var said);
        var driver = DriverPod.NameOf(Application);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var ticks = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (!run.IsCompleted && server.Objects.List("secrets", Namespace).Count == 0)
            await ticks.WaitForNextTickAsync(patience.Token);
        Assert.Single(store.Objects);
        server.Run(Namespace, driver);
        server.End(Namespace, driver, 0, "Completed");
        Assert.Equal(0, await run.WaitAsync(patience.Token));
        Assert.Empty(store.Objects);
        Assert.Contains(said, l => l.Contains("removed: ", StringComparison.Ordinal) && l.EndsWith(", 1 uploaded program", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Of_a_driver_that_nobody_follows_the_program_stays_and_is_named()
    {
        Assert.Equal(0, await RunAsync(out var said, ("spark.kubernetes.submission.waitAppCompletion", "false")));
        Assert.Single(store.Objects);
        Assert.Contains("app app-1  its program stays in s3://data/programs/spindle-upload-app-1 until somebody removes it", said);
    }

    private Task<int?> RunAsync(out ConcurrentQueue<string> said, params (string Key, string Value)[] more)
    {
        var upload = new ProgramUpload(store);
        var settings = KubernetesSettingsTests.Read([.. Settings.Select(s => (s.Key, s.Value)), .. more]);
        var told = said = new ConcurrentQueue<string>();
        return new DriverRun(client, Namespace, Application, settings, cancel => CreateAsync(upload, cancel), upload, told.Enqueue, told.Enqueue).RunAsync(CancellationToken.None);
    }

    private async Task<ProgramUpload> SubmitAsync()
    {
        var upload = new ProgramUpload(store);
        await CreateAsync(upload, CancellationToken.None);
        return upload;
    }

    private Task CreateAsync(ProgramUpload upload, CancellationToken cancel) =>
        new Submission(client, Namespace, Application, upload).CreateAsync(Settings, folder.Program, ["--fast"], ProgramFolder.InImage, cancel);
}
