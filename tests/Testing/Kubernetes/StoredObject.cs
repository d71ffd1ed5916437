using System.Text.Json.Nodes;

namespace Spindle.Testing.Kubernetes;

/// <summary>An object at one version. It is not changed; a change makes another.</summary>
public sealed record StoredObject(ServedKind Kind, JsonObject Json, long Version)
{
    private byte[]? bytes;

    public JsonObject Metadata => Json["metadata"]!.AsObject();

    public string? Namespace => (string?)Metadata["namespace"];

    public string Name => (string)Metadata["name"]!;

    public string Uid => (string)Metadata["uid"]!;

    public bool IsDeleting => Metadata.ContainsKey("deletionTimestamp");

    /// <summary>Its JSON, made once.</summary>
    public byte[] Bytes => bytes ??= System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(Json);
}
