using System.Text.Json.Nodes;
using Spindle.Client.Resources;

namespace Spindle.Client.Kinds;

/// <summary>A claim that its holder renews while it lives.</summary>
public sealed class Lease(JsonObject json) : Resource(json), IResource<Lease>
{
    /// <inheritdoc/>
    public static Kind Kind { get; } = new("coordination.k8s.io", "v1", "leases", "Lease");

    /// <summary>Who holds it; null where nobody does.</summary>
    public string? Holder => Json.Object("spec").Text("holderIdentity");

    /// <summary>When its holder last said that it lives.</summary>
    public DateTimeOffset? Renewed => Json.Object("spec").Instant("renewTime");

    /// <summary>Time after the last renewal from which it counts as left.</summary>
    public TimeSpan? Duration => Json.Object("spec").Integer("leaseDurationSeconds") is { } seconds ? TimeSpan.FromSeconds(seconds) : null;

    /// <summary>Its holder has not renewed it in time, or there is none.</summary>
    public bool IsLeft(DateTimeOffset now) => Holder is null || Renewed is not { } renewed || now - renewed > (Duration ?? TimeSpan.Zero);

    /// <inheritdoc/>
    public static Lease From(JsonObject json) => new(json);
}
