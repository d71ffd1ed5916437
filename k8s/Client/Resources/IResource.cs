using System.Text.Json.Nodes;

namespace Spindle.Client.Resources;

/// <summary>What a kind's file says of it: where its objects are, and how one is read. A new kind is one small file.</summary>
public interface IResource<TSelf>
    where TSelf : Resource
{
    /// <summary>Where the API keeps it.</summary>
    static abstract Kind Kind { get; }

    /// <summary>A view of an object that the API gave, or that will be sent to it.</summary>
    static abstract TSelf From(JsonObject json);
}
