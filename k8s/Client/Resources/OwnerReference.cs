using System.Text.Json.Nodes;

namespace Spindle.Client.Resources;

/// <summary>An owner: what it owns is removed with it by the cluster's garbage collector.</summary>
/// <param name="Uid">The owner's identity; an owner of the same name and another uid does not count.</param>
public sealed record OwnerReference(string ApiVersion, string Kind, string Name, string Uid, bool Controller = false)
{
    /// <summary>A reference to an object that exists.</summary>
    public static OwnerReference To<T>(T owner, bool controller = false)
        where T : Resource, IResource<T> =>
        new(T.Kind.ApiVersion, T.Kind.Name, owner.Name, owner.Metadata.Uid, controller);

    /// <summary>As it stands in an object's metadata.</summary>
    public JsonObject ToJson() => new() { ["apiVersion"] = ApiVersion, ["kind"] = Kind, ["name"] = Name, ["uid"] = Uid, ["controller"] = Controller };
}
