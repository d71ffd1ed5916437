using Spindle.Client.Resources;

namespace Spindle.Client.Watching;

/// <summary>Something that a watch tells.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Resource">The object after it; before it, where it was deleted; a bookmark has only a version.</param>
public sealed record WatchEvent<T>(WatchEventKind Kind, T Resource)
    where T : Resource
{
    /// <summary>From where a later watch goes on.</summary>
    public string Version => Resource.Metadata.ResourceVersion;
}
