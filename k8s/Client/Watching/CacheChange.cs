using Spindle.Client.Resources;

namespace Spindle.Client.Watching;

/// <summary>A change of a cache.</summary>
/// <param name="Before">The object as it was known; null where it is new.</param>
/// <param name="After">The object as it is now; null where it is gone.</param>
/// <param name="Last">For an object that is gone, the last that is known of it: what the server said at its deletion, or the object as it was known.</param>
public sealed record CacheChange<T>(T? Before, T? After, T Last)
    where T : Resource
{
    /// <summary>Was it not known before?</summary>
    public bool IsAddition => Before is null;

    /// <summary>Is it gone?</summary>
    public bool IsRemoval => After is null;
}
