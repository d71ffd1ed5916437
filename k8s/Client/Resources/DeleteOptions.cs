using System.Text.Json.Nodes;

namespace Spindle.Client.Resources;

/// <summary>How objects are deleted.</summary>
/// <param name="Grace">Time that a pod gets to end; null takes the pod's own, zero kills at once.</param>
/// <param name="Propagation">What becomes of the objects that it owns; null takes the kind's own default.</param>
/// <param name="Uid">Refused (409) where the object of that name is another one.</param>
/// <param name="ResourceVersion">Refused (409) where the object has changed since.</param>
/// <param name="DryRun">Nothing is deleted.</param>
public sealed record DeleteOptions(TimeSpan? Grace = null, Propagation? Propagation = null, string? Uid = null, string? ResourceVersion = null, bool DryRun = false)
{
    /// <summary>With the object's own grace.</summary>
    public static readonly DeleteOptions Default = new();

    /// <summary>Without any grace.</summary>
    public static readonly DeleteOptions Now = new(Grace: TimeSpan.Zero);

    internal JsonObject ToJson()
    {
        var json = new JsonObject { ["apiVersion"] = "v1", ["kind"] = "DeleteOptions" };
        if (Grace is { } grace)
            json["gracePeriodSeconds"] = (long)Math.Ceiling(grace.TotalSeconds);
        if (Propagation is { } propagation)
            json["propagationPolicy"] = propagation.ToString();
        if (DryRun)
            json["dryRun"] = new JsonArray("All");
        if (Uid is not null || ResourceVersion is not null)
        {
            var preconditions = new JsonObject();
            if (Uid is not null)
                preconditions["uid"] = Uid;
            if (ResourceVersion is not null)
                preconditions["resourceVersion"] = ResourceVersion;
            json["preconditions"] = preconditions;
        }

        return json;
    }
}
