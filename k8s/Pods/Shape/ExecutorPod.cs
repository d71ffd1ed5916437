using System.Text.Json.Nodes;
using Spindle.Client.Kinds;
using Spindle.Client.Resources;
using Spindle.Pods.Settings;

namespace Spindle.Pods.Shape;

/// <summary>Where an executor's launch lies: one key of one secret.</summary>
internal readonly record struct LaunchKey(string Secret, string Key);

/// <summary>The pods of executors.</summary>
public sealed class ExecutorPod
{
    /// <summary>The folder, in the container, for blocks and spills.</summary>
    public const string LocalFolder = "/var/spindle/local";

    internal const string Role = "executor";
    internal const string ContainerName = "spindle-executor";
    internal const string TerminationMessage = "/dev/termination-log";
    private const string LaunchFolder = "/etc/spindle/launch";
    private const string LaunchFile = "launch.json";

    private readonly string application;
    private readonly KubernetesSettings settings;
    private readonly JsonObject template;
    private readonly OwnerReference? owner;

    /// <exception cref="TemplateException">The template cannot be used.</exception>
    public ExecutorPod(string application, KubernetesSettings settings, OwnerReference? owner)
    {
        this.application = application;
        this.settings = settings;
        this.owner = owner;
        template = PodTemplate.Load(settings.Executor.TemplateFile, settings.Executor.TemplateContainer);
    }

    /// <summary>The name of an executor's pod.</summary>
    public static string NameOf(string application, string executor) => $"{application}-exec-{executor}";

    /// <summary>The container whose end is the executor's end.</summary>
    internal string Container => (template.Object("spec")?["containers"] as JsonArray)?.OfType<JsonObject>().FirstOrDefault().Text("name") ?? ContainerName;

    internal Pod Build(string executor, LaunchKey launch)
    {
        string Substitute(string text) => text.Replace("{{APP_ID}}", application, StringComparison.Ordinal).Replace("{{EXECUTOR_ID}}", executor, StringComparison.Ordinal);
        var role = settings.Executor;
        var pod = new PodBuilder((JsonObject)template.DeepClone(), NameOf(application, executor), ContainerName, Substitute);
        pod.Labels(Pods.Labels.Of(application, Role));
        pod.Labels([new(Pods.Labels.Executor, executor)]);
        pod.Owner(owner);
        pod.Apply(role);
        // Executors ask nothing of the API server.
        pod.Spec["automountServiceAccountToken"] ??= false;
        pod.Spec["enableServiceLinks"] ??= false;
        pod.Container["command"] ??= new JsonArray("dotnet", "/opt/spindle/Spindle.Executor.dll");
        pod.Container["args"] = new JsonArray("--launch", $"{LaunchFolder}/{LaunchFile}");
        pod.Container["terminationMessagePath"] = TerminationMessage;
        RuntimeMemory.Tell(pod, role);
        pod.VariableFromField("SPINDLE_NODE_NAME", "spec.nodeName");
        pod.Variable("TMPDIR", Folder);
        pod.Volume("spindle-launch", "secret", new JsonObject
        {
            ["secretName"] = launch.Secret,
            ["defaultMode"] = 0b100_100_000,
            ["items"] = new JsonArray(new JsonObject { ["key"] = launch.Key, ["path"] = LaunchFile }),
        }, LaunchFolder, readOnly: true);
        LocalDisk(pod, role);
        Ports(pod);
        return Pod.From(pod.Pod);
    }

    /// <summary>The claims that are made for an executor. They are the driver's where it is a pod, else go with what is left of the application.</summary>
    internal IReadOnlyList<PersistentVolumeClaim> Claims(string executor) =>
        [.. settings.Executor.Volumes.Where(OnDemandClaim.Is).Select(v => OnDemandClaim.Build(application, NameOf(application, executor), v, owner))];

    /// <summary>The folder that executors keep their files in.</summary>
    internal string Folder => settings.Executor.Volumes.FirstOrDefault(v => v.IsLocalDisk)?.MountPath ?? $"{LocalFolder}/0";

    private void LocalDisk(PodBuilder pod, RoleSettings role)
    {
        if (!role.Volumes.Any(v => v.IsLocalDisk))
            pod.Volume("spindle-local", "emptyDir", settings.LocalDirsInMemory ? new JsonObject { ["medium"] = "Memory" } : [], $"{LocalFolder}/0");
        // Libraries that do not ask for the folder of temporary files.
        pod.Volume("spindle-tmp", "emptyDir", [], "/tmp");
    }

    private void Ports(PodBuilder pod)
    {
        var ports = PodBuilder.List(pod.Container, "ports");
        ports.Add(new JsonObject { ["name"] = "blocks", ["containerPort"] = settings.BlockPort });
        ports.Add(new JsonObject { ["name"] = "health", ["containerPort"] = settings.HealthPort });
        // The port opens when the executor has registered with its driver; a connection is all that every server's kubelet can try.
        pod.Container["readinessProbe"] ??= Probe(settings.HealthPort, delay: 0, period: 1, failures: 3);
        pod.Container["livenessProbe"] ??= Probe(settings.HealthPort, delay: 120, period: 20, failures: 6);
    }

    private static JsonObject Probe(int port, int delay, int period, int failures) => new()
    {
        ["tcpSocket"] = new JsonObject { ["port"] = port },
        ["initialDelaySeconds"] = delay,
        ["periodSeconds"] = period,
        ["failureThreshold"] = failures,
        ["timeoutSeconds"] = 5,
    };
}
