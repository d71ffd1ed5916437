using System.Text.Json.Nodes;
using Spindle.Client.Kinds;
using Spindle.Client.Resources;

namespace Spindle.Pods.Shape;

/// <summary>The folders of a pod whose content is not the pod's alone.</summary>
internal static class SharedVolumes
{
    // Volumes that begin and end with their pod.
    private static readonly string[] OwnTypes = ["emptyDir", "ephemeral", "downwardAPI", "projected"];

    /// <summary>Where the first container mounts volumes that others can mount too: host paths, claims, network file systems, config maps.</summary>
    public static IEnumerable<string> Of(Pod pod)
    {
        var own = pod.Spec.Objects("volumes").Where(v => v.Text("name")?.StartsWith("spindle-", StringComparison.Ordinal) == true || OwnTypes.Any(v.ContainsKey)).Select(v => v.Text("name")).ToHashSet(StringComparer.Ordinal);
        var container = pod.Spec.Objects("containers").First();
        return container.Objects("volumeMounts").Where(m => !own.Contains(m.Text("name"))).Select(m => m.Text("mountPath")).OfType<string>();
    }
}
