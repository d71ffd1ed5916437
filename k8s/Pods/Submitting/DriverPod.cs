using System.Text.Json.Nodes;
using Spindle.Client.Kinds;
using Spindle.Client.Resources;
using Spindle.Pods.Launching;
using Spindle.Pods.Plan;
using Spindle.Pods.Settings;
using Spindle.Pods.Shape;

namespace Spindle.Pods.Submitting;

/// <summary>The pod of a driver, for cluster mode.</summary>
public static class DriverPod
{
    public const string Role = "driver";
    public const string ContainerName = "spindle-driver";
    public const string ProgramFolder = "/opt/app";

    /// <summary>The annotation of a driver pod that whoever submitted it has left: nobody would start it again.</summary>
    public const string Left = "spindle/left";

    internal const string SettingsFile = "settings.json";
    internal const string ExecutorTemplate = "executor-template.json";
    private const string SettingsFolder = "/etc/spindle/submit";

    /// <summary>The name of an application's driver pod.</summary>
    public static string NameOf(string application) => $"{application}-driver";

    /// <param name="command">What <c>spindle run</c> is given: the program, in the pod or in object storage, and its arguments.</param>
    /// <param name="ships">Whether the program comes in a config map.</param>
    /// <exception cref="TemplateException">The template cannot be used.</exception>
    internal static Pod Build(string application, KubernetesSettings settings, IReadOnlyList<string> command, bool ships)
    {
        string Substitute(string text) => text.Replace("{{APP_ID}}", application, StringComparison.Ordinal).Replace("{{EXECUTOR_ID}}", "driver", StringComparison.Ordinal);
        var role = settings.Driver;
        var pod = new PodBuilder(PodTemplate.Load(role.TemplateFile, role.TemplateContainer), NameOf(application), ContainerName, Substitute);
        pod.Labels(Labels.Of(application, Role));
        // A driver that is moved has lost its application.
        pod.Annotations([new("karpenter.sh/do-not-disrupt", "true")]);
        pod.Apply(role);
        pod.Container["command"] ??= new JsonArray("dotnet", "/opt/spindle/Spindle.Cli.dll");
        pod.Container["args"] = new JsonArray([JsonValue.Create("run"), .. command.Select(c => JsonValue.Create(c))]);
        pod.Container["terminationMessagePolicy"] ??= "FallbackToLogsOnError";
        RuntimeMemory.Tell(pod, role);
        pod.Variable("SPINDLE_APPLICATION", application);
        pod.VariableFromField("SPINDLE_DRIVER_POD", "metadata.name");
        pod.Variable("SPINDLE_SUBMIT", $"{SettingsFolder}/{SettingsFile}");
        pod.Variable("TMPDIR", "/tmp");
        pod.Volume("spindle-tmp", "emptyDir", [], "/tmp");
        pod.Volume("spindle-submit", "secret", new JsonObject { ["secretName"] = NameOf(application), ["defaultMode"] = 0b100_100_000 }, SettingsFolder, readOnly: true);
        if (ships)
            pod.Volume("spindle-program", "configMap", new JsonObject { ["name"] = NameOf(application) }, ProgramFolder, readOnly: true);
        return Pod.From(pod.Pod);
    }

    /// <summary>A driver's pod as an autopsy sees it.</summary>
    internal static ObservedPod Observe(Pod pod) =>
        PodObservation.Of(pod, pod.Spec.Objects("containers").FirstOrDefault().Text("name") ?? ContainerName, NodeCondition.Ready) with { Role = Role };

    /// <summary>Where the executors' template lies in the driver's pod.</summary>
    internal static string TemplatePath => $"{SettingsFolder}/{ExecutorTemplate}";
}
