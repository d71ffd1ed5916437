using System.Text.Json.Nodes;
using Spindle.Client.Kinds;
using Spindle.Client.Resources;
using Spindle.Pods.Settings;

namespace Spindle.Pods.Shape;

/// <summary>Claims that are made for one executor: volumes whose claim is named <c>OnDemand</c>, with <c>options.storageClass</c> and <c>options.sizeLimit</c> as Spark has them.</summary>
internal static class OnDemandClaim
{
    public const string Name = "OnDemand";

    public static bool Is(VolumeSettings volume) => volume.Type == "persistentVolumeClaim" && volume.Options.GetValueOrDefault("claimName") == Name;

    /// <summary>The claim's name, which follows its pod's.</summary>
    public static string NameOf(string pod, VolumeSettings volume) => $"{pod}-pvc-{volume.Name.ToLowerInvariant()}";

    /// <param name="owner">With which it goes: the executor's pod, or the driver's.</param>
    /// <exception cref="SettingException">The claim has no size.</exception>
    public static PersistentVolumeClaim Build(string application, string pod, VolumeSettings volume, OwnerReference? owner)
    {
        var claim = Manifest.For<PersistentVolumeClaim>(NameOf(pod, volume), Labels.Of(application), owner: owner);
        var size = volume.Options.GetValueOrDefault("sizeLimit") ?? throw new SettingException($"volumes.{volume.Type}.{volume.Name}.options.sizeLimit", "", "the size of the claims that are made");
        var spec = new JsonObject
        {
            ["accessModes"] = new JsonArray(volume.Options.GetValueOrDefault("accessMode") ?? "ReadWriteOnce"),
            ["resources"] = new JsonObject { ["requests"] = new JsonObject { ["storage"] = size } },
        };
        if (volume.Options.GetValueOrDefault("storageClass") is { } storage)
            spec["storageClassName"] = storage;
        claim.Json["spec"] = spec;
        return claim;
    }
}
