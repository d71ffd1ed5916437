using System.Text.Json.Nodes;
using Spindle.Client;
using Spindle.Client.Resources;

namespace Spindle.Pods.Shape;

/// <summary>The pod that settings are merged into: the user's, or an empty one. What Spindle does not know in it stays as it is.</summary>
public static class PodTemplate
{
    /// <summary>The pod of a file, in YAML or JSON, with its container first among its containers.</summary>
    /// <param name="path">Null for none.</param>
    /// <param name="container">The container that runs Spindle; null for the first.</param>
    /// <exception cref="TemplateException">The file cannot be read, or holds no such pod.</exception>
    public static JsonObject Load(string? path, string? container)
    {
        if (path is null)
            return [];
        JsonNode? node;
        try
        {
            node = Yaml.Parse(File.ReadAllText(path));
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException or FormatException)
        {
            throw new TemplateException(path, wrong.Message, wrong);
        }

        if (node is not JsonObject pod || pod.Text("kind") is not (null or "Pod"))
            throw new TemplateException(path, "it holds no pod");
        var containers = pod.Object("spec")?["containers"] as JsonArray ?? [];
        var chosen = containers.OfType<JsonObject>().FirstOrDefault(c => container is null || c.Text("name") == container);
        if (container is not null && chosen is null)
            throw new TemplateException(path, $"it has no container '{container}'");
        if (chosen is not null)
        {
            containers.Remove(chosen);
            containers.Insert(0, chosen);
        }

        return pod;
    }
}
