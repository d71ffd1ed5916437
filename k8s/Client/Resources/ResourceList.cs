namespace Spindle.Client.Resources;

/// <summary>A consistent list, or one page of it.</summary>
/// <param name="Items">The objects.</param>
/// <param name="Version">The version of the collection at which it was read: a watch goes on from here.</param>
/// <param name="Continue">Where the next page starts; empty on the last.</param>
public sealed record ResourceList<T>(IReadOnlyList<T> Items, string Version, string Continue = "")
    where T : Resource;
